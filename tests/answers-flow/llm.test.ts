import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/database.js';
import { startOpenAiServer } from '../support/openai-server.js';
import { startTestSimulator } from '../support/simulator.js';
import { startTeller } from '../support/teller.js';
import { said, settled } from '../support/scene.js';
import { type Flow, modelEnvironment, startFlow } from './flow.js';

const QUESTION = 'Сколько стоит обслуживание карты Gold?';

describe('answers with a language model', () => {
  let flow: Flow;
  const customer = (fields: object = {}): Phone => flow.scene.teller.simulator.phone({ language_code: 'ru', ...fields });

  beforeAll(async () => {
    flow = await startFlow(0, { env: { LLM_TIMEOUT_MS: '4000' } });
  });
  afterEach(() => flow.model.behave({ kind: 'ok' }));
  afterAll(() => flow.release());

  test('are grounded, with the document and section they come from, in the language of the question', async () => {
    const phone = customer();
    await phone.send(QUESTION);
    const answer = await phone.waitFor(/Источник/);
    expect(answer.text).toMatch(/9[\s\u00a0]900/);
    expect(answer.text).toMatch(/\[1\]\.\n\n📄 Источник: \[1\] Дебетовые карты/);
    await phone.send('Gold картасына қызмет көрсету қанша тұрады?');
    await phone.waitFor(/Дереккөз/);
  });

  test('that hold an invented number are an honest refusal with the button to a human', async () => {
    flow.model.behave({ kind: 'invent' });
    const phone = customer();
    await phone.send(QUESTION);
    const refusal = await phone.waitFor(/Не могу подтвердить/);
    expect(refusal.text).not.toMatch(/\d/);
    expect(refusal.reply_markup?.inline_keyboard[0]?.[0]).toMatchObject({ callback_data: 'human' });
  });

  test('of a model that hangs come within the time as a quotation or the offer of a human', async () => {
    flow.model.behave({ kind: 'hang' });
    const phone = customer();
    const asked = performance.now();
    await phone.send(QUESTION);
    await phone.waitFor(/Источник|специалист/);
    expect(performance.now() - asked).toBeLessThan(4_500);
  });

  test('show that somebody is typing, and meanwhile a newer message is handled', async () => {
    flow.model.behave({ kind: 'slow', ms: 1_500 });
    const phone = customer();
    await phone.send(QUESTION);
    await phone.waitForChat(({ action }) => (action === 'typing' ? true : undefined));
    await phone.send('/language');
    await phone.waitFor(/На каком языке/, 1_000);
    await phone.waitFor(/Источник/);
  });

  test('of two questions at once are both given, each under its question where that is not clear', async () => {
    flow.model.behave({ kind: 'slow', ms: 700 });
    const phone = customer();
    const first = await phone.send(QUESTION);
    await phone.send('Какая ставка по вкладу?');
    await eventually(async () => expect((await said(phone)).filter((text) => /Источник|Не могу|специалист/.test(text))).toHaveLength(2));
    const replies = (await phone.messages()).filter(({ sim }) => sim.direction === 'out').map(({ reply_to_message }) => reply_to_message?.message_id);
    expect(replies).toContain(first.message_id);
  });

  test('are asked for without the person: no name, number, id or card leaves', async () => {
    const phone = customer({ first_name: 'Бауыржан', last_name: 'Секретов', username: 'secretov', phone: '+77029998877', id: 788_123_456 });
    await phone.shareContact();
    await phone.waitFor(/зарегистрированы/);
    flow.model.requests.length = 0;
    await phone.send('Сколько стоит обслуживание карты Gold 4400 4302 1234 5678, мой номер +7 702 999 88 77?');
    await phone.waitFor(/Источник|специалист/);
    await phone.send('А за выпуск?');
    await phone.waitFor(/Источник|специалист|вопрос/);
    expect(flow.model.requests.length).toBeGreaterThan(0);
    const sent = flow.model.requests.map(({ raw }) => raw).join('\n');
    for (const secret of ['Бауыржан', 'Секретов', 'secretov', '788123456', '9998877', '4400 4302', '999 88 77', '1234 5678']) {
      expect([secret, sent.includes(secret)]).toEqual([secret, false]);
    }
  });

  test('of a model that fails are quotations, and after some failures it is spared', async () => {
    flow.model.behave({ kind: 'error' });
    const phones = Array.from({ length: 8 }, () => customer());
    for (const phone of phones) {
      await phone.send(QUESTION);
      await phone.waitFor(/9[\s\u00a0]900[\s\S]*Источник/);
    }
    const calls = flow.model.requests.length;
    const last = customer();
    await last.send(QUESTION);
    await last.waitFor(/Источник/);
    expect(flow.model.requests.length).toBe(calls);
  });
});

test('an answer that a stopping worker finishes in time is made from the documents', async () => {
  const simulator = await startTestSimulator();
  const database = await createTestDatabase();
  const model = await startOpenAiServer();
  try {
    const stopping = await startTeller({ simulator, database, env: modelEnvironment(model) });
    const phone = simulator.phone({ language_code: 'ru' });
    await phone.send(QUESTION);
    await phone.waitFor(/Источник/);
    const before = model.requests.length;
    // The question is completed by the model before anything is looked up.
    model.behave({ kind: 'slow', ms: 1_500 });
    await phone.send('А за Platinum?');
    await eventually(() => expect(model.requests.length).toBeGreaterThan(before));
    await stopping.release();
    const bot = await database.owner('messages').whereNot({ author: 'customer' }).orderBy('id').pluck<string[]>('text');
    expect(bot).toHaveLength(2);
    expect(bot[1]).not.toMatch(/Не могу подтвердить|специалист/);
  } finally {
    await simulator.close();
    await database.release();
    await model.close();
  }
});

test('an answer whose worker stops is given once by the next one', async () => {
  const simulator = await startTestSimulator();
  const database = await createTestDatabase();
  const model = await startOpenAiServer();
  const options = { simulator, database, env: modelEnvironment(model) };
  try {
    const first = await startTeller(options);
    model.behave({ kind: 'hang' });
    const phone = simulator.phone({ language_code: 'ru' });
    await phone.send(QUESTION);
    await eventually(() => expect(model.requests.length).toBeGreaterThan(0));
    await first.release();
    model.behave({ kind: 'ok' });
    const second = await startTeller(options);
    await phone.waitFor(/Источник/, 20_000);
    await settled(second);
    expect((await said(phone)).filter((text) => /Источник/.test(text))).toHaveLength(1);
    expect(await database.owner('answers').select('state', 'attempts')).toEqual([{ state: 'done', attempts: 1 }]);
    await second.release();
  } finally {
    await simulator.close();
    await database.release();
    await model.close();
  }
});
