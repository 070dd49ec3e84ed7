/**
 * Updates that were put aside and calls that Telegram refused, for people to see and to repair. For tenant
 * transactions; what is repaired is repaired once, however many try.
 */
import type { Update } from 'telegraf/types';
import type { Tx } from '../platform/db/database.js';
import { INBOX_CHANNEL } from './inbox.js';
import { OUTBOX_CHANNEL } from './outbox.js';

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
  /** Seconds since the last one came; null when there is none. */
  readonly lastUpdate: number | null;
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
  const { rows } = await tx.raw<{ rows: FailedCall[] }>(`${SELECT_FAILED} order by id desc limit ? offset ?`, [limit, offset]);
  return rows;
}

export async function findFailedCall(tx: Tx, id: number): Promise<FailedCall | undefined> {
  const { rows } = await tx.raw<{ rows: FailedCall[] }>(`${SELECT_FAILED} and id = ?`, [id]);
  return rows[0];
}

/** What a call says stays unread. */
const SELECT_FAILED = `
  select id, chat_id as "chatId", method, coalesce(error, '') as error, finished_at as "failedAt" from outbox
  where state = 'failed'`;

/** Has a failed call made again, in line with the others of its chat. Answers whether it had failed. */
export async function resendCall(tx: Tx, botId: number, id: number): Promise<boolean> {
  const resent = await tx('outbox')
    .where({ bot_id: botId, id, state: 'failed' })
    .update({ state: 'pending', error: null, finished_at: null });
  await tx.raw('select pg_notify(?, ?::text)', [OUTBOX_CHANNEL, botId]);
  return resent === 1;
}

/** Gives a failed call up and forgets what it said. Answers whether it had failed. */
export async function dismissCall(tx: Tx, botId: number, id: number): Promise<boolean> {
  const dismissed = await tx('outbox')
    .where({ bot_id: botId, id, state: 'failed' })
    .update({ state: 'cancelled', payload: '{}', finished_at: tx.fn.now() });
  return dismissed === 1;
}

/** How the queues of the transaction's bot stand, apart from the update that is being handled. */
export async function countQueues(tx: Tx, handledId: number): Promise<QueueCounts> {
  const { rows } = await tx.raw<{ rows: QueueCounts[] }>(
    `with waiting as (select received_at from inbox where state = 'pending' and update_id <> ?)
     select
       (select count(*) from waiting) as "waitingUpdates",
       (select coalesce(extract(epoch from now() - min(received_at)), 0)::int from waiting) as "oldestUpdate",
       (select extract(epoch from now() - received_at)::int from inbox where update_id <> ? order by update_id desc limit 1)
         as "lastUpdate",
       (select count(*) from outbox where state = 'pending') as "waitingCalls",
       (select coalesce(extract(epoch from now() - min(created_at)), 0)::int from outbox where state = 'pending')
         as "oldestCall",
       (select count(*) from inbox where state = 'dead') as "deadUpdates",
       (select count(*) from outbox where state = 'failed') as "failedCalls"`,
    [handledId, handledId],
  );
  const [counts] = rows;
  if (!counts) throw new Error('Counting has given no row.');
  return counts;
}

function deadUpdateOf({ update_id, chat_id, payload, error, finished_at }: DeadRow): DeadUpdate {
  const kind = Object.keys(payload).find((key) => key !== 'update_id') ?? '';
  return { updateId: update_id, chatId: chat_id, kind, error: error ?? '', diedAt: finished_at };
}
