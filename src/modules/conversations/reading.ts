/** What somebody at the bank may read of conversations. */
import type { Tx } from '../../platform/db/database.js';
import type { Author } from './messages.js';
import type { ConversationState } from './service.js';

export interface ConversationFilter {
  readonly state?: ConversationState;
  /** Opened at this time or later. */
  readonly from?: string;
  /** Opened before this time. */
  readonly to?: string;
  readonly person?: number;
}

export interface ConversationRow {
  readonly id: number;
  readonly person_id: number;
  readonly state: ConversationState;
  readonly created_at: Date;
  readonly closed_at: Date | null;
}

export interface TranscriptRow {
  readonly id: number;
  readonly author: Author;
  readonly author_id: number | null;
  readonly kind: string;
  /** As it was said: masked by whoever shows it. */
  readonly text: string | null;
  readonly sources: readonly object[] | null;
  readonly reply_to_id: number | null;
  readonly created_at: Date;
  readonly edited_at: Date | null;
}

const COLUMNS = ['id', 'person_id', 'state', 'created_at', 'closed_at'];

/** Conversations before one of them, newest first. */
export async function listConversations(
  tx: Tx,
  { state, from, to, person }: ConversationFilter,
  limit: number,
  beforeId?: number,
): Promise<ConversationRow[]> {
  return tx('conversations')
    .where({ ...(state && { state }), ...(person !== undefined && { person_id: person }) })
    .where('created_at', '>=', from ?? '-infinity')
    .where('created_at', '<', to ?? 'infinity')
    .where('id', '<', beforeId ?? Number.MAX_SAFE_INTEGER)
    .orderBy('id', 'desc')
    .limit(limit)
    .select<ConversationRow[]>(COLUMNS);
}

export async function findConversation(tx: Tx, id: number): Promise<ConversationRow | undefined> {
  return tx('conversations').where({ id }).first<ConversationRow | undefined>(COLUMNS);
}

/** What was said in a conversation after one of its messages, oldest first. */
export async function transcript(tx: Tx, conversationId: number, limit: number, afterId = 0): Promise<TranscriptRow[]> {
  return tx('messages')
    .where({ conversation_id: conversationId })
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .select<TranscriptRow[]>(
      ...['id', 'author', 'author_id', 'text', 'sources', 'reply_to_id', 'created_at', 'edited_at'],
      tx.raw(`content ->> 'kind' as kind`),
    );
}
