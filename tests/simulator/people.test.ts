import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Telegraf } from 'telegraf';
import type { Update } from '../../src/simulator/index.js';
import type { Phone } from '../support/phone.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

let simulator: TestSimulator;
let phone: Phone;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.world.reset();
  phone = simulator.phone({ first_name: 'Aigerim', phone: '+77001234567', language_code: 'kk' });
});

const updates = async (): Promise<Update[]> => (await simulator.api<Update[]>('getUpdates')).result ?? [];

test("an own contact carries the sender as its user, somebody else's does not", async () => {
  const own = await phone.shareContact();
  expect(own.contact).toEqual({
    phone_number: '77001234567',
    first_name: 'Aigerim',
    user_id: phone.userId,
  });
  const other = await phone.post({ contact: { phone_number: '+77007654321', first_name: 'Other' } });
  expect(other.contact).not.toHaveProperty('user_id');
});

test('blocking and unblocking tell the bot, and a blocked bot hears nothing', async () => {
  await phone.send('/start');
  await phone.block();
  await expect(phone.send('x')).rejects.toThrow('409');
  await phone.unblock();
  await phone.send('back');
  const seen = await updates();
  expect(seen.map((update) => Object.keys(update)[1])).toEqual([
    'message',
    'my_chat_member',
    'my_chat_member',
    'message',
  ]);
  expect(seen[1]).toMatchObject({
    my_chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'kicked' } },
  });
});

test('an edit by the user becomes edited_message, a deletion nothing', async () => {
  const { message_id } = await phone.send('frist');
  await phone.edit(message_id, 'first /now');
  await phone.delete(message_id);
  const [, edited, ...rest] = await updates();
  expect(edited).toMatchObject({
    edited_message: {
      message_id,
      text: 'first /now',
      entities: [{ type: 'bot_command', offset: 6, length: 4 }],
    },
  });
  expect(rest).toEqual([]);
  expect(await phone.messages()).toEqual([]);
});

test('an edited reply still says what it replies to', async () => {
  await phone.send('first');
  const { message_id } = await phone.send('secnd', { reply_to_message_id: 1 });
  await phone.edit(message_id, 'second');
  const edited = (await updates()).at(-1)?.['edited_message'];
  expect(edited).toMatchObject({ text: 'second', reply_to_message: { message_id: 1, text: 'first' } });
});

test('a chat action shows for five seconds or until the next message', async () => {
  await phone.send('/start');
  const act = (): Promise<unknown> =>
    simulator.api('sendChatAction', { chat_id: phone.userId, action: 'typing' });
  await act();
  expect((await phone.chat()).action).toBe('typing');
  simulator.world.clock.advance(5001);
  expect((await phone.chat()).action).toBeNull();
  await act();
  await simulator.api('sendMessage', { chat_id: phone.userId, text: 'x' });
  expect((await phone.chat()).action).toBeNull();
});

test('every kind of message a phone can send reaches the bot', async () => {
  await phone.sendPhoto();
  await phone.sendVoice({ duration: 3 });
  await phone.post({ video_note: {} });
  await phone.post({ video: {} });
  await phone.post({ audio: {} });
  await phone.post({ sticker: { emoji: '👍' } });
  await phone.post({ location: { latitude: 43.2, longitude: 76.9 } });
  await phone.send('forwarded', { forward: true });
  const kinds = ['photo', 'voice', 'video_note', 'video', 'audio', 'sticker', 'location', 'forward_origin'];
  const seen = await updates();
  expect(seen).toHaveLength(kinds.length);
  for (const [index, kind] of kinds.entries()) expect(seen[index]?.['message']).toHaveProperty(kind);
});

test('bots and users can be added and changed over HTTP', async () => {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${simulator.url}/sim/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return response.json();
  };
  expect(await call('POST', 'bots', { token: '5:abc', username: 'five_bot', name: 'Five' })).toEqual({
    id: 5,
    token: '5:abc',
    username: 'five_bot',
    name: 'Five',
  });
  expect(await call('GET', 'bots')).toContainEqual({ id: 5, username: 'five_bot', name: 'Five' });
  const user = (await call('POST', 'users', { first_name: 'New', phone: '+1' })) as { id: number };
  expect(await call('PATCH', `users/${user.id}`, { language_code: 'ru' })).toEqual({
    id: user.id,
    first_name: 'New',
    phone: '+1',
    language_code: 'ru',
  });
  expect(await call('POST', 'users', {})).toMatchObject({ error: expect.stringContaining('first_name') });
  expect(await call('GET', 'chats/5/1')).toEqual({ error: 'there is no user 1' });
});

test('a telegraf bot talks with two phones over long polling', async () => {
  const bot = new Telegraf(simulator.token, { telegram: { apiRoot: simulator.url } });
  bot.start((context) =>
    context.reply('Welcome', {
      reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] },
    }),
  );
  bot.action('go', async (context) => {
    await context.editMessageText('Gone');
    await context.answerCbQuery('ok');
  });
  const running = bot.launch();
  const other = simulator.phone();
  await Promise.all([phone.send('/start'), other.send('/start')]);
  await Promise.all([phone.waitFor('Welcome'), other.waitFor('Welcome')]);
  expect(await phone.press('Go')).toEqual({ text: 'ok' });
  await phone.waitFor('Gone');
  expect((await other.lastMessage())?.text).toBe('Welcome');
  bot.stop();
  await running;
  expect(simulator.calls().filter((call) => call.unknown_params)).toEqual([]);
});

test('waiting for what does not come says what is on the screen', async () => {
  await phone.send('/start');
  await expect(phone.waitFor('never', 50)).rejects.toThrow('the chat ends with ["/start"]');
});
