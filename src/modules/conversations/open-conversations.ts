/** Conversations as staff look them up: who talks now, and what was said. Nothing is locked. */
import type { Tx } from '../../platform/db/database.js';
import type { DialogueTurn } from './messages.js';
import type { ConversationState } from './service.js';

/** A conversation with whose it is. */
export interface NamedConversation {
  readonly id: number;
  readonly personId: number;
  readonly firstName: string;
  readonly state: ConversationState;
  /** When something was last said. */
  readonly lastAt: Date;
}

export interface SaidTurn extends DialogueTurn {
  readonly at: Date;
}

const SELECT_OPEN = `
  select conversations.id, person_id as "personId", first_name as "firstName", state,
    coalesce((select messages.created_at from messages where conversation_id = conversations.id
      order by messages.id desc limit 1), conversations.created_at) as "lastAt"
  from conversations join persons on persons.id = person_id`;

/** How far back the bot's own dialogues are looked for: nothing closes them. */
const LATELY_MESSAGES = 2_000;

/** Those who wait for a human or talk with one, then those in which the bot has answered lately, newest first. */
export async function openConversations(tx: Tx, limit: number, offset: number): Promise<NamedConversation[]> {
  const { rows } = await tx.raw<{ rows: NamedConversation[] }>(
    `${SELECT_OPEN}
     where state in ('queued', 'human') or (state = 'bot' and conversations.id in (
       select conversation_id from (select conversation_id from messages order by id desc limit ?) as lately))
     order by array_position(array['queued', 'human', 'bot'], state), "lastAt" desc, id limit ? offset ?`,
    [LATELY_MESSAGES, limit, offset],
  );
  return rows;
}

/** A conversation, open or not. */
export async function findNamedConversation(tx: Tx, id: number): Promise<NamedConversation | undefined> {
  const { rows } = await tx.raw<{ rows: NamedConversation[] }>(`${SELECT_OPEN} where conversations.id = ?`, [id]);
  return rows[0];
}

/** What was said, newest first. */
export async function latestTurns(tx: Tx, conversationId: number, limit: number, offset: number): Promise<SaidTurn[]> {
  return tx('messages')
    .where({ conversation_id: conversationId })
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .select<SaidTurn[]>('id as messageId', 'author', 'content', 'created_at as at');
}
