import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '../../src/platform/db/database.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import {
  type DispatcherOptions,
  type TestDispatcher,
  addBot,
  createDispatcher,
  gate,
  say,
  takeLease,
  textOf,
  textUpdate,
} from './support.js';

interface Row {
  readonly update_id: number;
  readonly chat_id: number;
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
}

describe('the dispatcher', () => {
  let database: TestDatabase;
  let botId = 1_000;
  let started: TestDispatcher[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(started.map(({ dispatcher }) => dispatcher.stop()));
    started = [];
  });
  afterAll(() => database.release());

  /** A dispatcher of a new bot. */
  async function start(options: Omit<DispatcherOptions, 'database' | 'lease'>): Promise<TestDispatcher> {
    await addBot(database, ++botId);
    return again(options);
  }

  /** Another owner of the same bot, with a higher fence. */
  async function again(options: Omit<DispatcherOptions, 'database' | 'lease'>): Promise<TestDispatcher> {
    const dispatcher = createDispatcher({ database, lease: await takeLease(database, botId), ...options });
    started.push(dispatcher);
    return dispatcher;
  }

  const rows = (): Promise<Row[]> => database.owner('inbox').where({ bot_id: botId }).orderBy('update_id');
  const states = async (): Promise<string[]> => (await rows()).map(({ state }) => state);
  const replies = async (): Promise<{ chat_id: number; payload: { text: string } }[]> =>
    database.owner('outbox').where({ bot_id: botId }).orderBy('id');
  const pending = async (): Promise<number> => (await states()).filter((state) => state === 'pending').length;

  test('handles the updates of a chat one after another in their order, whatever the delays and failures', async () => {
    const update = fc.record({
      chat: fc.integer({ min: 1, max: 4 }),
      delay: fc.integer({ min: 0, max: 6 }),
      opensTransaction: fc.boolean(),
      failures: fc.constantFrom(0, 0, 0, 0, 1, 2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(update, { minLength: 1, maxLength: 40 }), async (plan) => {
        const failed = new Map<number, number>();
        const busy = new Set<number>();
        const { store, dispatcher } = await start({
          async handle({ updateId, chatId }, scope) {
            expect(busy.has(chatId)).toBe(false);
            busy.add(chatId);
            const { delay = 0, opensTransaction, failures = 0 } = plan[updateId] ?? {};
            if (opensTransaction) await (await scope.tx()).raw('select 1');
            scope.send(say(chatId, `re ${updateId}`));
            await sleep(delay);
            busy.delete(chatId);
            const before = failed.get(updateId) ?? 0;
            failed.set(updateId, before + 1);
            if (before < failures) throw new Error('not yet');
          },
        });
        const updates = plan.map(({ chat }, i) => textUpdate(i, chat));
        for (let from = 0; from < updates.length; from += 7) await store(updates.slice(from, from + 7));
        await eventually(async () => expect(await pending()).toBe(0));
        await dispatcher.stop();
        const written = await replies();
        for (const chat of new Set(plan.map((each) => each.chat))) {
          const expected = plan.flatMap((each, i) => (each.chat === chat ? [`re ${i}`] : []));
          expect(written.filter(({ chat_id }) => chat_id === chat).map(({ payload }) => payload.text)).toEqual(expected);
        }
        expect((await rows()).map(({ attempts }) => attempts)).toEqual(plan.map(({ failures }) => failures));
      }),
      { numRuns: 12 },
    );
  });

  test('serves everybody else while many handlers are slow', async () => {
    const { passed, open } = gate();
    const { store } = await start({ handle: ({ chatId }) => (chatId <= 199 ? passed : Promise.resolve()) });
    await store(Array.from({ length: 199 }, (_, i) => textUpdate(i, i + 1)));
    await store(Array.from({ length: 60 }, (_, i) => textUpdate(1_000 + i, 1_000 + i)));
    await eventually(async () => expect(await pending()).toBe(199));
    open();
    await eventually(async () => expect(await pending()).toBe(0));
  });

  test('gives the place of a handled update to the next at once, when every other place is taken', async () => {
    const slow = gate();
    const last = gate();
    const { store } = await start({
      handle: ({ chatId }) => (chatId <= 199 ? slow.passed : chatId === 200 ? last.passed : Promise.resolve()),
    });
    await store(Array.from({ length: 220 }, (_, i) => textUpdate(i, i + 1)));
    last.open();
    await eventually(async () => expect(await pending()).toBe(199), 2_000);
    slow.open();
  });

  test('buries an update that keeps failing, with its error, and the person gets the apology', async () => {
    let attempts = 0;
    const { store, events } = await start({
      async handle({ updateId, chatId }, scope) {
        scope.send(say(chatId, `re ${updateId}`));
        if (updateId !== 2) return;
        attempts++;
        await (await scope.tx()).raw('select 1');
        throw new RangeError('out of luck');
      },
      apologize: ({ chatId }) => Promise.resolve([say(chatId, 'sorry')]),
    });
    await store([textUpdate(1, 5), textUpdate(2, 5), textUpdate(3, 5), textUpdate(4, 6)]);
    await eventually(async () => expect(await states()).toEqual(['done', 'dead', 'done', 'done']));
    expect((await rows())[1]).toMatchObject({ error: 'RangeError: out of luck', attempts: 3 });
    expect(attempts).toBe(3);
    const own = (await replies()).filter(({ chat_id }) => chat_id === 5).map(({ payload }) => payload.text);
    expect(own).toEqual(['re 1', 'sorry', 're 3']);
    expect(events.seen.filter((event) => event === 'dead')).toHaveLength(1);
  });

  test('counts on after a restart, and waits out the pause that was left', async () => {
    let attempts = 0;
    const options = {
      handle: () => Promise.reject(new Error(`attempt ${++attempts}`)),
      retryPausesMs: [300, 300],
    };
    const first = await start(options);
    await first.store([textUpdate(1, 5)]);
    await eventually(async () => expect((await rows())[0]?.attempts).toBe(1));
    await first.dispatcher.stop();
    const second = await again(options);
    second.dispatcher.wake();
    await eventually(async () => expect(await states()).toEqual(['dead']));
    expect(attempts).toBe(3);
  });

  test('records an error that PostgreSQL could not store as it is', async () => {
    const { store } = await start({ handle: () => Promise.reject(new Error(`a\0b \ud800 ${'x'.repeat(100_000)}`)) });
    await store([textUpdate(1, 5)]);
    await eventually(async () => expect(await states()).toEqual(['dead']), 2_000);
    expect((await rows())[0]?.error).toMatch(/^Error: a.b . x+/u);
  });

  test('buries an update even when the apology fails', async () => {
    const { store } = await start({
      handle: () => Promise.reject(new Error('no')),
      apologize: () => Promise.reject(new Error('no words')),
    });
    await store([textUpdate(1, 5)]);
    await eventually(async () => expect(await states()).toEqual(['dead']), 2_000);
  });

  test('serves others while more updates than it takes into memory wait for another attempt', async () => {
    const { store } = await start({
      handle: ({ chatId }) => (chatId <= 600 ? Promise.reject(new Error('not now')) : Promise.resolve()),
      retryPausesMs: [60_000],
    });
    await store(Array.from({ length: 600 }, (_, i) => textUpdate(i, i + 1)));
    await eventually(async () => expect((await rows()).filter(({ attempts }) => attempts === 1).length).toBeGreaterThan(400));
    await store([textUpdate(1_000, 1_000)]);
    await eventually(async () => expect((await rows()).at(-1)?.state).toBe('done'), 2_000);
  });

  test('serves others at once while one chat floods', async () => {
    let flood = 0;
    let floodWhenServed = Infinity;
    const { store } = await start({
      async handle({ chatId }) {
        if (chatId === 1) {
          flood++;
          await sleep(1);
        } else floodWhenServed = flood;
      },
    });
    await store(Array.from({ length: 1_000 }, (_, i) => textUpdate(i, 1)));
    await store([textUpdate(5_000, 2)]);
    await eventually(async () => expect(await pending()).toBe(0), 30_000);
    expect(flood).toBe(1_000);
    expect(floodWhenServed).toBeLessThan(100);
  });

  test('lets the effects of two owners stay once: those of the newer fence', async () => {
    const { passed, open } = gate();
    const handleAs = (owner: number): DispatcherOptions['handle'] => async ({ chatId }, scope) => {
      const tx = await scope.tx();
      await tx('message_refs').insert({ bot_id: botId, chat_id: owner, message_id: 1, ref: 'x' });
      scope.send(say(chatId, `from ${owner}`));
      await passed;
    };
    const older = await start({ handle: handleAs(1) });
    const newer = await again({ handle: handleAs(2) });
    await older.store([textUpdate(1, 5)]);
    newer.dispatcher.wake();
    await eventually(async () => {
      const { rows: inTransaction } = await database.owner.raw<{ rows: unknown[] }>(
        `select from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
      );
      expect(inTransaction).toHaveLength(2);
    });
    open();
    await eventually(async () => expect(await states()).toEqual(['done']));
    await Promise.all([older.dispatcher.stop(), newer.dispatcher.stop()]);
    expect((await replies()).map(({ payload }) => payload.text)).toEqual(['from 2']);
    expect(await database.owner('message_refs').where({ bot_id: botId }).pluck('chat_id')).toEqual([2]);
    expect(older.events.seen).toEqual([]);
  });

  test.each<[string, DispatcherOptions['handle']]>([
    [
      'a reply alone',
      ({ chatId }, scope) => {
        scope.send(say(chatId, 'stale'));
        return Promise.resolve();
      },
    ],
    [
      'a change of state',
      async (_row, scope) => {
        await (await scope.tx())('message_refs').insert({ bot_id: botId, chat_id: 1, message_id: 1, ref: 'x' });
      },
    ],
    [
      'a write left to the commit',
      (_row, scope) => {
        const grant = (tx: Tx): Promise<unknown> => tx('message_refs').insert({ bot_id: botId, chat_id: 1, message_id: 1, ref: 'x' });
        scope.defer({ write: (tx) => grant(tx).then(() => new Set()) }, undefined);
        return Promise.resolve();
      },
    ],
    ['a failure', () => Promise.reject(new Error('stale'))],
  ])('lets an owner with an old fence commit nothing: %s', async (_name, handle) => {
    for (const retryPausesMs of [[], [60_000]]) {
      let attempts = 0;
      const { store, dispatcher, events } = await start({
        handle: async (...given) => {
          attempts++;
          await handle(...given);
        },
        apologize: ({ chatId }) => Promise.resolve([say(chatId, 'sorry')]),
        retryPausesMs,
      });
      await takeLease(database, botId);
      await store([textUpdate(1, 5)]);
      await eventually(() => expect(attempts).toBe(1));
      await dispatcher.stop();
      expect(await rows()).toMatchObject([{ state: 'pending', attempts: 0, error: null }]);
      expect(await replies()).toEqual([]);
      expect(await database.owner('message_refs').where({ bot_id: botId })).toEqual([]);
      expect(events.seen).toEqual([]);
    }
  });

  test('counts no attempt and loses nothing when the connections to PostgreSQL are killed again and again', async () => {
    const { store } = await start({
      async handle({ updateId, chatId }, scope) {
        if (updateId % 3 !== 0) {
          const tx = await scope.tx();
          await tx('message_refs').insert({ bot_id: botId, chat_id: updateId, message_id: 1, ref: 'x' });
          await sleep(updateId % 20);
          await tx.raw('select 1');
        }
        await sleep(updateId % 7);
        scope.send(say(chatId, `re ${updateId}`));
      },
    });
    const killing = new AbortController();
    const killer = (async () => {
      while (!killing.signal.aborted) {
        await database.owner.raw(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        );
        await sleep(30);
      }
    })();
    const all = Array.from({ length: 120 }, (_, i) => textUpdate(i, i % 40));
    for (let from = 0; from < all.length; from += 20) {
      await eventually(() => store(all.slice(from, from + 20)));
      await sleep(20);
    }
    killing.abort();
    await killer;
    await eventually(async () => expect(await states()).toEqual(all.map(() => 'done')), 20_000);
    expect((await rows()).filter(({ attempts }) => attempts > 0)).toEqual([]);
    expect(new Set((await replies()).map(({ payload }) => payload.text)).size).toBe(all.length);
    expect(await replies()).toHaveLength(all.length);
    expect(await database.owner('message_refs').where({ bot_id: botId })).toHaveLength(80);
  });

  test('handles what travels in the same commit as a reply with odd Unicode', async () => {
    const { store } = await start({
      handle: ({ chatId, update }, scope) => {
        scope.send(say(chatId, textOf(update).text));
        return Promise.resolve();
      },
    });
    await store([textUpdate(1, 1, 'a\0b'), textUpdate(2, 2, '\ud800 lone'), textUpdate(3, 3, 'plain 🏦')]);
    await eventually(async () => expect(await states()).toEqual(['done', 'done', 'done']), 2_000);
    expect((await rows()).map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    const texts = (await replies()).map(({ payload }) => payload.text).sort();
    expect(texts).toEqual(['a\ufffdb', 'plain 🏦', '\ufffd lone'].sort());
  });

  test('is not harmed by a reply that cannot be written in the same commit', async () => {
    const { store } = await start({
      handle: ({ chatId }, scope) => {
        scope.send(say(chatId === 1 ? 1e300 : chatId, 'reply'));
        return Promise.resolve();
      },
    });
    await store([textUpdate(1, 1), textUpdate(2, 2), textUpdate(3, 3)]);
    await eventually(async () => expect(await states()).toEqual(['dead', 'done', 'done']), 2_000);
    expect((await rows()).map(({ attempts }) => attempts)).toEqual([3, 0, 0]);
  });

  test('runs what waits for the commit only after it, and survives its failure', async () => {
    const after: string[] = [];
    const { store } = await start({
      async handle({ updateId }, scope) {
        scope.afterCommit(async () => void after.push(`${updateId} ${(await states())[updateId - 1]}`));
        scope.afterCommit(() => Promise.reject(new Error('no matter')));
        scope.afterCommit(() => {
          throw new Error('no matter either');
        });
        if (updateId === 2) throw new Error('no');
        await Promise.resolve();
      },
    });
    await store([textUpdate(1, 5), textUpdate(2, 5), textUpdate(3, 5)]);
    await eventually(async () => expect(await pending()).toBe(0));
    await eventually(() => expect(after).toEqual(['1 done', '3 done']));
  });

  test('stops by finishing what is in hand, starting nothing more', async () => {
    const { passed, open } = gate();
    let begun = 0;
    const { store, dispatcher } = await start({
      handle: async () => {
        begun++;
        await passed;
      },
    });
    await store([textUpdate(1, 5), textUpdate(2, 5), textUpdate(3, 6)]);
    await eventually(() => expect(begun).toBe(2));
    const stopped = dispatcher.stop();
    open();
    await stopped;
    expect(await states()).toEqual(['done', 'pending', 'done']);
    expect(begun).toBe(2);
  });

  test('stops while it reads the inbox: it waits for the answer and touches the database no more', async () => {
    const { store, dispatcher, lines } = await start({ handle: () => Promise.resolve() });
    const lock = await database.owner.transaction();
    await lock.raw('lock table inbox in access exclusive mode');
    dispatcher.wake();
    const order: string[] = [];
    const stopped = dispatcher.stop().then(() => order.push('stopped'));
    await eventually(async () => {
      const { rows: waiting } = await lock.raw<{ rows: unknown[] }>(`select from pg_locks where not granted`);
      expect(waiting).toHaveLength(1);
    });
    order.push('unlocked');
    await lock.rollback();
    await stopped;
    expect(order).toEqual(['unlocked', 'stopped']);
    expect(lines).toEqual([]);
    await store([textUpdate(1, 5)]);
    expect(await states()).toEqual(['pending']);
  });

  test('starts nothing when its lease has run out', async () => {
    await addBot(database, ++botId);
    const lease = await takeLease(database, botId);
    let handled = 0;
    const { store, dispatcher } = createDispatcher({ database, lease, handle: () => {
        handled++;
        return Promise.resolve();
      },
    });
    lease.expire();
    await store([textUpdate(1, 5)]);
    await dispatcher.stop();
    expect(handled).toBe(0);
  });
});
