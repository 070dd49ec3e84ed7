import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostname } from 'node:os';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type Lease, type LeaseHolder, type LeaseHolding, LeaseKeeper, currentLease } from '../../src/telegram/lease.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addBot, gate, keptLog } from './support.js';

const TIMES = { ttlMs: 600, tickMs: 100 };
const BOTS = [11, 12, 13, 14, 15, 16];

/** Remembers every lease it was given and checks at each start that no other one for the bot is still valid. */
class Witness {
  readonly leases: Lease[] = [];
  overlaps = 0;

  holder(more: Partial<LeaseHolder> = {}): LeaseHolder {
    return {
      start: (lease) => {
        if (this.leases.some((other) => other.botId === lease.botId && other.isValid())) this.overlaps++;
        this.leases.push(lease);
        return Promise.resolve();
      },
      stop: () => Promise.resolve(),
      ...more,
    };
  }

  of(botId: number): Lease[] {
    return this.leases.filter((lease) => lease.botId === botId);
  }
}

describe('leases', () => {
  let database: TestDatabase;
  let witness: Witness;
  let keepers: LeaseKeeper[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    for (const botId of BOTS) await addBot(database, botId);
  });
  beforeEach(async () => {
    witness = new Witness();
    await database.owner('leases').update({ owner: null, expires_at: database.owner.raw(`'-infinity'`) });
    await database.owner('processes').delete();
  });
  afterEach(async () => {
    await Promise.all(keepers.map((keeper) => keeper.release()));
    keepers = [];
  });
  afterAll(() => database.release());

  function createKeeper(holder: LeaseHolder = witness.holder()): LeaseKeeper {
    const keeper = new LeaseKeeper(database.db, holder, keptLog().log, TIMES);
    keepers.push(keeper);
    return keeper;
  }

  test('say which process has a bot, and since when, until it gives it back', async () => {
    const botId = BOTS[0] ?? 0;
    const current = (): Promise<LeaseHolding | undefined> => tenantTransaction(database.db, botId, (tx) => currentLease(tx, botId));
    expect(await current()).toBeUndefined();
    const keeper = createKeeper();
    await keeper.start();
    const taken = await current();
    expect(taken).toEqual({ process: `${hostname()}/${process.pid}`, fence: witness.of(botId)[0]?.fence, since: expect.any(Date) });
    await keeper.tick();
    expect(await current()).toEqual(taken);
    await keeper.release();
    expect(await current()).toBeUndefined();
    await createKeeper().start();
    const after = await current();
    expect(after?.fence).toBe((taken?.fence ?? 0) + 1);
    expect(after?.since.getTime()).toBeGreaterThan(taken?.since.getTime() ?? Infinity);
  });

  test('are each held by one of several keepers that start together', async () => {
    const several = Array.from({ length: 4 }, () => createKeeper());
    await Promise.all(several.map((keeper) => keeper.start()));
    await Promise.all(several.map((keeper) => keeper.tick()));
    expect(several.flatMap(({ heldBots }) => heldBots).sort()).toEqual(BOTS);
    expect(witness.leases).toHaveLength(BOTS.length);
  });

  test('are kept beyond their time by renewal', async () => {
    await createKeeper().start();
    const until = performance.now() + 2.5 * TIMES.ttlMs;
    while (performance.now() < until) {
      expect(witness.leases.every((lease) => lease.isValid())).toBe(true);
      await sleep(20);
    }
    expect(witness.leases).toHaveLength(BOTS.length);
  });

  test('are shared with a process that joins, each handed over once the bot has stopped, and then stay where they are', async () => {
    let stopping = 0;
    const { passed, open } = gate();
    const first = createKeeper(witness.holder({ stop: () => (stopping++, passed) }));
    await first.start();
    const second = createKeeper();
    await second.start();
    await eventually(() => expect(stopping).toBe(BOTS.length / 2));
    // What has not stopped yet is nobody else's.
    const until = performance.now() + 1.5 * TIMES.ttlMs;
    while (performance.now() < until) {
      expect(second.heldBots).toEqual([]);
      expect(witness.leases.every((lease) => lease.isValid())).toBe(true);
      await sleep(20);
    }
    open();
    await eventually(() => expect(second.heldBots).toHaveLength(BOTS.length / 2));
    const taken = witness.leases.length;
    for (let round = 0; round < 5; round++) await Promise.all([first.tick(), second.tick()]);
    expect([...first.heldBots, ...second.heldBots].sort()).toEqual(BOTS);
    expect(witness.leases).toHaveLength(taken);
    expect(witness.overlaps).toBe(0);
  });

  test('leave no trace of processes that ended long ago', async () => {
    const row = { owner: '00000000-0000-4000-8000-000000000000', seen_at: new Date(Date.now() - 25 * 3_600_000) };
    await database.owner('processes').insert(row);
    await createKeeper().start();
    expect(await database.owner('processes').where({ owner: row.owner })).toEqual([]);
  });

  test('that a process does not take although they are left to it are taken by another', async () => {
    const unable = createKeeper(witness.holder({ start: () => Promise.reject(new Error('no token')) }));
    const able = createKeeper();
    await Promise.all([unable.start(), able.start()]);
    await eventually(() => expect([...able.heldBots].sort()).toEqual(BOTS));
  });

  test('of a dead process move within the time to live and a tick, with a higher fence and no overlap', async () => {
    const dead = createKeeper();
    await dead.tick();
    const died = performance.now();
    const next = createKeeper();
    await next.start();
    expect(next.heldBots).toEqual([]);
    await eventually(() => expect(next.heldBots).toHaveLength(BOTS.length));
    expect(performance.now() - died).toBeLessThan(TIMES.ttlMs + TIMES.tickMs + 400);
    expect(witness.overlaps).toBe(0);
    for (const botId of BOTS) {
      const [before, after] = witness.of(botId);
      expect(before?.isValid()).toBe(false);
      expect(after?.fence).toBeGreaterThan(before?.fence ?? Infinity);
    }
  });

  test('are handed over at once by a release, which waits until the bots have stopped', async () => {
    const { passed, open } = gate();
    const first = createKeeper(witness.holder({ stop: () => passed }));
    await first.start();
    const second = createKeeper();
    const released = first.release();
    await second.tick();
    expect(second.heldBots).toEqual([]);
    open();
    await released;
    await second.tick();
    expect(second.heldBots).toHaveLength(BOTS.length);
  });

  test('end for an owner whose event loop stood still, before anybody else can hold them', async () => {
    const stalled = createKeeper();
    const other = createKeeper();
    await stalled.start();
    const [lease] = witness.leases;
    const blockedUntil = performance.now() + TIMES.ttlMs + 50;
    while (performance.now() < blockedUntil);
    expect(lease?.isValid()).toBe(false);
    await other.tick();
    await eventually(() => expect(stalled.heldBots.length + other.heldBots.length).toBe(BOTS.length));
    expect(witness.overlaps).toBe(0);
    const renewedInSilence = witness.of(lease?.botId ?? 0).slice(1);
    for (const { fence } of renewedInSilence) expect(fence).toBeGreaterThan(lease?.fence ?? Infinity);
  });

  test('end when somebody else has taken them, by whatever clock', async () => {
    const first = createKeeper();
    await first.tick();
    await database.owner('leases').where({ bot_id: 11 }).update({ owner: '00000000-0000-4000-8000-000000000000' }).increment('fence', 1);
    await database.owner('leases').where({ bot_id: 11 }).update({ expires_at: database.owner.raw(`'infinity'`) });
    await first.tick();
    expect(first.heldBots).not.toContain(11);
    expect(witness.of(11)[0]?.isValid()).toBe(false);
  });

  test('of the other bots are renewed while one bot takes its time to stop, and that one is taken again after it', async () => {
    const { passed, open } = gate();
    const keeper = createKeeper(witness.holder({ stop: (botId) => (botId === 11 ? passed : Promise.resolve()) }));
    await keeper.start();
    await database.owner('leases').where({ bot_id: 11 }).increment('fence', 1);
    await eventually(() => expect(keeper.heldBots).not.toContain(11));
    const until = performance.now() + 2 * TIMES.ttlMs;
    while (performance.now() < until) {
      expect(witness.leases.filter((lease) => lease.isValid())).toHaveLength(BOTS.length - 1);
      await sleep(20);
    }
    expect(witness.of(11)).toHaveLength(1);
    open();
    await eventually(() => expect(keeper.heldBots).toContain(11));
  });

  test('of a bot that cannot be started keep nobody else from starting', async () => {
    let fails = true;
    const { start } = witness.holder();
    const keeper = createKeeper(
      witness.holder({ start: (lease) => (lease.botId === 11 && fails ? Promise.reject(new Error('no token')) : start(lease)) }),
    );
    await keeper.start();
    expect([...keeper.heldBots].sort()).toEqual(BOTS.slice(1));
    fails = false;
    await eventually(() => expect(keeper.heldBots).toContain(11));
  });

  test('of bots that are made inactive are given back', async () => {
    const keeper = createKeeper();
    await keeper.start();
    await database.owner('bots').where({ bot_id: 16 }).update({ active: false });
    await eventually(() => expect([...keeper.heldBots].sort()).toEqual(BOTS.slice(0, -1)));
    await database.owner('bots').where({ bot_id: 16 }).update({ active: true });
    await eventually(() => expect(keeper.heldBots).toContain(16));
  });

  test('of inactive bots are not taken', async () => {
    await database.owner('bots').where({ bot_id: 16 }).update({ active: false });
    const keeper = createKeeper();
    await keeper.tick();
    await database.owner('bots').where({ bot_id: 16 }).update({ active: true });
    expect([...keeper.heldBots].sort()).toEqual(BOTS.slice(0, -1));
  });

  test('survive an outage of PostgreSQL shorter than they are, and come back after a longer one', async () => {
    const keeper = createKeeper();
    await keeper.start();
    const fences = witness.leases.length;
    await database.owner.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await keeper.tick();
    await keeper.tick();
    expect(keeper.heldBots).toHaveLength(BOTS.length);
    expect(witness.leases).toHaveLength(fences);
    const lock = await database.owner.transaction();
    await lock.raw('lock table leases in access exclusive mode');
    await eventually(() => expect(witness.leases.some((lease) => lease.isValid())).toBe(false));
    await lock.rollback();
    await eventually(() => expect(witness.leases.filter((lease) => lease.isValid())).toHaveLength(BOTS.length));
    expect(witness.overlaps).toBe(0);
  });
});
