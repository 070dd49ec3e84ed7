import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { cancelGuardedCalls } from '../../src/telegram/outbox.js';
import type { SendPolicy } from '../../src/telegram/sending.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import {
  BOT_ID,
  type DeliveryOptions,
  OPEN_POLICY,
  type TestDelivery,
  type TestLease,
  addBot,
  createDelivery,
  openChats,
  say,
  takeLease,
  textsIn,
} from './support.js';

interface Row {
  readonly chat_id: number;
  readonly state: string;
  readonly error: string | null;
  readonly payload: object;
}

describe('delivery', () => {
  let database: TestDatabase;
  let simulator: TestSimulator;
  let lease: TestLease;
  let started: TestDelivery[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await startTestSimulator();
    await addBot(database);
  });
  beforeEach(async () => {
    lease = await takeLease(database);
  });
  afterEach(async () => {
    simulator.world.faults.clear();
    await Promise.all(started.map(({ delivery }) => delivery.stop()));
    started = [];
    await database.owner('outbox').delete();
    simulator.world.reset();
  });
  afterAll(async () => {
    await simulator.close();
    await database.release();
  });

  function start(options: Partial<DeliveryOptions> = {}): TestDelivery {
    const made = createDelivery({ database, simulator, lease, ...options });
    started.push(made);
    return made;
  }

  const rows = (): Promise<Row[]> => database.owner('outbox').orderBy('id');
  const states = async (): Promise<string[]> => (await rows()).map(({ state }) => state);
  const allAre = (state: string) => async (): Promise<void> =>
    expect((await states()).filter((each) => each !== state)).toEqual([]);

  test('keeps the order of each chat and sends to chats in parallel', async () => {
    const chats = await openChats(simulator, 20);
    simulator.world.faults.add({ kind: 'latency', ms: 100, times: 0, method: 'sendMessage' });
    const { enqueue } = start();
    const began = performance.now();
    await enqueue([1, 2, 3].flatMap((number) => chats.map((chat) => say(chat, `#${number}`))));
    await eventually(allAre('sent'));
    expect(performance.now() - began).toBeLessThan(20 * 3 * 100);
    for (const chat of chats) expect(textsIn(simulator, chat)).toEqual(['#1', '#2', '#3']);
  });

  test('honours retry_after for the chat it came from, while others go on', async () => {
    const [slow = 0, ...others] = await openChats(simulator, 4);
    simulator.world.faults.add({ kind: '429', retry_after: 2, chat_id: slow });
    const { enqueue, events } = start();
    await enqueue([say(slow, 'a'), say(slow, 'b'), ...others.map((chat) => say(chat, 'x'))]);
    await eventually(() => others.forEach((chat) => expect(textsIn(simulator, chat)).toEqual(['x'])), 1_000);
    expect(textsIn(simulator, slow)).toEqual([]);
    await eventually(allAre('sent'));
    expect(textsIn(simulator, slow)).toEqual(['a', 'b']);
    const [refused, repeated] = simulator.calls('sendMessage').filter(({ params }) => params.chat_id === slow);
    expect((repeated?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_990);
    expect(events.seen.filter((event) => event === 'flood')).toHaveLength(1);
  });

  test('takes the 429 of a second chat within the pause as meant for the bot', async () => {
    const [first = 0, second = 0, third = 0] = await openChats(simulator, 3);
    simulator.world.faults.add({ kind: '429', retry_after: 2, chat_id: first });
    simulator.world.faults.add({ kind: '429', retry_after: 1, chat_id: second });
    const { enqueue, events } = start();
    await enqueue([say(first, 'a')]);
    await eventually(() => expect(events.seen).toEqual(['flood']));
    await enqueue([say(second, 'b')]);
    await eventually(() => expect(events.seen).toEqual(['flood', 'flood']));
    const floodedAt = simulator.calls('sendMessage').at(-1)?.at ?? 0;
    await enqueue([say(third, 'c')]);
    await eventually(allAre('sent'));
    const third_ = simulator.calls('sendMessage').find(({ params }) => params.chat_id === third);
    expect((third_?.at ?? 0) - floodedAt).toBeGreaterThanOrEqual(990);
  });

  test.each<[string, 'reset' | 'hang' | '5xx']>([
    ['a 5xx answer', '5xx'],
    ['a connection that is reset', 'reset'],
    ['an answer that never comes', 'hang'],
  ])('tries again after %s; what follows in that chat waits, and nothing is lost', async (_name, kind) => {
    const [chat = 0, other = 0] = await openChats(simulator, 2);
    simulator.world.faults.add({ kind, chat_id: chat, times: 2 });
    const { enqueue } = start({ callTimeoutMs: 300 });
    await enqueue([say(chat, 'a'), say(chat, 'b'), say(other, 'x')]);
    await eventually(() => expect(textsIn(simulator, other)).toEqual(['x']), 2_000);
    await eventually(allAre('sent'));
    expect(textsIn(simulator, chat)).toEqual(['a', 'b']);
    expect(simulator.calls('sendMessage').filter(({ params }) => params.text === 'a')).toHaveLength(3);
  });

  test('repeats a reply that Telegram took before the connection broke: at least once', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    simulator.world.faults.add({ kind: 'reset_after_accept', chat_id: chat });
    const { enqueue } = start();
    await enqueue([say(chat, 'a'), say(chat, 'b')]);
    await eventually(allAre('sent'));
    expect(textsIn(simulator, chat)).toEqual(['a', 'a', 'b']);
  });

  test('tells the product in the transaction of the failure that a chat is gone, and sends what follows from it', async () => {
    const [gone = 0, watcher = 0] = await openChats(simulator, 2);
    simulator.world.faults.add({ kind: '403', chat_id: gone });
    let calls = 0;
    const policy: SendPolicy = {
      ...OPEN_POLICY,
      async becameUnreachable(tx, botId, chatId) {
        expect(await tx('outbox').where({ chat_id: chatId, state: 'failed' })).toHaveLength(1);
        await tx('message_refs').insert({ bot_id: botId, chat_id: chatId, message_id: 1, ref: 'x' });
        if (++calls === 1) throw new Error('not at the first time');
        return [say(watcher, 'is gone')];
      },
    };
    const { enqueue, delivery } = start({ policy });
    await enqueue([say(gone, 'a'), say(gone, 'b')]);
    await eventually(async () => expect(await states()).toEqual(['failed', 'sent', 'pending']));
    delivery.wake();
    await eventually(async () => expect(await states()).toEqual(['failed', 'sent', 'sent']));
    expect((await rows())[0]?.error).toBe('blocked: Forbidden: bot was blocked by the user');
    expect(await database.owner('message_refs').where({ chat_id: gone, ref: 'x' })).toHaveLength(1);
    expect(textsIn(simulator, watcher)).toEqual(['is gone']);
  });

  test('gives up what Telegram calls a bad request and goes on with the next', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const { enqueue, events } = start();
    await enqueue([say(chat, ''), say(chat, 'b'), say(424_242, 'to nobody')]);
    await eventually(async () => expect(await states()).toEqual(['failed', 'sent', 'failed']));
    expect((await rows()).map(({ error }) => error?.split(':')[0])).toEqual(['bad_request', undefined, 'chat_not_found']);
    expect(events.seen.sort()).toEqual(['bad_request', 'chat_not_found', 'sent']);
  });

  test('empties a call in the statement that records it as made or dropped; one that failed stays as it was', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const policy: SendPolicy = { ...OPEN_POLICY, mayStillSend: (_tx, _botId, guard) => Promise.resolve(guard === 'holds') };
    const { enqueue, delivery } = start({ policy });
    await enqueue([
      say(chat, 'sent', { ref: 'm' }),
      { chatId: chat, method: 'editMessageText', payload: { message_id: { $ref: 'm' }, text: 'sent' } },
      { chatId: chat, method: 'editMessageText', payload: { message_id: { $ref: 'never' }, text: 'dropped' } },
      say(chat, 'sent under a guard', { guard: 'holds' }),
      say(chat, 'dropped', { guard: 'fails' }),
      say(424_242, 'failed'),
    ]);
    await eventually(async () => expect(await states()).toEqual(['sent', 'sent', 'cancelled', 'sent', 'cancelled', 'failed']));
    await delivery.stop();
    await enqueue([say(chat, 'cancelled', { guard: 'g' })]);
    await tenantTransaction(database.db, BOT_ID, (tx) => cancelGuardedCalls(tx, BOT_ID, 'g'));
    const payloads = (await rows()).map(({ payload }) => payload);
    expect(payloads).toEqual([{}, {}, {}, {}, {}, { text: 'failed' }, {}]);
  });

  test('counts an edit that changes nothing as sent', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const { enqueue } = start();
    const edit = { chatId: chat, method: 'editMessageText', payload: { message_id: { $ref: 'm' }, text: 'a' } };
    await enqueue([say(chat, 'a', { ref: 'm' }), edit]);
    await eventually(allAre('sent'));
  });

  test('edits and answers the message that an earlier call made', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const { enqueue } = start();
    await enqueue([
      say(chat, 'draft', { ref: 'm' }),
      { chatId: chat, method: 'editMessageText', payload: { message_id: { $ref: 'm' }, text: 'final' } },
      { chatId: chat, method: 'sendMessage', payload: { text: 'see above', reply_parameters: { message_id: { $ref: 'm' } } } },
    ]);
    await eventually(allAre('sent'));
    const bot = simulator.world.bot(BOT_ID);
    const messages = [...(bot.chats.get(chat)?.messages.values() ?? [])].map(({ message }) => message);
    const [, edited, reply] = messages;
    expect(edited).toMatchObject({ text: 'final' });
    expect(reply).toMatchObject({ text: 'see above', reply_to_message: { message_id: edited?.message_id } });
  });

  test('drops an edit of a message that never was, and lets a reply to it go without', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const { enqueue } = start();
    await enqueue([
      { chatId: chat, method: 'editMessageText', payload: { message_id: { $ref: 'never' }, text: 'final' } },
      { chatId: chat, method: 'sendMessage', payload: { text: 'hello', reply_parameters: { message_id: { $ref: 'never' } } } },
    ]);
    await eventually(async () => expect(await states()).toEqual(['cancelled', 'sent']));
    expect(simulator.calls('editMessageText')).toEqual([]);
    expect(simulator.calls('sendMessage').map(({ params }) => params)).toEqual([{ chat_id: chat, text: 'hello' }]);
  });

  test('writes a call with the same key once', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const { enqueue } = start();
    await enqueue([say(chat, 'a', { dedupeKey: 'k' }), say(chat, 'a again', { dedupeKey: 'k' }), say(chat, 'b')]);
    await enqueue([say(chat, 'a later', { dedupeKey: 'k' })]);
    await eventually(async () => expect(await states()).toEqual(['sent', 'sent']));
    expect(textsIn(simulator, chat)).toEqual(['a', 'b']);
  });

  test('lets nothing leave whose guard does not hold, and goes on', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const asked: string[] = [];
    const policy: SendPolicy = {
      ...OPEN_POLICY,
      mayStillSend: (_tx, _botId, guard) => Promise.resolve(asked.push(guard) === 0),
    };
    const { enqueue } = start({ policy });
    await enqueue([say(chat, 'secret', { guard: 'g1' }), say(chat, 'b')]);
    await eventually(async () => expect(await states()).toEqual(['cancelled', 'sent']));
    expect(asked).toEqual(['g1']);
    expect(simulator.calls('sendMessage').map(({ params }) => params.text)).toEqual(['b']);
  });

  test('holds the lock of a guard until the guarded call is over, so that a claim waits and then finds it sent', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    await database.owner('message_refs').insert({ bot_id: BOT_ID, chat_id: chat, message_id: 1, ref: 'x' });
    const policy: SendPolicy = {
      ...OPEN_POLICY,
      mayStillSend: async (tx) => (await tx('message_refs').where({ chat_id: chat, ref: 'x' }).forShare()).length === 1,
    };
    simulator.world.faults.add({ kind: 'latency', ms: 500, method: 'sendMessage' });
    const { enqueue } = start({ policy });
    await enqueue([say(chat, 'answer', { guard: 'g' }), say(chat, 'more', { guard: 'g' })]);
    await eventually(() => expect(simulator.calls('sendMessage')).toHaveLength(1));
    expect(await states()).toEqual(['pending', 'pending']);
    let textsBefore: unknown[] = [];
    await tenantTransaction(database.db, BOT_ID, async (tx) => {
      await tx('message_refs').where({ chat_id: chat, ref: 'x' }).delete();
      textsBefore = textsIn(simulator, chat);
      await cancelGuardedCalls(tx, BOT_ID, 'g');
    });
    // The second call may have come before the claim, too, but neither one after it.
    expect(['answer', 'more'].slice(0, textsBefore.length)).toEqual(textsBefore);
    expect(textsBefore.length).toBeGreaterThan(0);
    await eventually(async () => expect(await states()).toEqual(['sent', textsBefore.length === 2 ? 'sent' : 'cancelled']));
    expect(textsIn(simulator, chat)).toEqual(textsBefore);
  });

  test('repeats a guarded call that failed, asking its guard again', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    simulator.world.faults.add({ kind: '5xx', chat_id: chat });
    let asked = 0;
    const policy: SendPolicy = { ...OPEN_POLICY, mayStillSend: () => Promise.resolve(++asked > 0) };
    const { enqueue } = start({ policy });
    await enqueue([say(chat, 'answer', { guard: 'g', ref: 'm' })]);
    await eventually(allAre('sent'));
    expect(asked).toBe(2);
    expect(await database.owner('message_refs').where({ chat_id: chat, ref: 'm' })).toHaveLength(1);
  });

  test('leaves connections for everything else while guarded calls hang', async () => {
    const chats = await openChats(simulator, 30);
    simulator.world.faults.add({ kind: 'hang', method: 'sendMessage', times: 30 });
    const { enqueue } = start({ callTimeoutMs: 1_000 });
    await enqueue(chats.map((chat) => say(chat, 'answer', { guard: 'g' })));
    await eventually(() => expect(simulator.calls('sendMessage').length).toBeGreaterThan(2));
    for (let i = 0; i < 10; i++) {
      const began = performance.now();
      await database.db.raw('select 1');
      expect(performance.now() - began).toBeLessThan(300);
      await sleep(10);
    }
    simulator.world.faults.clear();
    await eventually(allAre('sent'), 20_000);
  });

  test('gives a chat a burst of three messages and then one a second', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const { enqueue } = start();
    await enqueue([1, 2, 3, 4, 5].map((number) => say(chat, `#${number}`)));
    await eventually(allAre('sent'));
    const at = simulator.calls('sendMessage').map((call) => call.at);
    const sinceFirst = at.map((each) => each - (at[0] ?? 0));
    expect(sinceFirst[2]).toBeLessThan(500);
    expect(sinceFirst[3]).toBeGreaterThanOrEqual(990);
    expect(sinceFirst[4]).toBeGreaterThanOrEqual(1_990);
    expect(sinceFirst[4]).toBeLessThan(2_600);
  });

  test('comes not too near to the limit of a chat after a slow call', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    simulator.world.limits.clear();
    simulator.world.settings.enforceLimits = true;
    simulator.world.faults.add({ kind: 'latency', ms: 200, method: 'sendMessage' });
    const { enqueue } = start();
    await enqueue([1, 2, 3, 4, 5].map((number) => say(chat, `#${number}`)));
    await eventually(allAre('sent'));
    simulator.world.settings.enforceLimits = false;
    expect(simulator.calls('sendMessage').map(({ error_code }) => error_code ?? 200)).toEqual([200, 200, 200, 200, 200]);
  });

  test('never runs into a 429 at the allowed rate, whatever the latency', async () => {
    const chats = await openChats(simulator, 30);
    simulator.world.limits.clear();
    simulator.world.settings.enforceLimits = true;
    simulator.world.faults.add({ kind: 'latency', ms: 60, times: 0, probability: 0.3, method: 'sendMessage' });
    const { enqueue } = start({ sendRate: 30 });
    await enqueue([1, 2, 3, 4, 5].flatMap((number) => chats.map((chat) => say(chat, `#${number}`))));
    const began = performance.now();
    await eventually(allAre('sent'), 20_000);
    simulator.world.settings.enforceLimits = false;
    const calls = simulator.calls('sendMessage');
    expect(calls.filter(({ error_code }) => error_code === 429)).toEqual([]);
    expect(calls).toHaveLength(150);
    // A hundred and fifty at thirty a second take five seconds; it should not take much more.
    expect(performance.now() - began).toBeLessThan(6_500);
    const within = calls.map(({ at }) => calls.filter((other) => other.at >= at && other.at < at + 1_000).length);
    expect(Math.max(...within)).toBeLessThanOrEqual(34);
  });

  test('serves a chat at once while thirty others have a long queue', async () => {
    const [quiet = 0, ...busy] = await openChats(simulator, 31);
    const { enqueue } = start();
    await enqueue(busy.flatMap((chat) => Array.from({ length: 25 }, (_, i) => say(chat, `#${i}`))));
    await eventually(() => expect(simulator.calls('sendMessage').length).toBeGreaterThan(80));
    await enqueue([say(quiet, 'hello')]);
    await eventually(() => expect(textsIn(simulator, quiet)).toEqual(['hello']), 1_000);
  });

  test('makes every call in the end when the connections to PostgreSQL are killed meanwhile', async () => {
    const chats = await openChats(simulator, 20);
    simulator.world.faults.add({ kind: 'latency', ms: 20, times: 0, method: 'sendMessage' });
    const { enqueue, delivery } = start();
    await enqueue([1, 2].flatMap((number) => chats.map((chat) => say(chat, `#${number}`, number === 2 ? { guard: 'g' } : {}))));
    for (let i = 0; i < 5; i++) {
      await database.owner.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await sleep(20);
    }
    delivery.wake();
    await eventually(allAre('sent'), 15_000);
    for (const chat of chats) {
      const texts = textsIn(simulator, chat);
      expect(texts.filter((text, i) => text !== texts[i - 1])).toEqual(['#1', '#2']);
    }
  });

  test('sends nothing once its lease is over, even when the call was already chosen', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    const policy: SendPolicy = {
      ...OPEN_POLICY,
      mayStillSend: () => {
        lease.expire();
        return Promise.resolve(true);
      },
    };
    const { enqueue, delivery } = start({ policy });
    await enqueue([say(chat, 'late', { guard: 'g' })]);
    await eventually(() => expect(lease.isValid()).toBe(false));
    await delivery.stop();
    expect(simulator.calls('sendMessage')).toEqual([]);
    expect(await states()).toEqual(['pending']);
  });

  test('stops after the call under way, which is recorded, and starts no other', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    simulator.world.faults.add({ kind: 'latency', ms: 300, method: 'sendMessage' });
    const { enqueue, delivery } = start();
    await enqueue([say(chat, 'a'), say(chat, 'b')]);
    await eventually(() => expect(simulator.calls('sendMessage')).toHaveLength(1));
    await delivery.stop();
    expect(await states()).toEqual(['sent', 'pending']);
  });

  test('stops at once while it waits out a pause', async () => {
    const [chat = 0] = await openChats(simulator, 1);
    simulator.world.faults.add({ kind: '429', retry_after: 600, chat_id: chat });
    const { enqueue, delivery, events } = start();
    await enqueue([say(chat, 'a')]);
    await eventually(() => expect(events.seen).toEqual(['flood']));
    const began = performance.now();
    await delivery.stop();
    expect(performance.now() - began).toBeLessThan(100);
  });
});
