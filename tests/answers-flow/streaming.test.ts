import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { KillableTeller } from '../support/killable.js';
import { startOpenAiServer } from '../support/openai-server.js';
import type { Phone } from '../support/phone.js';
import { claim } from '../support/scene.js';
import { startTestSimulator } from '../support/simulator.js';
import { tellerEnvironment } from '../support/teller.js';
import { type Flow, modelEnvironment, startFlow } from './flow.js';

const QUESTION = 'Сколько стоит обслуживание карты Gold?';
const TRUE = [
  'Обслуживание карты Gold стоит 9 900 ₸ в год [?].',
  'Выпуск карты Gold бесплатный [?].',
  'Срок действия карты — четыре года [?].',
  'К карте можно открыть счета в тенге, долларах и евро [?].',
];
const WRITTEN = /Обслуживание карты Gold стоит 9 900/;

const texts = async (phone: Phone): Promise<string[]> => (await phone.messages()).map(({ text }) => text ?? '');

describe('an answer that takes a while', () => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await startFlow(1);
  });
  afterAll(() => flow.release());
  afterEach(() => flow.model.behave({ kind: 'ok' }));

  const editsOf = (phone: Phone): { at: number; text: string }[] =>
    flow.scene.teller.simulator
      .calls('editMessageText')
      .filter(({ params, ok }) => ok && params['chat_id'] === phone.userId)
      .map(({ at, params }) => ({ at, text: String(params['text']) }));

  test('is shown as it grows, in whole sentences with their source, in one message that is edited once a second', async () => {
    flow.model.behave({ kind: 'typing', ms: 250, text: TRUE.join(' ') });
    const customer = await flow.scene.customer('Patient', 'ru');
    await customer.send(QUESTION);
    const first = await customer.waitFor(WRITTEN, 20_000);
    expect(first.text).toMatch(/\[1\]\. …\n\n📄 Источник/);
    await eventually(async () => expect((await texts(customer)).join()).toMatch(/долларах и евро \[1\]\.\n\n📄/), 20_000);
    expect((await texts(customer)).filter((text) => WRITTEN.test(text))).toHaveLength(1);
    const edits = editsOf(customer);
    expect(edits.length).toBeGreaterThan(0);
    for (const { text } of edits) expect(text).toMatch(/\[1\]\.(?: …)?\n\n📄 Источник/);
    for (const [index, { at }] of edits.entries()) if (index > 0) expect(at - (edits[index - 1]?.at ?? 0)).toBeGreaterThan(900);
    const rows = await flow.scene.teller.database.owner('messages').where({ author: 'ai' }).pluck<string[]>('text');
    expect(rows.filter((text) => WRITTEN.test(text) && !text.includes('…'))).toHaveLength(1);
  });

  test('shows nothing that is not true, and says something else in its place when the rest is not', async () => {
    flow.model.behave({ kind: 'typing', ms: 400, text: `${TRUE[0]} ${TRUE[1]} Кешбэк по карте Gold составляет 77 % [?]. ${TRUE[2]}` }, 1);
    const customer = await flow.scene.customer('Lied', 'ru');
    await customer.send(QUESTION);
    await customer.waitFor(/9 900 ₸ в год \[1\]\. …/, 20_000);
    await eventually(async () => expect((await texts(customer)).join()).toMatch(/Premium — 29 900 ₸ \[1\]\./), 20_000);
    expect([...(await texts(customer)), ...editsOf(customer).map(({ text }) => text)].join()).not.toMatch(/77/);
    expect((await texts(customer)).join()).not.toContain('…');
    expect((await texts(customer)).filter((text) => /9 900/.test(text))).toHaveLength(1);
  });

  test('goes on no more once a human has the conversation', async () => {
    flow.model.behave({ kind: 'typing', ms: 250, text: TRUE.join(' ') });
    const customer = await flow.scene.customer('Claimed', 'ru');
    await customer.send(QUESTION);
    await customer.waitFor(/9 900 ₸ в год \[1\]\. …/, 20_000);
    const id = await flow.scene.queue(customer);
    await claim(flow.scene.moderators[0] as Phone, id);
    const claimed = (await flow.scene.handoff(id)).claimed_at?.getTime() ?? 0;
    await eventually(async () => {
      const states = await flow.scene.teller.database.owner('answers').where({ state: 'pending' }).select('id');
      expect(states).toEqual([]);
    }, 20_000);
    for (const { at } of editsOf(customer)) expect(at).toBeLessThanOrEqual(claimed);
    expect((await texts(customer)).join()).not.toMatch(/долларах и евро/);
    await customer.send('/end');
  });

  test('is said whole after all when its beginning was dropped, since a human was called and not waited for', async () => {
    flow.model.behave({ kind: 'typing', ms: 500, text: TRUE.join(' ') });
    const customer = await flow.scene.customer('Impatient', 'ru');
    const { database, simulator } = flow.scene.teller;
    await eventually(async () => expect((await texts(customer)).join()).toContain('/help'));
    simulator.world.faults.add({ kind: '429', retry_after: 4, chat_id: customer.userId, method: 'sendMessage' });
    const dropped = database.owner('outbox').where({ chat_id: customer.userId, state: 'cancelled' }).whereNotNull('ref');
    const state = (): Promise<string[]> =>
      database.owner('conversations').whereNot({ state: 'closed' })
        .whereIn('person_id', database.owner('persons').where({ telegram_id: customer.userId }).select('id')).pluck('state');
    await customer.send(QUESTION);
    await eventually(async () => {
      expect(await database.owner('outbox').where({ chat_id: customer.userId, state: 'pending' }).whereNotNull('guard')).toHaveLength(1);
    }, 20_000);
    await customer.send('/help');
    await eventually(async () => expect(await dropped.clone()).toHaveLength(1));
    await customer.send('/end');
    await eventually(async () => expect(await state()).toEqual(['bot']));
    await eventually(async () => expect((await texts(customer)).join()).toMatch(/долларах и евро \[1\]\.\n\n📄/), 20_000);
    expect((await texts(customer)).filter((text) => WRITTEN.test(text))).toHaveLength(1);
  });

  test('is said once more when the customer has deleted its beginning', async () => {
    flow.model.behave({ kind: 'typing', ms: 250, text: TRUE.join(' ') });
    const customer = await flow.scene.customer('Tidy', 'ru');
    await customer.send(QUESTION);
    const { message_id } = await customer.waitFor(/9 900 ₸ в год \[1\]\. …/, 20_000);
    await customer.delete(message_id);
    const left = async (): Promise<string[]> =>
      (await customer.messages()).filter(({ sim }) => !sim.deleted).map(({ text }) => text ?? '');
    await eventually(async () => expect((await left()).join()).toMatch(/долларах и евро \[1\]\.\n\n📄/), 20_000);
    expect((await left()).filter((text) => WRITTEN.test(text))).toHaveLength(1);
  });

  test('is said at once and whole when it takes no time', async () => {
    const customer = await flow.scene.customer('Quick', 'ru');
    await customer.send(QUESTION);
    await customer.waitFor(/Источник/);
    expect(editsOf(customer)).toEqual([]);
  });
});

