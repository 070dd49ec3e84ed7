import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

interface QueryUpdate {
  update_id: number;
  callback_query: { id: string; data: string; from: object; message: Record<string, unknown> };
}

const TOO_OLD = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
let simulator: TestSimulator;
let phone: Phone;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
afterAll(() => simulator.close());
beforeEach(async () => {
  simulator.world.reset();
  phone = simulator.phone();
  await phone.send('/start');
  const reply_markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
  await simulator.api('sendMessage', { chat_id: phone.userId, text: 'Sure?', reply_markup });
});

async function nextQuery(): Promise<QueryUpdate['callback_query']> {
  const params = { timeout: 10, allowed_updates: ['message', 'callback_query'] };
  let offset: number | undefined;
  for (;;) {
    const { result = [] } = await simulator.api<QueryUpdate[]>('getUpdates', { ...params, offset });
    const found = result.find((update) => 'callback_query' in update);
    if (found) return found.callback_query;
    offset = Number(result.at(-1)?.update_id) + 1;
  }
}

test('a press reaches the bot with its data, and the answer reaches the phone', async () => {
  const pressed = phone.press('Yes');
  const query = await nextQuery();
  expect(query).toMatchObject({ data: 'yes', from: { id: phone.userId }, message: { text: 'Sure?' } });
  const answer = { callback_query_id: query.id, text: 'Done', show_alert: true };
  expect(await simulator.api('answerCallbackQuery', answer)).toEqual({ ok: true, result: true });
  expect(await pressed).toEqual({ text: 'Done', show_alert: true });
});

test('the pressed message comes with its keyboard and with what it replied to', async () => {
  const reply_markup = { inline_keyboard: [[{ text: 'Take', callback_data: 'take' }]] };
  await phone.send('question');
  const reply = { text: 'Whose?', reply_parameters: { message_id: 3 }, reply_markup };
  await simulator.api('sendMessage', { chat_id: phone.userId, ...reply });
  const edit = { chat_id: phone.userId, message_id: 4, text: 'Yours?', reply_markup };
  await simulator.api('editMessageText', edit);
  void phone.press('Take');
  const query = await nextQuery();
  expect(query.message).toMatchObject({
    message_id: 4,
    text: 'Yours?',
    reply_markup,
    reply_to_message: { message_id: 3, text: 'question', from: { id: phone.userId } },
  });
});

test('a press can be answered once, and not after 150 seconds', async () => {
  const pressed = phone.press('Yes');
  const { id } = await nextQuery();
  await simulator.api('answerCallbackQuery', { callback_query_id: id });
  expect(await pressed).toEqual({});
  expect(await simulator.api('answerCallbackQuery', { callback_query_id: id })).toMatchObject({
    error_code: 400,
    description: TOO_OLD,
  });
  const { result = [] } = await simulator.api<QueryUpdate[]>('getUpdates');
  await simulator.api('getUpdates', { offset: Number(result.at(-1)?.update_id) + 1 });
  void phone.press('Yes');
  const late = await nextQuery();
  simulator.world.clock.advance(151_000);
  expect(await simulator.api('answerCallbackQuery', { callback_query_id: late.id })).toMatchObject({
    description: TOO_OLD,
  });
});

test('a press on a deleted message arrives with an inaccessible message', async () => {
  await simulator.api('deleteMessage', { chat_id: phone.userId, message_id: 2 });
  void phone.pressData(2, 'anything');
  const query = await nextQuery();
  expect(query).toMatchObject({ data: 'anything', message: { message_id: 2, date: 0 } });
  expect(query.message).not.toHaveProperty('text');
});

test('an answer of more than 200 characters is refused', async () => {
  const pressed = phone.press('Yes');
  const { id } = await nextQuery();
  const answer = { callback_query_id: id, text: 'x'.repeat(201) };
  expect(await simulator.api('answerCallbackQuery', answer)).toMatchObject({
    description: 'Bad Request: MESSAGE_TOO_LONG',
  });
  await simulator.api('answerCallbackQuery', { callback_query_id: id });
  expect(await pressed).toEqual({});
});
