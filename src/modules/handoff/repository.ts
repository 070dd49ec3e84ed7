import type { Tx } from '../../platform/db/database.js';
import { type Locale, localeOf } from '../../locales/index.js';
import type { Conversation } from '../conversations/index.js';

export interface Party {
  readonly personId: number;
  /** Also the id of their private chat. */
  readonly telegramId: number;
  readonly firstName: string;
  readonly locale: Locale | undefined;
}

/** How a human was called; `successor`: the moderator of the hand-off before was lost; `danger`: what was said told of it. */
export type Way = 'command' | 'button' | 'words' | 'registration' | 'successor' | 'danger';

/** Whoever is urgent comes before everybody else in the line. */
export type Priority = 'urgent' | 'normal';

export interface Handoff {
  readonly id: number;
  readonly conversationId: number;
  readonly state: 'waiting' | 'active' | 'ended';
  readonly way: Way;
  readonly priority: Priority;
  /** What the customer says after this message of the conversation is for the human. */
  readonly afterMessageId: number;
  /** How long the customer has waited for the human, or did until one came, in seconds. */
  readonly waited: number;
  readonly customer: Party;
  readonly moderator: Party | undefined;
  /** When the customer was asked to confirm who they are; undefined once they have answered. */
  readonly identityAskedAt: Date | undefined;
  readonly identityConfirmedAt: Date | undefined;
  /** The answer of the FAQ that did not help, where that is why a human was called. */
  readonly unhelpful: UnhelpfulAnswer | undefined;
}

export interface UnhelpfulAnswer {
  /** The entry of the FAQ. */
  readonly faqId: string;
  /** How sure the bot was, 0..1. */
  readonly confidence: number;
}

interface HandoffRow {
  readonly id: number;
  readonly conversation_id: number;
  readonly state: Handoff['state'];
  readonly way: Way;
  readonly priority: Priority;
  readonly after_message_id: number;
  readonly waited: number;
  readonly customer_id: number;
  readonly customer_telegram_id: number;
  readonly customer_first_name: string;
  readonly customer_locale: string | null;
  readonly moderator_id: number | null;
  readonly moderator_telegram_id: number | null;
  readonly moderator_first_name: string | null;
  readonly moderator_locale: string | null;
  readonly identity_asked_at: Date | null;
  readonly identity_confirmed_at: Date | null;
  readonly unhelpful: UnhelpfulAnswer | null;
}

const SELECT_HANDOFFS = `
  select handoffs.id, conversation_id, state, way, priority, after_message_id,
    extract(epoch from coalesce(claimed_at, now()) - requested_at)::float8 as waited,
    identity_asked_at, identity_confirmed_at,
    (select json_build_object('faqId', faq_id, 'confidence', confidence) from answers where answers.id = handoffs.answer_id) as unhelpful,
    customer.id as customer_id, customer.telegram_id as customer_telegram_id,
    customer.first_name as customer_first_name, customer.locale as customer_locale,
    moderator.id as moderator_id, moderator.telegram_id as moderator_telegram_id,
    moderator.first_name as moderator_first_name, moderator.locale as moderator_locale
  from handoffs
  join persons as customer on customer.id = handoffs.person_id
  left join persons as moderator on moderator.id = handoffs.moderator_id`;

/**
 * A new hand-off of a locked conversation, with the automatic answer of the day that did not help, if there was one. Nobody
 * is called because of danger but urgently.
 */
export async function insertHandoff(tx: Tx, botId: number, conversation: Conversation, way: Way): Promise<number> {
  const { rows } = await tx.raw<{ rows: { id: number }[] }>(
    `insert into handoffs (bot_id, conversation_id, person_id, way, priority, after_message_id, answer_id)
     select ?::bigint, ?::bigint, ?::bigint, ?, ?, coalesce(max(id), 0), (
       select id from answers
       where conversation_id = ? and feedback = 'not_helped' and feedback_at > now() - interval '24 hours'
         and not exists (select from handoffs as earlier where earlier.answer_id = answers.id)
       order by feedback_at desc limit 1)
     from messages where conversation_id = ?
     returning id`,
    [botId, conversation.id, conversation.personId, way, way === 'danger' ? 'urgent' : 'normal', conversation.id, conversation.id],
  );
  if (!rows[0]) throw new Error('A hand-off was not stored.');
  return rows[0].id;
}

