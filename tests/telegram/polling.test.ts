import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSimulator } from '../../src/simulator/index.js';
import { createBotApi } from '../../src/telegram/bot-api.js';
import { Inbox } from '../../src/telegram/inbox.js';
import { Polling } from '../../src/telegram/polling.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { TEST_TOKEN, type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { BOT_ID, type KeptEvents, type LogLine, type TestLease, addBot, keptEvents, keptLog, takeLease } from './support.js';

describe('polling', () => {
  let database: TestDatabase;
  let simulator: TestSimulator;
  let lease: TestLease;
  let polling: Polling | undefined;
  let events: KeptEvents;
  let lines: LogLine[];
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
  });
  beforeEach(async () => {
    simulator = await startTestSimulator();
    lease = await takeLease(database);
    await database.owner('inbox').delete();
  });
  afterEach(async () => {
    await polling?.stop();
    await simulator.close();
  });
  afterAll(() => database.release());

  function start(url = simulator.url): Polling {
    const kept = keptLog();
    ({ lines } = kept);
    events = keptEvents();
    const api = createBotApi(TEST_TOKEN, url);
    polling = new Polling({ api, inbox: new Inbox(database.db), lease, events, log: kept.log, stored: () => undefined });
    polling.start();
    return polling;
  }

  const storedIds = (): Promise<number[]> => database.owner('inbox').orderBy('update_id').pluck('update_id');
  const offsets = (): number[] => simulator.calls('getUpdates').map(({ params }) => Number(params.offset));

  test('confirms an offset only after the batch before it is committed', async () => {
    const phone = simulator.phone();
    start();
    await phone.send('one');
    await eventually(async () => expect(await storedIds()).toHaveLength(1));
    const [first = 0] = await storedIds();
    await eventually(() => expect(offsets().at(-1)).toBe(first + 1));

    const lock = await database.owner.transaction();
    await lock.raw('lock table inbox in exclusive mode');
    await phone.send('two');
    await eventually(async () => {
      const { rows } = await lock.raw<{ rows: unknown[] }>('select from pg_locks where not granted');
      expect(rows).toHaveLength(1);
    });
    expect(offsets().at(-1)).toBe(first + 1);
    expect(simulator.world.bot(BOT_ID).queue.size).toBe(1);
    await lock.rollback();
    await eventually(() => expect(offsets().at(-1)).toBe(first + 2));
    expect(await storedIds()).toEqual([first, first + 1]);
  });

  test('gets a batch again that it could not store', async () => {
    const phone = simulator.phone();
    await phone.send('one');
    await database.owner.raw('alter table inbox rename to inbox_away');
    start();
    await eventually(() => expect(events.seen).toContain('poll:network'));
    await database.owner.raw('alter table inbox_away rename to inbox');
    await eventually(async () => expect(await storedIds()).toHaveLength(1));
    expect(events.seen.filter((event) => event === 'received:1')).toHaveLength(1);
  });

  test('goes on after a 409, and says that somebody else polls', async () => {
    const phone = simulator.phone();
    start();
    await eventually(() => expect(simulator.calls('getUpdates')).toHaveLength(1));
    await simulator.api('getUpdates', { timeout: 0 });
    await eventually(() => expect(events.seen).toContain('poll:conflict'));
    expect(lines.map(({ msg }) => msg)).toContain('somebody else polls with the token of this bot');
    await phone.send('one');
    await eventually(async () => expect(await storedIds()).toHaveLength(1));
  });

  test('takes a webhook away that was set before', async () => {
    await simulator.api('setWebhook', { url: 'http://127.0.0.1:9/tg' });
    const phone = simulator.phone();
    start();
    await phone.send('one');
    await eventually(async () => expect(await storedIds()).toHaveLength(1));
  });

  test('waits for Telegram while it is down, and loses nothing', async () => {
    const { port } = simulator;
    await simulator.close();
    start(`http://127.0.0.1:${port}`);
    await eventually(() => expect(events.seen).toContain('poll:network'));
    const again = await startSimulator({ port });
    again.world.addBot(TEST_TOKEN);
    const { queue } = again.world.bot(BOT_ID);
    queue.addRaw({ message: { chat: { id: 5 } } });
    await eventually(async () => expect(await storedIds()).toHaveLength(1));
    await polling?.stop();
    await again.close();
  });

  test('stores a hundred updates in one batch and a flood in several', async () => {
    const { queue } = simulator.world.bot(BOT_ID);
    for (let i = 0; i < 1_000; i++) queue.addRaw({ message: { chat: { id: i % 7 } } });
    start();
    await eventually(async () => expect(await storedIds()).toHaveLength(1_000));
    expect(events.seen).toEqual(Array.from({ length: 10 }, () => 'received:100'));
  });

  test('stops at once while it waits for updates, or for Telegram', async () => {
    const running = start();
    await eventually(() => expect(simulator.calls('getUpdates')).toHaveLength(1));
    const began = performance.now();
    await running.stop();
    const waiting = start('http://127.0.0.1:9');
    await eventually(() => expect(events.seen).toContain('poll:network'));
    await waiting.stop();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
  });

  test('ends with its lease, so that the next owner is not disturbed', async () => {
    simulator.world.faults.add({ kind: '5xx', method: 'getUpdates' });
    const former = start();
    await eventually(() => expect(events.seen).toEqual(['poll:server']));
    lease.expire();
    lease = await takeLease(database);
    start();
    // The former one's pause after its failure is over by then.
    const until = performance.now() + 800;
    await eventually(() => expect(performance.now()).toBeGreaterThan(until));
    expect(events.seen).toEqual([]);
    await former.stop();
  });
});
