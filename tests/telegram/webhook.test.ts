import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createServer } from '../../src/api/create-server.js';
import { connectDatabase } from '../../src/platform/db/database.js';
import { createBotApi } from '../../src/telegram/bot-api.js';
import { Inbox } from '../../src/telegram/inbox.js';
import { isSameSecret, registerWebhook } from '../../src/telegram/webhook.js';
import { type TestDatabase, createTestDatabase, databaseUrl } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { BOT_ID, addBot, keptEvents, keptLog, textUpdate } from './support.js';

const SECRET = 'a-secret-of-this-test';

describe('the webhook', () => {
  let database: TestDatabase;
  let simulator: TestSimulator;
  let server: FastifyInstance;
  let url: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await startTestSimulator();
    await addBot(database);
  });
  beforeEach(async () => {
    await database.owner('inbox').delete();
    ({ http: server } = createServer({
      log: keptLog().log,
      dependencies: {},
      inbox: new Inbox(database.db),
      events: keptEvents(),
      webhookSecret: SECRET,
    }));
    url = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.close());
  afterAll(async () => {
    await simulator.close();
    await database.release();
  });

  function post(body: unknown, { bot = String(BOT_ID), secret = SECRET } = {}): Promise<Response> {
    return fetch(`${url}/tg/${bot}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(secret && { 'x-telegram-bot-api-secret-token': secret }) },
    });
  }

  const storedIds = (): Promise<number[]> => database.owner('inbox').orderBy('update_id').pluck('update_id');

  test('answers 200 only after the update is committed', async () => {
    const lock = await database.owner.transaction();
    await lock.raw('lock table inbox in exclusive mode');
    const order: string[] = [];
    const answer = post(textUpdate(1, 5)).then(({ status }) => order.push(`answered ${status}`));
    await eventually(async () => {
      const { rows } = await lock.raw<{ rows: unknown[] }>('select from pg_locks where not granted');
      expect(rows).toHaveLength(1);
    });
    order.push('unlocked');
    await lock.rollback();
    await answer;
    expect(order).toEqual(['unlocked', 'answered 200']);
    expect(await storedIds()).toEqual([1]);
  });

  test('stores the same update once, however often Telegram sends it', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(textUpdate(1, 5))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await storedIds()).toEqual([1]);
  });

  test.each<[string, string, number]>([
    ['a wrong secret', 'wrong', 401],
    ['no secret', '', 401],
  ])('answers %s with 401', async (_name, secret, status) => {
    expect((await post(textUpdate(1, 5), { secret })).status).toBe(status);
    expect(await storedIds()).toEqual([]);
  });

  test('answers 404 for an unknown bot, while others that come at that moment are stored', async () => {
    const answers = await Promise.all([
      post(textUpdate(1, 5), { bot: '99' }),
      post(textUpdate(2, 5)),
      post(textUpdate(3, 5), { bot: '99' }),
      post(textUpdate(4, 5)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 404, 200]);
    expect(await storedIds()).toEqual([2, 4]);
  });

  test.each<[string, unknown]>([
    ['no JSON', '{"update_id": 1'],
    ['an empty body', ''],
    ['an update without an id', { message: {} }],
    ['an id that is no number', { update_id: 'one' }],
    ['an id beyond all ids', { update_id: 1e300 }],
    ['a list', []],
  ])('answers %s with 400', async (_name, body) => {
    expect((await post(body)).status).toBe(400);
    expect(await storedIds()).toEqual([]);
  });

  test('answers 503 with Retry-After while PostgreSQL is away, and stores when it is back', async () => {
    const name = new URL(database.url).pathname.slice(1);
    const admin = connectDatabase({ url: databaseUrl('postgres'), poolSize: 1 });
    await admin.raw(`alter database ${name} allow_connections false`);
    await admin.raw('select pg_terminate_backend(pid) from pg_stat_activity where datname = ?', [name]);
    const began = performance.now();
    const answer = await post(textUpdate(1, 5));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(performance.now() - began).toBeLessThan(2_000);
    await admin.raw(`alter database ${name} allow_connections true`);
    await admin.destroy();
    expect((await post(textUpdate(1, 5))).status).toBe(200);
    expect(await storedIds()).toEqual([1]);
  });

  test('is registered with its secret, again and again until Telegram accepts, and then receives', async () => {
    simulator.world.faults.add({ kind: '5xx', method: 'setWebhook' });
    const api = createBotApi(simulator.token, simulator.url);
    const stop = new AbortController();
    await registerWebhook(api, { url: `${url}/tg/${BOT_ID}`, secret: SECRET }, keptLog().log, stop.signal);
    expect(simulator.calls('setWebhook').map(({ ok }) => ok)).toEqual([false, true]);
    await simulator.phone().send('hello');
    await eventually(async () => expect(await storedIds()).toHaveLength(1));
    await simulator.api('deleteWebhook');
  });

  test('is not registered after the stop', async () => {
    simulator.world.faults.add({ kind: 'hang', method: 'setWebhook', times: 1 });
    const before = simulator.calls('setWebhook').length;
    const stop = new AbortController();
    const registered = registerWebhook(
      createBotApi(simulator.token, simulator.url),
      { url: `${url}/tg/${BOT_ID}`, secret: SECRET },
      keptLog().log,
      stop.signal,
    );
    await eventually(() => expect(simulator.calls('setWebhook')).toHaveLength(before + 1));
    stop.abort();
    await registered;
    expect(simulator.calls('setWebhook')).toHaveLength(before + 1);
  });

  test('compares secrets whatever their length', () => {
    expect(isSameSecret(SECRET, SECRET)).toBe(true);
    expect(['', 'a', `${SECRET}a`, SECRET.slice(1), undefined].map((given) => isSameSecret(given, SECRET))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
