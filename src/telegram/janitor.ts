/**
 * Keeps the queues small: rows that are done leave in batches, once nobody can need them any more. Telegram keeps
 * an update for 24 hours, so a `done` row stays longer than that to recognise a repeat. What is `dead` or `failed`
 * stays for people to see.
 */
import type { Database } from '../platform/db/database.js';
import type { Logger } from '../platform/logging/logger.js';

const BATCH = 5_000;
const EVERY_MS = 10 * 60_000;
const KEEP_HOURS = 72;

const EXPIRED = [
  `delete from inbox where (bot_id, update_id) in (
     select bot_id, update_id from inbox
     where state = 'done' and finished_at < now() - ? * interval '1 hour' limit ?)`,
  `delete from outbox where id in (
     select id from outbox
     where state in ('sent', 'cancelled') and finished_at < now() - ? * interval '1 hour' limit ?)`,
];

export class Janitor {
  readonly #db: Database;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #released = false;

  constructor(db: Database, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#sweeping = this.sweep().catch((error: unknown) => {
        this.#log.error({ err: error }, 'finished rows could not be removed');
      });
    }, EVERY_MS);
  }

  /** Removes what has expired; safe to run in several processes at once. */
  async sweep(): Promise<void> {
    for (const statement of EXPIRED) {
      let removed = BATCH;
      while (removed === BATCH && !this.#released) {
        const result = await this.#db.raw<{ rowCount: number }>(statement, [KEEP_HOURS, BATCH]);
        removed = result.rowCount;
      }
    }
  }

  async release(): Promise<void> {
    this.#released = true;
    clearInterval(this.#timer);
    await this.#sweeping;
  }
}
