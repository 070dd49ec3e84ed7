import { describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { eventually } from '../support/eventually.js';
import { handled, pressAnything, said, shareScene } from '../support/scene.js';

describe('hostile and odd input', () => {
  const desk = shareScene(1);
  const newPhone = (): Phone => desk.teller.simulator.phone({ first_name: 'Odd', language_code: 'en' });
  const from = (phone: Phone): object => ({ id: phone.userId, is_bot: false, first_name: 'Odd', language_code: 'en' });
  const chat = (phone: Phone): object => ({ id: phone.userId, type: 'private', first_name: 'Odd' });
  let messageId = 50_000;
  const received = (phone: Phone, content: object): object => ({
    message: { message_id: messageId++, date: 1, from: from(phone), chat: chat(phone), ...content },
  });
  async function inject(...updates: object[]): Promise<void> {
    const { simulator } = desk.teller;
    const response = await fetch(`${simulator.url}/sim/updates/${simulator.botId}`, {
      method: 'POST',
      body: JSON.stringify({ updates }),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.ok).toBe(true);
  }
  async function isAlive(): Promise<void> {
    const phone = newPhone();
    await phone.send('/start');
    await phone.waitFor(/Hello, Odd/);
  }

  test.each([
    ['10 000 entities', { text: 'hello '.repeat(100), entities: Array.from({ length: 10_000 }, () => ({ type: 'bold', offset: 0, length: 3 })) }],
    ['entities outside of the text', { text: 'hello', entities: [{ type: 'bot_command', offset: 900, length: -5 }] }],
    ['nothing visible', { text: '\u200B\u200D\u2060\uFEFF' }],
    ['right-to-left overrides', { text: '\u202Eمرحبا\u202C \u2066x\u2069' }],
    ['control characters and NUL', { text: 'a\u0000b\u0001c\u007F\u0085' }],
    ['half of a surrogate pair', { text: 'x\uD83D y' }],
    ['combining marks without end', { text: `z${'\u0336\u0489'.repeat(1500)}` }],
    ['an unknown command', { text: '/drop_table', entities: [{ type: 'bot_command', offset: 0, length: 11 }] }],
    ['10 000 characters', { text: 'ж'.repeat(10_000) }],
    ['a sticker', { sticker: { file_id: 's', file_unique_id: 'u', type: 'regular', width: 1, height: 1 } }],
    ['a poll', { poll: { id: '1', question: '?', options: [] } }],
    ['a dice', { dice: { emoji: '🎲', value: 6 } }],
    ['a photo without sizes', { photo: [] }],
    ['a document of 4 GB', { document: { file_id: 'd', file_unique_id: 'u', file_size: 4e9 } }],
  ])('%s: a clear answer', async (_what, content) => {
    const phone = newPhone();
    await phone.unblock();
    await phone.send('салем');
    await phone.waitFor(() => true);
    const before = (await said(phone)).length;
    await inject(received(phone, content));
    await eventually(async () => expect((await said(phone)).length).toBeGreaterThan(before));
    expect((await said(phone)).slice(before)).toHaveLength(1);
  });

  test('an album is told about once', async () => {
    const phone = newPhone();
    for (let count = 0; count < 3; count++) await phone.post({ photo: { name: 'a.jpg' }, media_group_id: 'album' });
    await phone.waitFor(/understand only text/);
    await handled(desk.teller);
    const { rows } = await desk.teller.database.owner.raw<{ rows: object[] }>(
      `select from outbox where chat_id = ? and method = 'sendMessage'`,
      [phone.userId],
    );
    expect(rows).toHaveLength(1);
  });

  test('what is no private message is left alone', async () => {
    const phone = newPhone();
    const group = { id: -100, type: 'supergroup', title: 'x' };
    const { owner } = desk.teller.database;
    await inject(
      { message: { message_id: 1, date: 1, from: from(phone), chat: group, text: '/help' } },
      { channel_post: { message_id: 1, date: 1, chat: { id: -200, type: 'channel' }, text: 'x' } },
      { message: { message_id: 1, date: 1, chat: chat(phone), text: 'nobody wrote this' } },
      { edited_message: { message_id: 777_777, date: 1, edit_date: 2, from: from(phone), chat: chat(phone), text: 'unknown' } },
      received(phone, { pinned_message: { message_id: 1, date: 0, chat: chat(phone) } }),
      { poll_answer: { poll_id: '1', user: from(phone), option_ids: [] } },
      { something_new: { from: from(phone) } },
      { message: null },
      { message: [] },
      {},
    );
    await isAlive();
    await handled(desk.teller);
    const { rows } = await owner.raw<{ rows: object[] }>('select from outbox where chat_id = any(?)', [[phone.userId, -100, -200]]);
    expect(rows).toEqual([]);
    expect(await owner('inbox').where({ state: 'dead' }).select('error')).toEqual([]);
  });

  test('presses that no button of ours makes are answered and change nothing', async () => {
    const phone = newPhone();
    await phone.send('/start');
    await phone.waitFor(/Which language/);
    const odd = ['', 'x', 'language:xx', 'language:', 'language:ru\nx', 'leave', 'leave:1', 'claim:1x', `claim:${'9'.repeat(40)}`];
    for (const data of [...odd, 'y'.repeat(5_000), '__proto__', 'human\u0000']) {
      expect(await pressAnything(phone, data)).toMatchObject({ text: expect.stringMatching(/no longer works/) });
    }
    const person = await desk.teller.database.owner('persons').where({ telegram_id: phone.userId }).first('locale');
    expect(person).toEqual({ locale: 'en' });
  });

  test('an update that cannot be handled is put aside as dead with its error, the sender is told, others go on', async () => {
    const phone = newPhone();
    await phone.send('/language');
    await phone.waitFor(/Which language/);
    await phone.press('Қазақша');
    await phone.waitFor('Тіл: қазақша.');
    await inject(received(phone, { text: 123_456 }), received(phone, { text: 'hello', entities: 5 }), received(phone, { photo: 7 }));
    await isAlive();
    await phone.waitFor(/өңдеу мүмкін болмады/, 50_000);
    const dead = await desk.teller.database.owner('inbox').where({ state: 'dead' }).select<{ error: string }[]>('error');
    expect(dead.length).toBeGreaterThan(0);
    expect(dead.every(({ error }) => error.length > 5)).toBe(true);
  });
});
