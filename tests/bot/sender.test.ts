import { describe, expect, test } from '@jest/globals';
import type { Update } from 'telegraf/types';
import { senderOf } from '../../src/bot/sender.js';

const from = { id: 7, is_bot: false, first_name: 'Aru', language_code: 'kk' };
const chat = { id: 7, type: 'private' };
const update = (event: object): Update => ({ update_id: 1, ...event }) as unknown as Update;

describe('the sender of an update', () => {
  test.each([
    ['a message', { message: { from, chat } }],
    ['an edit', { edited_message: { from, chat } }],
    ['a press', { callback_query: { from, message: { chat } } }],
    ['a change of membership', { my_chat_member: { from, chat } }],
  ])('is known for %s in a private chat', (_what, event) => {
    expect(senderOf(update(event))).toMatchObject({ telegramId: 7, firstName: 'Aru', locale: 'kk' });
  });

  test.each([
    ['a group', { message: { from, chat: { id: -5, type: 'group' } } }],
    ['a channel', { channel_post: { chat: { id: -6, type: 'channel' } } }],
    ['no sender', { message: { chat } }],
    ['another bot', { message: { from: { ...from, is_bot: true }, chat } }],
    ['a press in inline mode', { callback_query: { from, inline_message_id: 'x' } }],
    ['nothing', {}],
    ['an event that is null', { message: null }],
    ['an event that is a text', { message: 'hello' }],
    ['a sender that is a number', { message: { from: 7, chat } }],
    ['an id that is a text', { message: { from: { ...from, id: '7' }, chat: { id: '7' } } }],
  ])('is nobody for %s', (_what, event) => {
    expect(senderOf(update(event))).toBeUndefined();
  });

  test.each([
    ['a\nb', 'a b'],
    ['\u202E21 · boB\u2066', '21 · boB'],
    ['\u200B\u2060\uFEFF', '…'],
    ['\u{E0041}Aru\u00AD', 'Aru'],
    ['👩\u200D💻 \u0645\u06CC\u200C\u0634\u0648\u062F', '👩\u200D💻 \u0645\u06CC\u200C\u0634\u0648\u062F'],
    ['\u0000', '…'],
    ['', '…'],
    [5, '…'],
    ['x'.repeat(70), 'x'.repeat(64)],
    [`${'x'.repeat(63)}😀`, `${'x'.repeat(63)}\uFFFD`],
    ['👩‍👩‍👧 عربي', '👩‍👩‍👧 عربي'],
    ['Aru 4111 1111 1111 1111', 'Aru [card ••1111]'],
    [`${'x'.repeat(50)} 4111 1111 1111 1111`, `${'x'.repeat(50)} [card ••1111]`],
  ])('is named %j as %j', (first_name, expected) => {
    expect(senderOf(update({ message: { from: { ...from, first_name }, chat } }))?.firstName).toBe(expected);
  });
});
