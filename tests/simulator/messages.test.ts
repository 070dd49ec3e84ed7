import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/simulator/index.js';
import type { Phone } from '../support/phone.js';
import { type ApiAnswer, startTestSimulator, type TestSimulator } from '../support/simulator.js';

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
});

const send = (params: object): Promise<ApiAnswer<Message>> =>
  simulator.api<Message>('sendMessage', { chat_id: phone.userId, ...params });
const edit = (params: object): Promise<ApiAnswer<Message>> =>
  simulator.api<Message>('editMessageText', { chat_id: phone.userId, ...params });
const inline = (...buttons: object[]): object => ({ reply_markup: { inline_keyboard: [buttons] } });

describe('sendMessage', () => {
  test('shows the message on the phone and answers with it', async () => {
    const { result } = await send({ text: 'hello', ...inline({ text: 'A', callback_data: 'a' }) });
    expect(result).toMatchObject({
      message_id: 2,
      text: 'hello',
      chat: { id: phone.userId, type: 'private' },
    });
    const { sim, ...shown } = await phone.waitFor('hello');
    expect(shown).toEqual(result);
    expect(sim.direction).toBe('out');
  });

  test.each<[what: string, params: object, description: string]>([
    ['no chat', { chat_id: undefined, text: 'x' }, 'chat_id is empty'],
    ['an unknown chat', { chat_id: 1, text: 'x' }, 'chat not found'],
    ['a user name', { chat_id: '@somebody', text: 'x' }, 'chat not found'],
    ['no text', {}, 'message text is empty'],
    ['an empty text', { text: '' }, 'message text is empty'],
    ['blank text', { text: ' \n ' }, 'text must be non-empty'],
    ['nothing but markup', { text: '<b></b>', parse_mode: 'HTML' }, 'text must be non-empty'],
    ['4097 characters', { text: 'x'.repeat(4097) }, 'message is too long'],
    ['an unknown parse mode', { text: 'x', parse_mode: 'BBCode' }, 'unsupported parse_mode'],
    [
      'a wrong type',
      { text: 'x', message_thread_id: 'y' },
      'parameter "message_thread_id" must be of type Integer',
    ],
    [
      'a reply to nothing',
      { text: 'x', reply_parameters: { message_id: 99 } },
      'message to be replied not found',
    ],
    ['markup that is no object', { text: 'x', reply_markup: '[]' }, 'object expected as reply markup'],
    [
      '65 bytes of data',
      { text: 'x', ...inline({ text: 'A', callback_data: 'é'.repeat(33) }) },
      'BUTTON_DATA_INVALID',
    ],
    [
      'a button that does nothing',
      { text: 'x', ...inline({ text: 'A' }) },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a button without a text',
      { text: 'x', ...inline({ callback_data: 'a' }) },
      'can\'t parse inline keyboard button: Can\'t find field "text"',
    ],
    [
      'a wrong link',
      { text: 'x', ...inline({ text: 'A', url: 'nowhere' }) },
      "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ],
  ])('refuses %s', async (_what, params, description) => {
    expect(await send(params)).toEqual({
      ok: false,
      error_code: 400,
      description: `Bad Request: ${description}`,
    });
  });

  test('counts the 4096 characters after markup was taken out', async () => {
    const answer = await send({ text: `<b>${'&amp;'.repeat(4096)}</b>`, parse_mode: 'HTML' });
    expect(answer.result?.text).toHaveLength(4096);
  });

  test('takes form bodies with JSON inside, and numbers as text', async () => {
    const body = new URLSearchParams({
      chat_id: String(phone.userId),
      text: 'form',
      disable_notification: 'true',
      reply_markup: JSON.stringify({ inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] }),
    });
    await fetch(`${simulator.url}/bot${simulator.token}/sendMessage`, { method: 'POST', body });
    expect(simulator.calls('sendMessage')[0]).toMatchObject({
      ok: true,
      params: {
        chat_id: phone.userId,
        disable_notification: true,
        reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] },
      },
    });
  });

  test('ignores parameters Telegram does not know, but logs them', async () => {
    const button = { text: 'A', callback_data: 'a', colour: 'red' };
    expect(await send({ text: 'x', textt: 'y', ...inline(button) })).toMatchObject({ ok: true });
    expect(simulator.calls('sendMessage')[0]).toMatchObject({
      ok: true,
      unknown_params: ['textt', 'reply_markup.inline_keyboard.colour'],
    });
  });

  test('may not reach somebody who never wrote, blocked the bot or is gone', async () => {
    const stranger = simulator.phone();
    expect(await send({ chat_id: stranger.userId, text: 'x' })).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
    await phone.block();
    const blocked = { error_code: 403, description: 'Forbidden: bot was blocked by the user' };
    expect(await send({ text: 'x' })).toMatchObject(blocked);
    await phone.unblock();
    expect(await send({ text: 'x' })).toMatchObject({ ok: true });
    simulator.world.updatePerson(phone.userId, { deactivated: true });
    expect(await send({ text: 'x' })).toMatchObject({ description: 'Forbidden: user is deactivated' });
  });

  test('quotes what it replies to, or leaves it out when allowed to', async () => {
    const reply = await send({ text: 'x', reply_parameters: { message_id: 1 } });
    expect(reply.result?.reply_to_message).toMatchObject({ message_id: 1, text: '/start' });
    const lost = await send({
      text: 'x',
      reply_parameters: { message_id: 99, allow_sending_without_reply: true },
    });
    expect(lost.ok).toBe(true);
    expect(lost.result).not.toHaveProperty('reply_to_message');
  });

  test('sets and removes the reply keyboard; a one-time keyboard goes with the next message', async () => {
    const keyboard = [[{ text: 'Share', request_contact: true }]];
    await send({ text: 'x', reply_markup: { keyboard, one_time_keyboard: true } });
    expect((await phone.chat()).reply_keyboard).toEqual({ keyboard, one_time_keyboard: true });
    await phone.press('Share');
    expect((await phone.chat()).reply_keyboard).toBeNull();
    expect((await phone.lastMessage())?.contact).toMatchObject({ user_id: phone.userId });
    await send({ text: 'x', reply_markup: { keyboard } });
    await send({ text: 'x', reply_markup: { remove_keyboard: true } });
    expect((await phone.chat()).reply_keyboard).toBeNull();
  });

  test('a forced reply stands until the user sends something, or the message is gone', async () => {
    const reply_markup = { force_reply: true, input_field_placeholder: 'Your city' };
    await send({ text: 'where?', reply_markup });
    expect((await phone.chat()).force_reply).toEqual({ message_id: 2, input_field_placeholder: 'Your city' });
    await phone.send('Astana');
    expect((await phone.chat()).force_reply).toBeNull();
    await send({ text: 'again?', reply_markup: { force_reply: true } });
    expect((await phone.chat()).force_reply).toEqual({ message_id: 4 });
    await simulator.api('deleteMessage', { chat_id: phone.userId, message_id: 4 });
    expect((await phone.chat()).force_reply).toBeNull();
  });

  test('a forced reply takes the place of a keyboard, and a keyboard that of a forced reply', async () => {
    const keyboard = [[{ text: 'Yes' }]];
    await send({ text: 'x', reply_markup: { keyboard, is_persistent: true } });
    expect((await phone.chat()).reply_keyboard).toEqual({ keyboard, is_persistent: true });
    await send({ text: 'x', reply_markup: { force_reply: true } });
    expect(await phone.chat()).toMatchObject({ reply_keyboard: null, force_reply: { message_id: 3 } });
    await send({ text: 'x', reply_markup: { keyboard } });
    expect(await phone.chat()).toMatchObject({ reply_keyboard: { keyboard }, force_reply: null });
  });
});