export async function findHandoff(tx: Tx, id: number): Promise<Handoff | undefined> {
  return (await select(tx, 'where handoffs.id = ?', [id]))[0];
}

/** The hand-off of a conversation that is waiting or active. */
export async function openHandoff(tx: Tx, conversationId: number): Promise<Handoff | undefined> {
  return (await select(tx, `where conversation_id = ? and state <> 'ended'`, [conversationId]))[0];
}

/** The hand-off a conversation has or last had. */
export async function latestHandoff(tx: Tx, conversationId: number): Promise<Handoff | undefined> {
  return (await select(tx, 'where conversation_id = ? order by handoffs.id desc limit 1', [conversationId]))[0];
}

export async function activeHandoffs(tx: Tx, moderatorId: number): Promise<Handoff[]> {
  return select(tx, `where moderator_id = ? and state = 'active' order by claimed_at, handoffs.id`, [moderatorId]);
}

/** Everybody who is talking with a customer now. */
export async function activeModerators(tx: Tx): Promise<Party[]> {
  const active = await select(tx, `where state = 'active' order by handoffs.id`, []);
  const moderators = active.flatMap(({ moderator }) => (moderator ? [moderator] : []));
  return [...new Map(moderators.map((moderator) => [moderator.personId, moderator])).values()];
}

/** Locks the conversations that people are in, on either side, in the order in which everybody locks several. */
export async function lockConversationsOf(tx: Tx, personIds: readonly number[]): Promise<void> {
  await tx.raw(
    `select from conversations
     where (person_id = any(:persons::bigint[]) and state <> 'closed')
       or id in (select conversation_id from handoffs where moderator_id = any(:persons::bigint[]) and state = 'active')
     order by id for update`,
    { persons: [...personIds] },
  );
}

/** Who waits, in the order of the line. */
export async function waitingHandoffs(tx: Tx, limit: number): Promise<Handoff[]> {
  return select(tx, `where state = 'waiting' order by priority <> 'urgent', requested_at, handoffs.id limit ?`, [limit]);
}

export async function countWaiting(tx: Tx): Promise<number> {
  const { rows } = await tx.raw<{ rows: { count: number }[] }>(
    `select count(*) as count from handoffs where state = 'waiting'`,
  );
  return rows[0]?.count ?? 0;
}

/** The place in line, from 1. */
export async function positionOf(tx: Tx, handoffId: number): Promise<number> {
  const { rows } = await tx.raw<{ rows: { position: number }[] }>(
    `select count(*) as position from handoffs as ahead, handoffs as own
     where own.id = ? and ahead.state = 'waiting'
       and (ahead.priority <> 'urgent', ahead.requested_at, ahead.id) <= (own.priority <> 'urgent', own.requested_at, own.id)`,
    [handoffId],
  );
  return Math.max(1, rows[0]?.position ?? 1);
}

/** Moves an open hand-off before those that are not urgent. Of several who try, one does. */
export async function markUrgent(tx: Tx, handoffId: number): Promise<boolean> {
  const raised = await tx('handoffs')
    .where({ id: handoffId, priority: 'normal' })
    .whereNot({ state: 'ended' })
    .update({ priority: 'urgent' });
  return raised === 1;
}

/**
 * Gives a waiting hand-off to a moderator. Of several who try, one succeeds. The time is that of the act, not of its
 * transaction's beginning: an answer that was being sent meanwhile went before it.
 */
export async function markClaimed(tx: Tx, handoffId: number, moderatorId: number): Promise<boolean> {
  const claimed = await tx('handoffs')
    .where({ id: handoffId, state: 'waiting' })
    .update({ state: 'active', moderator_id: moderatorId, claimed_at: tx.raw('clock_timestamp()') });
  return claimed === 1;
}

