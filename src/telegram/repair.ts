/**
 * Updates that were put aside and calls that Telegram refused, for people to see. For tenant transactions; whoever
 * repairs an update does it once, however many try.
 */
import type { Update } from 'telegraf/types';
import type { Tx } from '../platform/db/database.js';
import { INBOX_CHANNEL } from './inbox.js';

export interface DeadUpdate {
  readonly updateId: number;
  readonly chatId: number;
  /** What came, such as `message` or `callback_query`. */
  readonly kind: string;
  readonly error: string;
  readonly diedAt: Date;
}

export interface FailedCall {
  readonly id: number;
  readonly chatId: number;
  readonly method: string;
  readonly error: string;
  readonly failedAt: Date;
}

export interface QueueCounts {
  readonly waitingUpdates: number;
  /** Seconds that the oldest of them has waited. */
  readonly oldestUpdate: number;
  readonly waitingCalls: number;
  readonly oldestCall: number;
  readonly deadUpdates: number;
  readonly failedCalls: number;
}

interface DeadRow {
  readonly update_id: number;
  readonly chat_id: number;
  readonly payload: Update;
  readonly error: string | null;
  readonly finished_at: Date;
}

/** Dead updates, newest first. */
export async function deadUpdates(tx: Tx, limit: number, offset: number): Promise<DeadUpdate[]> {
  const rows = await tx('inbox')
    .where({ state: 'dead' })
    .orderBy('update_id', 'desc')
    .limit(limit)
    .offset(offset)
    .select<DeadRow[]>('*');
  return rows.map(deadUpdateOf);
}

export async function findDeadUpdate(tx: Tx, updateId: number): Promise<DeadUpdate | undefined> {
  const row = await tx('inbox').where({ update_id: updateId, state: 'dead' }).first<DeadRow | undefined>('*');
  return row && deadUpdateOf(row);
}

/** Has a dead update handled again as if it had just come. Answers whether it was dead. */
export async function retryUpdate(tx: Tx, botId: number, updateId: number): Promise<boolean> {
  const retried = await tx('inbox')
    .where({ bot_id: botId, update_id: updateId, state: 'dead' })
    .update({ state: 'pending', attempts: 0, retry_at: null, error: null, finished_at: null });
  await tx.raw('select pg_notify(?, ?::text)', [INBOX_CHANNEL, botId]);
  return retried === 1;
}

/** Gives a dead update up and forgets what it held. Answers whether it was dead. */
export async function discardUpdate(tx: Tx, botId: number, updateId: number): Promise<boolean> {
  const discarded = await tx('inbox')
    .where({ bot_id: botId, update_id: updateId, state: 'dead' })
    .update({ state: 'done', payload: '{}', finished_at: tx.fn.now() });
  return discarded === 1;
}

/** Calls that Telegram refused for good, newest first. */
export async function failedCalls(tx: Tx, limit: number, offset: number): Promise<FailedCall[]> {
  const { rows } = await tx.raw<{ rows: FailedCall[] }>(
    `select id, chat_id as "chatId", method, coalesce(error, '') as error, finished_at as "failedAt" from outbox
     where state = 'failed' order by id desc limit ? offset ?`,
    [limit, offset],
  );
  return rows;
}

/** How the queues of the transaction's bot stand, apart from the update that is being handled. */
export async function countQueues(tx: Tx, handledId: number): Promise<QueueCounts> {
  const { rows } = await tx.raw<{ rows: QueueCounts[] }>(
    `with waiting as (select received_at from inbox where state = 'pending' and update_id <> ?)
     select
       (select count(*) from waiting) as "waitingUpdates",
       (select coalesce(extract(epoch from now() - min(received_at)), 0)::int from waiting) as "oldestUpdate",
       (select count(*) from outbox where state = 'pending') as "waitingCalls",
       (select coalesce(extract(epoch from now() - min(created_at)), 0)::int from outbox where state = 'pending')
         as "oldestCall",
       (select count(*) from inbox where state = 'dead') as "deadUpdates",
       (select count(*) from outbox where state = 'failed') as "failedCalls"`,
    [handledId],
  );
  const [counts] = rows;
  if (!counts) throw new Error('Counting has given no row.');
  return counts;
}

function deadUpdateOf({ update_id, chat_id, payload, error, finished_at }: DeadRow): DeadUpdate {
  const kind = Object.keys(payload).find((key) => key !== 'update_id') ?? '';
  return { updateId: update_id, chatId: chat_id, kind, error: error ?? '', diedAt: finished_at };
}