test('an answer whose process is killed while it is shown is finished by the next one, in the same message', async () => {
  const simulator = await startTestSimulator();
  const database = await createTestDatabase();
  const model = await startOpenAiServer();
  const dir = await mkdtemp(join(tmpdir(), 'teller-streaming-'));
  const teller = new KillableTeller({ ...tellerEnvironment(simulator, database.url, dir), ...modelEnvironment(model) });
  try {
    await teller.start();
    model.behave({ kind: 'typing', ms: 300, text: TRUE.join(' ') });
    const phone = simulator.phone({ language_code: 'ru' });
    await phone.send(QUESTION);
    await phone.waitFor(/9 900 ₸ в год \[1\]\. …/, 20_000);
    // Killed before this is recorded, it would be said once more: a reply may repeat.
    const recorded = database.owner('outbox').where({ state: 'sent' }).whereNotNull('guard');
    await eventually(async () => expect(await recorded.clone().select('id')).not.toEqual([]));
    await teller.kill();
    model.behave({ kind: 'ok' });
    await teller.start();
    await eventually(async () => expect((await texts(phone)).join()).toMatch(/Premium — 29 900 ₸ \[1\]\./), 40_000);
    expect((await texts(phone)).filter((text) => /9 900/.test(text))).toHaveLength(1);
    expect((await texts(phone)).join()).not.toContain('…');
  } finally {
    await teller.kill();
    await simulator.close();
    await database.release();
    await model.close();
    await rm(dir, { recursive: true, force: true });
  }
}, 90_000);
