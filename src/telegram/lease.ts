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

/** How long a bot that could not be started is left to others, in lives of a lease. */
const REST_TTLS = 3;
/** Leases taken by one statement. */
const AT_ONCE = 200;

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
  /** Bots that are being handed over: their leases are renewed until what they have in hand is done. */
  readonly #leaving = new Map<number, Held>();
  /** Bots that are on their way out; not taken again before they are done. */
  readonly #stopping = new Map<number, Promise<void>>();
  /** Bots that could not be started here, until when others may try. */
  readonly #unable = new Map<number, number>();
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
    await this.#db('processes').where({ owner: this.#owner }).delete();
  }

  async #tickNow(): Promise<void> {
    if (this.#released) return;
    try {
      await this.#renew();
      const share = await this.#share();
      this.#handOver([...this.#held.values()].slice(0, Math.max(0, this.#held.size - share)));
      await this.#acquire(share - this.#held.size);
    } catch (error) {
      this.#log.error({ err: error }, 'leases could not be renewed');
      for (const held of [...this.#held.values()]) if (!held.isValid()) this.#drop(held, 'the lease ran out');
    }
  }

  async #renew(): Promise<void> {
    const before = performance.now();
    const bots = [...this.#held.values(), ...this.#leaving.values()];
    if (bots.length === 0) return;
    const { rows } = await this.#db.raw<{ rows: { bot_id: number; active: boolean }[] }>(
      `update leases set expires_at = now() + ? * interval '1 millisecond'
       from unnest(?::bigint[], ?::bigint[]) as mine(id, number), bots
       where leases.bot_id = mine.id and fence = mine.number and owner = ? and bots.bot_id = mine.id
       returning leases.bot_id, active`,
      [this.#times.ttlMs, bots.map(({ botId }) => botId), bots.map(({ fence }) => fence), this.#owner],
    );
    const renewed = new Map(rows.map(({ bot_id, active }) => [bot_id, active]));
    for (const held of bots) {
      const active = renewed.get(held.botId);
      if (!held.isValid()) this.#drop(held, 'the lease ran out');
      else if (active === undefined) this.#drop(held, 'another process runs this bot now');
      else held.validUntil = before + this.#times.ttlMs;
      if (active === false && this.#held.has(held.botId)) this.#handOver([held]);
    }
  }

  /** How many bots this process is to run when all that are alive run as many. */
  async #share(): Promise<number> {
    const { ttlMs } = this.#times;
    await this.#db.raw(
      `with gone as (delete from processes where seen_at < now() - interval '1 day')
       insert into processes (owner, seen_at) values (?, now()) on conflict (owner) do update set seen_at = excluded.seen_at`,
      [this.#owner],
    );
    const { rows } = await this.#db.raw<{ rows: { bots: number; processes: number }[] }>(
      `select (select count(*) from bots where active) as bots,
         (select count(*) from processes where seen_at > now() - ? * interval '1 millisecond') as processes`,
      [ttlMs],
    );
    const [{ bots, processes } = { bots: 0, processes: 1 }] = rows;
    return Math.ceil(bots / Math.max(1, processes));
  }

  /** Lets bots go, each once what it has in hand is done. */
  #handOver(bots: readonly Held[]): void {
    for (const held of bots) {
      this.#log.info({ botId: held.botId, fence: held.fence }, 'lease handed over');
      this.#held.delete(held.botId);
      this.#leaving.set(held.botId, held);
      this.#stop(held.botId, () => this.#giveBack(held));
    }
  }

  async #giveBack(held: Held): Promise<void> {
    held.validUntil = -Infinity;
    this.#leaving.delete(held.botId);
    await this.#db('leases')
      .where({ bot_id: held.botId, fence: held.fence, owner: this.#owner })
      .update({ owner: null, expires_at: this.#db.fn.now() });
  }

  /**
   * Takes free leases: as many as there is room for, and beyond that those which nobody has wanted for as long as a
   * lease lasts, since whoever they were left to may be unable to run them.
   */
  async #acquire(room: number): Promise<void> {
    const before = performance.now();
    const { ttlMs } = this.#times;
    for (const [botId, until] of this.#unable) if (until < before) this.#unable.delete(botId);
    const { rows } = await this.#db.raw<{ rows: { bot_id: number; fence: number }[] }>(
      `update leases set owner = ?, process = ?, taken_at = now(), fence = fence + 1, expires_at = now() + ? * interval '1 millisecond'
       where bot_id in (
         select bot_id from leases join bots using (bot_id)
         where active and (expires_at < now() - ? * interval '1 millisecond' or owner = ?) and bot_id <> all(?::bigint[])
         order by bot_id limit ? for update of leases skip locked)
       returning bot_id, fence`,
      [
        ...[this.#owner, PROCESS, ttlMs],
        ...[room > 0 ? 0 : ttlMs, this.#owner],
        [...this.#held.keys(), ...this.#stopping.keys(), ...this.#unable.keys()],
        Math.min(AT_ONCE, room > 0 ? room : AT_ONCE),
      ],
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
      this.#unable.set(botId, performance.now() + REST_TTLS * this.#times.ttlMs);
      this.#handOver([held]);
    }
  }

  /** Does not wait for what the bot has in hand, since the leases of the others must be renewed in time. */
  #drop(held: Held, reason: string): void {
    this.#log.warn({ botId: held.botId, fence: held.fence, reason }, 'lease lost');
    held.validUntil = -Infinity;
    // One that is being handed over is stopping already.
    if (this.#leaving.delete(held.botId)) return;
    this.#held.delete(held.botId);
    this.#stop(held.botId);
  }

  #stop(botId: number, afterwards: () => Promise<void> = () => Promise.resolve()): void {
    const stopped = this.#holder
      .stop(botId)
      .then(afterwards)
      .catch((error: unknown) => this.#log.warn({ err: error, botId }, 'a lease could not be given back; it will run out'))
      .finally(() => this.#stopping.delete(botId));
    this.#stopping.set(botId, stopped);
  }
}
