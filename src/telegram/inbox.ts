/**
 * The inbox: every update Telegram has handed over, stored before it is acknowledged and once only
 * (`unique (bot_id, update_id)`). A row is `pending` until the transaction with its effects marks it `done`, or
 * until it has failed too often and is put aside as `dead`.
 */
import type { Update } from 'telegraf/types';
import { Batcher } from '../platform/batcher.js';
import { type Database, type Tx, isDatabaseUnavailable } from '../platform/db/database.js';
import type { InHand } from './lanes.js';
import type { Lease } from './lease.js';
import { laneOf } from './update.js';

export interface InboxRow {
  readonly updateId: number;
  readonly chatId: number;
  readonly update: Update;
  readonly attempts: number;
  /** Remaining pause before the next attempt, by the database's clock. */
  readonly retryInMs: number;
}

interface Arrival {
  readonly botId: number;
  readonly update: Update;
}

export const INBOX_CHANNEL = 'teller_inbox';

export class Inbox {
  readonly #db: Database;
  readonly #arrivals: Batcher<Arrival, void>;

  constructor(db: Database) {
    this.#db = db;
    this.#arrivals = new Batcher<Arrival, void>(
      async (batch) => {
        await this.#insert(batch);
        return [];
      },
      { isOnesFault: (error) => !isDatabaseUnavailable(error) },
    );
  }

  /** Resolves when the update is committed; updates that arrive together share one INSERT. */
  async store(botId: number, update: Update): Promise<void> {
    await this.#arrivals.add({ botId, update });
  }

  /** Resolves when all of them are committed, in one INSERT. */
  async storeAll(botId: number, updates: readonly Update[]): Promise<void> {
    await this.#insert(updates.map((update) => ({ botId, update })));
  }

  async #insert(batch: readonly Arrival[]): Promise<void> {
    await this.#db.raw(
      `with arrived as (
         insert into inbox (bot_id, update_id, chat_id, payload)
         select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::json[])
         on conflict do nothing
         returning bot_id
       )
       select pg_notify(?, bot_id::text) from (select distinct bot_id from arrived) as touched`,
      [
        batch.map(({ botId }) => botId),
        batch.map(({ update }) => update.update_id),
        batch.map(({ update }) => laneOf(update)),
        batch.map(({ update }) => JSON.stringify(update)),
        INBOX_CHANNEL,
      ],
    );
  }

  /** The oldest pending updates of a bot, leaving out those already in hand and chats that have enough in hand. */
  async pending(botId: number, except: InHand, limit: number): Promise<InboxRow[]> {
    const { rows } = await this.#db.raw<{ rows: StoredRow[] }>(
      `select update_id, chat_id, payload, attempts,
         extract(epoch from retry_at - now()) * 1000 as retry_in_ms from inbox
       where bot_id = ? and state = 'pending' and update_id <> all(?::bigint[]) and chat_id <> all(?::bigint[])
       order by update_id limit ?`,
      [botId, [...except.ids], [...except.chatIds], limit],
    );
    return rows.map((row) => ({
      updateId: row.update_id,
      chatId: row.chat_id,
      update: row.payload,
      attempts: row.attempts,
      retryInMs: Number(row.retry_in_ms ?? 0),
    }));
  }

  /** Records a failed attempt, if the lease still holds; the row stays pending. */
  async recordFailure({ botId, fence }: Lease, updateId: number, error: string, retryInMs: number): Promise<void> {
    await this.#db.raw(
      `update inbox set attempts = attempts + 1, error = ?, retry_at = now() + ? * interval '1 millisecond'
       where bot_id = ? and update_id = ? and state = 'pending'
         and exists (select from leases where bot_id = ? and fence = ?)`,
      [error, retryInMs, botId, updateId, botId, fence],
    );
  }
}

interface StoredRow {
  readonly update_id: number;
  readonly chat_id: number;
  readonly payload: Update;
  readonly attempts: number;
  readonly retry_in_ms: string | null;
}

/** Puts an update aside in the caller's transaction. Answers whether it was still pending and the lease holds. */
export async function buryUpdate(tx: Tx, { botId, fence }: Lease, updateId: number, error: string): Promise<boolean> {
  const buried = await tx('inbox')
    .where({ bot_id: botId, update_id: updateId, state: 'pending' })
    .whereExists(tx('leases').where({ bot_id: botId, fence }))
    .update({ state: 'dead', error, attempts: tx.raw('attempts + 1'), finished_at: tx.fn.now() });
  return buried === 1;
}
