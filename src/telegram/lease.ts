/**
 * Leases: one process at a time runs a bot. A lease is a row in Postgres, timed by the database's clock, taken and
 * renewed with a fencing number that rises with every change of owner; handlers check it in the transaction of
 * their effects, so an owner that slept through its lease can change nothing.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Database, Tx } from '../platform/db/database.js';
import type { Logger } from '../platform/logging/logger.js';

export interface Lease {
  readonly botId: number;
  readonly fence: number;
  /** Whether the lease surely still holds, by this process's monotonic clock. */
  isValid(): boolean;
}

/** Starts and stops what a lease allows. `stop` must not throw. */
export interface LeaseHolder {
  start(lease: Lease): Promise<void>;
  stop(botId: number): Promise<void>;
}

export interface LeaseTimes {
  /** How long a lease holds without renewal; a dead process's bots move within this time plus `tickMs`. */
  readonly ttlMs: number;
  /** How often leases are renewed and free ones looked for. */
  readonly tickMs: number;
}

/** This process as people know it. */
const PROCESS = `${hostname()}/${process.pid}`;

/** Which process runs a bot, for people to see. */
export interface LeaseHolding {
  readonly process: string;
  readonly fence: number;
  readonly since: Date;
}

/** Undefined while no process runs the bot. */
export async function currentLease(tx: Tx, botId: number): Promise<LeaseHolding | undefined> {
  const { rows } = await tx.raw<{ rows: LeaseHolding[] }>(
    `select coalesce(process, owner::text) as process, fence, taken_at as since from leases
     where bot_id = ? and owner is not null and expires_at > now()`,
    [botId],
  );
  return rows[0];
}

const DEFAULT_TIMES: LeaseTimes = { ttlMs: 8_000, tickMs: 2_000 };

interface Held extends Lease {
  validUntil: number;
}

export class LeaseKeeper {
  readonly #db: Database;
  readonly #holder: LeaseHolder;
  readonly #log: Logger;
  readonly #times: LeaseTimes;
  readonly #owner = randomUUID();
  readonly #held = new Map<number, Held>();
  /** Bots that are on their way out; not taken again before they are done. */
  readonly #stopping = new Map<number, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> = Promise.resolve();
  #ticksWaiting = 0;
  #released = false;

  constructor(db: Database, holder: LeaseHolder, log: Logger, times: LeaseTimes = DEFAULT_TIMES) {
    this.#db = db;
    this.#holder = holder;
    this.#log = log;
    this.#times = times;
  }

  get heldBots(): readonly number[] {
    return [...this.#held.keys()];
  }

  /** Takes what is free now and keeps looking. */
  async start(): Promise<void> {
    await this.tick();
    this.#timer = setInterval(() => {
      if (this.#ticksWaiting === 0) void this.tick();
    }, this.#times.tickMs);
  }

  /** Looks for free leases at once, for example because a bot was added. */
  tick(): Promise<void> {
    this.#ticksWaiting++;
    this.#ticking = this.#ticking.then(() => this.#tickNow()).finally(() => this.#ticksWaiting--);
    return this.#ticking;
  }

  /** Stops every bot, then gives the leases back so that another process may start at once. */
  async release(): Promise<void> {
    this.#released = true;
    clearInterval(this.#timer);
    await this.#ticking;
    for (const botId of this.#held.keys()) this.#stop(botId);
    await Promise.all(this.#stopping.values());
    this.#held.clear();
    await this.#db('leases')
      .where({ owner: this.#owner })
      .update({ owner: null, expires_at: this.#db.raw(`'-infinity'`) });
  }

  async #tickNow(): Promise<void> {
    if (this.#released) return;
    try {
      await this.#renew();
      await this.#acquire();
    } catch (error) {
      this.#log.error({ err: error }, 'leases could not be renewed');
      for (const held of [...this.#held.values()]) if (!held.isValid()) this.#drop(held, 'the lease ran out');
    }
  }

  async #renew(): Promise<void> {
    if (this.#held.size === 0) return;
    const before = performance.now();
    const bots = [...this.#held.values()];
    const { rows } = await this.#db.raw<{ rows: { bot_id: number }[] }>(
      `update leases set expires_at = now() + ? * interval '1 millisecond'
       from unnest(?::bigint[], ?::bigint[]) as mine(id, number)
       where bot_id = mine.id and fence = mine.number and owner = ? returning bot_id`,
      [this.#times.ttlMs, bots.map(({ botId }) => botId), bots.map(({ fence }) => fence), this.#owner],
    );
    const renewed = new Set(rows.map(({ bot_id }) => bot_id));
    for (const held of bots) {
      if (!held.isValid()) this.#drop(held, 'the lease ran out');
      else if (renewed.has(held.botId)) held.validUntil = before + this.#times.ttlMs;
      else this.#drop(held, 'another process runs this bot now');
    }
  }

  async #acquire(): Promise<void> {
    const before = performance.now();
    const { rows } = await this.#db.raw<{ rows: { bot_id: number; fence: number }[] }>(
      `update leases set owner = ?, process = ?, taken_at = now(), fence = fence + 1, expires_at = now() + ? * interval '1 millisecond'
       where bot_id in (
         select bot_id from leases join bots using (bot_id)
         where active and (expires_at < now() or owner = ?) and bot_id <> all(?::bigint[])
         order by bot_id limit 200 for update of leases skip locked)
       returning bot_id, fence`,
      [this.#owner, PROCESS, this.#times.ttlMs, this.#owner, [...this.#held.keys(), ...this.#stopping.keys()]],
    );
    await Promise.all(rows.map((row) => this.#begin(row.bot_id, row.fence, before + this.#times.ttlMs)));
  }

  async #begin(botId: number, fence: number, validUntil: number): Promise<void> {
    const held: Held = { botId, fence, validUntil, isValid: () => performance.now() < held.validUntil };
    this.#held.set(botId, held);
    this.#log.info({ botId, fence }, 'lease taken');
    try {
      await this.#holder.start(held);
    } catch (error) {
      this.#log.error({ err: error, botId }, 'a bot could not be started');
      this.#drop(held, 'it could not be started');
    }
  }

  /** Does not wait for what the bot has in hand, since the leases of the others must be renewed in time. */
  #drop(held: Held, reason: string): void {
    this.#log.warn({ botId: held.botId, fence: held.fence, reason }, 'lease lost');
    held.validUntil = -Infinity;
    this.#held.delete(held.botId);
    this.#stop(held.botId);
  }

  #stop(botId: number): void {
    const stopped = this.#holder.stop(botId).finally(() => this.#stopping.delete(botId));
    this.#stopping.set(botId, stopped);
  }
}