describe('setMessageReaction', () => {
  const react = (reaction: object[]): Promise<ApiAnswer> =>
    simulator.api('setMessageReaction', { chat_id: phone.userId, message_id: 1, reaction });

  test('stays with the message, also when the user edits it, until it is taken away', async () => {
    const reaction = [{ type: 'emoji', emoji: '👌' }];
    expect(await react(reaction)).toEqual({ ok: true, result: true });
    expect((await phone.lastMessage())?.sim.reaction).toEqual(reaction);
    await phone.edit(1, '/start again');
    expect((await phone.lastMessage())?.sim.reaction).toEqual(reaction);
    await react([]);
    expect((await phone.lastMessage())?.sim).not.toHaveProperty('reaction');
  });
});

describe('editMessageText', () => {
  test('replaces the text and, without a keyboard, takes the keyboard away', async () => {
    await send({ text: 'before', ...inline({ text: 'A', callback_data: 'a' }) });
    const { result } = await edit({ message_id: 2, text: 'after' });
    expect(result).toMatchObject({ message_id: 2, text: 'after', edit_date: expect.any(Number) });
    expect(result).not.toHaveProperty('reply_markup');
    expect((await phone.lastMessage())?.sim.edited).toBe(true);
  });

  test('of buttons alone is no edit that people see', async () => {
    await send({ text: 'before', ...inline({ text: 'A', callback_data: 'a' }) });
    expect(await simulator.api('editMessageReplyMarkup', { chat_id: phone.userId, message_id: 2 })).toMatchObject({ ok: true });
    const changed = await phone.lastMessage();
    expect(changed).not.toHaveProperty('reply_markup');
    expect(changed?.sim).not.toHaveProperty('edited');
  });

  test('refuses an edit that changes nothing', async () => {
    await send({ text: '<b>same</b>', parse_mode: 'HTML' });
    const { description } = await edit({ message_id: 2, text: '*same*', parse_mode: 'MarkdownV2' });
    expect(description).toMatch(/^Bad Request: message is not modified: /);
  });

  test.each<[what: string, params: object, description: string]>([
    ['what is not there', { message_id: 99, text: 'x' }, 'message to edit not found'],
    ["the user's message", { message_id: 1, text: 'x' }, "message can't be edited"],
    ['without saying which', { text: 'x' }, 'message identifier is not specified'],
    [
      'with a reply keyboard',
      { message_id: 2, text: 'y', reply_markup: { keyboard: [[{ text: 'A' }]] } },
      'inline keyboard expected',
    ],
  ])('refuses to edit %s', async (_what, params, description) => {
    await send({ text: 'x' });
    expect(await edit(params)).toMatchObject({
      error_code: 400,
      description: `Bad Request: ${description}`,
    });
  });

  test('leaves the update that already told of the message as it was', async () => {
    await phone.send('original');
    await phone.edit(2, 'changed');
    const { result = [] } = await simulator.api<Record<string, Message>[]>('getUpdates');
    expect(result.map((update) => (update['message'] ?? update['edited_message'])?.text)).toEqual([
      '/start',
      'original',
      'changed',
    ]);
  });
});

