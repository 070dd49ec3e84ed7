/**
 * Conversations and what was said in them. A person has one open conversation at most (a unique index holds it).
 * Whoever changes a conversation's state, or says something that depends on it, locks its row first; that order
 * (conversation, then hand-off or answer) keeps transactions from deadlocking.
 */
import type { Tx } from '../../platform/db/database.js';

export type ConversationState = 'bot' | 'queued' | 'human' | 'closed';

export interface Conversation {
  readonly id: number;
  readonly personId: number;
  readonly state: ConversationState;
  readonly humanWanted: boolean;
}

interface ConversationRow {
  readonly id: number;
  readonly person_id: number;
  readonly state: ConversationState;
  readonly human_wanted_at: Date | null;
}

/** The person's open conversation, locked; a new one when there is none. */
export async function openConversation(tx: Tx, botId: number, personId: number): Promise<Conversation> {
  const open = await findOpenConversation(tx, personId);
  if (open) return open;
  await insertConversations(tx, botId, [personId]);
  const conversation = await findOpenConversation(tx, personId);
  if (!conversation) throw new Error('A conversation was closed while it was being opened.');
  return conversation;
}

/** Opens a conversation for everybody who has none. */
export async function insertConversations(tx: Tx, botId: number, personIds: readonly number[]): Promise<void> {
  await tx.raw(
    `insert into conversations (bot_id, person_id) select ?, unnest(?::bigint[])
     on conflict (bot_id, person_id) where state <> 'closed' do nothing`,
    [botId, [...personIds]],
  );
}

/** The person's open conversation, locked. */
export async function findOpenConversation(tx: Tx, personId: number): Promise<Conversation | undefined> {
  return (await selectOpen(tx, [personId], 'for update'))[0];
}

/** Open conversations as they are now; nothing keeps them so. */
export async function glanceAtConversations(tx: Tx, personIds: readonly number[]): Promise<Conversation[]> {
  return selectOpen(tx, personIds, '');
}

async function selectOpen(tx: Tx, personIds: readonly number[], lock: '' | 'for update'): Promise<Conversation[]> {
  const { rows } = await tx.raw<{ rows: ConversationRow[] }>(
    `select id, person_id, state, human_wanted_at from conversations
     where person_id = any(?::bigint[]) and state <> 'closed' ${lock}`,
    [[...personIds]],
  );
  return rows.map(conversationOf);
}

/** A conversation, locked. */
export async function lockConversation(tx: Tx, id: number): Promise<Conversation> {
  const row = await tx('conversations').where({ id }).forUpdate().first<ConversationRow | undefined>('*');
  if (!row) throw new Error(`There is no conversation ${id}.`);
  return conversationOf(row);
}

/** Names, as the guard of an outbox row, the condition that the bot itself may speak in a conversation. */
export function speechGuard(conversationId: number): string {
  return `speech:${conversationId}`;
}

/** The conversation that such a guard is about. */
export function guardedConversation(guard: string): number | undefined {
  const id = /^speech:(\d+)$/.exec(guard)?.[1];
  return id === undefined ? undefined : Number(id);
}

/**
 * Which of the conversations the bot itself may speak in; they stay so until the transaction ends.
 * @param patience whether to wait for conversations that somebody is changing, or to leave them out
 */
export async function whereBotMaySpeak(
  tx: Tx,
  conversationIds: readonly number[],
  patience: 'wait' | 'skip',
): Promise<ReadonlySet<number>> {
  const { rows } = await tx.raw<{ rows: { id: number; state: ConversationState }[] }>(
    `select id, state from conversations where id = any(?::bigint[]) order by id
     for share ${patience === 'skip' ? 'skip locked' : ''}`,
    [[...conversationIds]],
  );
  return new Set(rows.filter(({ state }) => state === 'bot').map(({ id }) => id));
}

export async function setState(tx: Tx, conversationId: number, state: ConversationState): Promise<void> {
  await tx('conversations')
    .where({ id: conversationId })
    .update({ state, human_wanted_at: null, ...(state === 'closed' && { closed_at: tx.fn.now() }) });
}

/** Remembers that a human was asked for before the person could have one. */
export async function rememberHumanWanted(tx: Tx, conversationId: number): Promise<void> {
  await tx('conversations').where({ id: conversationId }).update({ human_wanted_at: tx.fn.now() });
}

/** Which text about danger a customer is told; the bank may say the first two in its own words. */
export type Warning = 'emergency' | 'crisis' | 'violence';

const WARNED_FOR = '10 minutes';

/** Whether a person is to be told what to do in danger: not what they were told some minutes ago. Then they count as told. */
export async function markWarned(tx: Tx, conversationId: number, of: Warning): Promise<boolean> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update conversations set warned_at = now(), warned_of = :of
     where id = :conversationId and (warned_at is null or warned_of <> :of or warned_at < now() - interval '${WARNED_FOR}')`,
    { conversationId, of },
  );
  return rowCount === 1;
}

function conversationOf(row: ConversationRow): Conversation {
  return { id: row.id, personId: row.person_id, state: row.state, humanWanted: row.human_wanted_at !== null };
}
