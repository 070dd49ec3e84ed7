/**
 * Keeps the queues small: rows that are done leave in batches, once nobody can need them any more. Telegram keeps
 * an update for 24 hours, so a `done` row stays longer than that to recognise a repeat. What is `dead` or `failed`
 * stays for people to see.
 */
import type { Database } from '../platform/db/database.js';
import { type Duty, everyTenMinutes, timedDuty } from '../platform/queue/index.js';

const BATCH = 5_000;
const KEEP_HOURS = 72;

export const CLEANING = everyTenMinutes('cleaning');

const EXPIRED = [
  `delete from inbox where (bot_id, update_id) in (
     select bot_id, update_id from inbox
     where state = 'done' and finished_at < now() - ? * interval '1 hour' limit ?)`,
  `delete from outbox where id in (
     select id from outbox
     where state in ('sent', 'cancelled') and finished_at < now() - ? * interval '1 hour' limit ?)`,
];

/** The duty of removing what has expired, here and elsewhere. */
export function cleaningDuty(db: Database, elsewhere: readonly ((signal: AbortSignal) => Promise<void>)[] = []): Duty<object> {
  return timedDuty(CLEANING, async (_payload, signal) => {
    await removeExpired(db, signal);
    for (const remove of elsewhere) await remove(signal);
  });
}

/** Removes what has expired; safe to run in several processes at once. */
export async function removeExpired(db: Database, signal?: AbortSignal): Promise<void> {
  for (const statement of EXPIRED) {
    let removed = BATCH;
    while (removed === BATCH && !signal?.aborted) {
      const result = await db.raw<{ rowCount: number }>(statement, [KEEP_HOURS, BATCH]);
      removed = result.rowCount;
    }
  }
}
