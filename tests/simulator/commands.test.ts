import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

let simulator: TestSimulator;
let phone: Phone;
let kazakh: Phone;
beforeAll(async () => {
  simulator = await startTestSimulator();
  phone = simulator.phone({ language_code: 'en' });
  kazakh = simulator.phone({ language_code: 'kk-KZ' });
});
afterAll(() => simulator.close());

const set = (description: string, more: object = {}): Promise<unknown> =>
  simulator.api('setMyCommands', { commands: [{ command: 'help', description }], ...more });
const shown = async (one: Phone): Promise<string[]> =>
  (await one.chat()).commands.map(({ description }) => description);

test('a user sees the narrowest scope that has a list, in their language if there is one', async () => {
  await set('default');
  expect(await shown(phone)).toEqual(['default']);
  await set('default kk', { language_code: 'kk' });
  expect(await shown(kazakh)).toEqual(['default kk']);
  await set('private', { scope: { type: 'all_private_chats' } });
  expect(await shown(kazakh)).toEqual(['private']);
  await set('chat', { scope: { type: 'chat', chat_id: kazakh.userId } });
  expect(await shown(kazakh)).toEqual(['chat']);
  expect(await shown(phone)).toEqual(['private']);
  await simulator.api('deleteMyCommands', { scope: { type: 'chat', chat_id: kazakh.userId } });
  await simulator.api('deleteMyCommands', { scope: { type: 'all_private_chats' } });
  expect(await shown(kazakh)).toEqual(['default kk']);
});

test('getMyCommands gives the list of exactly one scope and language', async () => {
  await set('ru', { scope: { type: 'all_private_chats' }, language_code: 'ru' });
  const scope = { type: 'all_private_chats' };
  expect(await simulator.api('getMyCommands', { scope, language_code: 'ru' })).toEqual({
    ok: true,
    result: [{ command: 'help', description: 'ru' }],
  });
  expect(await simulator.api('getMyCommands', { scope })).toEqual({ ok: true, result: [] });
});

test.each<[params: object, description: string]>([
  [{ commands: [{ command: 'Upper', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
  [{ commands: [{ command: 'ok', description: '' }] }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
  [{ commands: [], language_code: 'english' }, 'invalid language code specified'],
  [{ commands: [], scope: { type: 'chat', chat_id: 5 } }, 'chat not found'],
  [{}, 'parameter "commands" is required'],
])('refuses %j', async (params, description) => {
  expect(await simulator.api('setMyCommands', params)).toMatchObject({
    error_code: 400,
    description: `Bad Request: ${description}`,
  });
});

test('names, descriptions and the menu button are kept by language and chat', async () => {
  await simulator.api('setMyDescription', { description: 'Hello' });
  await simulator.api('setMyDescription', { description: 'Привет', language_code: 'ru' });
  expect(await simulator.api('getMyDescription', { language_code: 'ru' })).toMatchObject({
    result: { description: 'Привет' },
  });
  expect(await simulator.api('getMyDescription', { language_code: 'kk' })).toMatchObject({
    result: { description: 'Hello' },
  });
  expect(await simulator.api('getMyName')).toMatchObject({ result: { name: 'Teller' } });
  const menu_button = { type: 'web_app', text: 'Open', web_app: { url: 'https://bank.kz' } };
  await simulator.api('setChatMenuButton', { chat_id: phone.userId, menu_button });
  expect((await phone.chat()).menu_button).toEqual(menu_button);
  expect((await kazakh.chat()).menu_button).toEqual({ type: 'commands' });
});