/** A new hand-off in the place of one whose moderator was lost, at the place in line it had. */
export async function insertSuccessor(tx: Tx, handoffId: number): Promise<number> {
  const { rows } = await tx.raw<{ rows: { id: number }[] }>(
    `insert into handoffs (bot_id, conversation_id, person_id, way, priority, after_message_id, requested_at, answer_id)
     select bot_id, conversation_id, person_id, 'successor', priority, after_message_id, requested_at, answer_id
     from handoffs where id = ? returning id`,
    [handoffId],
  );
  if (!rows[0]) throw new Error('A hand-off was not stored.');
  return rows[0].id;
}

export async function markEnded(tx: Tx, handoffId: number, endedBy: 'customer' | 'moderator' | 'unreachable'): Promise<void> {
  await tx('handoffs').where({ id: handoffId }).update({ state: 'ended', ended_at: tx.fn.now(), ended_by: endedBy });
  await forgetSelection(tx, handoffId);
}

/** Remembers that the customer could not be told of the ending. */
export async function markUntold(tx: Tx, handoffId: number): Promise<void> {
  await tx('handoffs').where({ id: handoffId }).update({ ending_untold: true });
}

/** The hand-offs of whose ending the customer could not be told; they count as told from now on. */
export async function takeUntold(tx: Tx, personId: number): Promise<Handoff[]> {
  const told = await tx('handoffs')
    .where({ person_id: personId, ending_untold: true })
    .update({ ending_untold: false })
    .returning<{ id: number }[]>('id');
  if (told.length === 0) return [];
  return select(tx, 'where handoffs.id = any(?::bigint[])', [told.map(({ id }) => id)]);
}

export async function selectHandoff(tx: Tx, botId: number, moderatorId: number, handoffId: number): Promise<void> {
  await tx('moderator_desks')
    .insert({ bot_id: botId, moderator_id: moderatorId, selected_handoff_id: handoffId })
    .onConflict(['bot_id', 'moderator_id'])
    .merge(['selected_handoff_id']);
}

export async function selectedHandoffId(tx: Tx, moderatorId: number): Promise<number | undefined> {
  const row = await tx('moderator_desks')
    .where({ moderator_id: moderatorId })
    .first<{ selected_handoff_id: number | null } | undefined>('selected_handoff_id');
  return row?.selected_handoff_id ?? undefined;
}

async function forgetSelection(tx: Tx, handoffId: number): Promise<void> {
  await tx('moderator_desks').where({ selected_handoff_id: handoffId }).update({ selected_handoff_id: null });
}

async function select(tx: Tx, condition: string, bindings: (number | number[])[]): Promise<Handoff[]> {
  const { rows } = await tx.raw<{ rows: HandoffRow[] }>(`${SELECT_HANDOFFS} ${condition}`, bindings);
  return rows.map(handoffOf);
}

function handoffOf(row: HandoffRow): Handoff {
  const hasModerator = row.moderator_id !== null && row.moderator_telegram_id !== null;
  return {
    id: row.id,
    conversationId: row.conversation_id,
    state: row.state,
    way: row.way,
    priority: row.priority,
    afterMessageId: row.after_message_id,
    waited: row.waited,
    identityAskedAt: row.identity_asked_at ?? undefined,
    identityConfirmedAt: row.identity_confirmed_at ?? undefined,
    unhelpful: row.unhelpful ?? undefined,
    customer: {
      personId: row.customer_id,
      telegramId: row.customer_telegram_id,
      firstName: row.customer_first_name,
      locale: localeOf(row.customer_locale),
    },
    moderator: hasModerator
      ? {
          personId: row.moderator_id,
          telegramId: row.moderator_telegram_id,
          firstName: row.moderator_first_name ?? '',
          locale: localeOf(row.moderator_locale),
        }
      : undefined,
  };
}