describe('deleteMessage', () => {
  const remove = (message_id: number): Promise<ApiAnswer> =>
    simulator.api('deleteMessage', { chat_id: phone.userId, message_id });

  test('takes a message off the phone, within 48 hours', async () => {
    await send({ text: 'x' });
    await send({ text: 'y' });
    expect(await remove(2)).toEqual({ ok: true, result: true });
    expect((await phone.messages()).map(({ text }) => text)).toEqual(['/start', 'y']);
    expect(await remove(2)).toMatchObject({ description: 'Bad Request: message to delete not found' });
    simulator.world.clock.advance(49 * 3_600_000);
    expect(await remove(3)).toMatchObject({
      description: "Bad Request: message can't be deleted for everyone",
    });
  });
});

describe('copying and forwarding', () => {
  test('a forward names its origin, a copy does not', async () => {
    const other = simulator.phone();
    await other.send('/start');
    await phone.send('take this');
    const from = { chat_id: other.userId, from_chat_id: phone.userId, message_id: 2 };
    const forwarded = await simulator.api<Message>('forwardMessage', from);
    expect(forwarded.result).toMatchObject({
      text: 'take this',
      forward_origin: { type: 'user', sender_user: { id: phone.userId } },
    });
    expect(await simulator.api('copyMessage', from)).toEqual({ ok: true, result: { message_id: 3 } });
    expect(await other.lastMessage()).not.toHaveProperty('forward_origin');
  });

  test('protected content stays where it is', async () => {
    await send({ text: 'secret', protect_content: true });
    const from = { chat_id: phone.userId, from_chat_id: phone.userId, message_id: 2 };
    expect(await simulator.api('copyMessage', from)).toMatchObject({ error_code: 400 });
    expect(await simulator.api('forwardMessage', from)).toMatchObject({ error_code: 400 });
  });
});
