import { describe, expect, test } from '@jest/globals';
import { sendBroadcast, shows } from '../support/broadcasts.js';
import { shareScene, textOf } from '../support/scene.js';

describe('a bare /broadcast', () => {
  const scene = shareScene(2);

  test('shows earlier ones, page by page, before it asks; a draft opens for its author alone', async () => {
    const { first, second } = scene;
    await scene.customer('Anna');
    const panel = await sendBroadcast(first, 'The first one, with many words');
    await shows(first, panel, /finished/, 20_000);
    for (const number of [2, 3, 4, 5, 6]) {
      await first.send(`/broadcast Draft ${number}`);
      await first.waitFor(/Above is what/);
    }
    await first.press('🗑 Discard');
    await first.waitFor(/cancelled/);
    await first.send('/broadcast Draft 7');
    await first.waitFor(/Above is what/);

    await second.send('/broadcast');
    const list = await second.waitFor(/Earlier broadcasts/);
    const asked = await second.waitFor(/What shall I send/);
    expect(asked.message_id).toBeGreaterThan(list.message_id);
    const buttons = list.reply_markup?.inline_keyboard.flat().map(({ text }) => text);
    expect(buttons).toEqual(['📝 7 · Draft 7', '📝 5 · Draft 5', '📝 4 · Draft 4', '📝 3 · Draft 3', '📝 2 · Draft 2', '▶️']);
    await second.press('📝 7 · Draft 7');
    const other = await second.waitFor(/draft/);
    expect(other.reply_markup?.inline_keyboard ?? []).toEqual([]);
    await second.press('▶️');
    await second.waitFor(/Earlier broadcasts/);
    await second.press(({ text }) => /^✅ 1 · The first one, w… · \d+ \w+ · 1\/1$/.test(text));
    expect(textOf(await second.waitFor(/Recipients: 1/))).toMatch(/finished/);

    await first.send('/broadcast');
    await first.waitFor(/Earlier broadcasts/);
    await first.press('📝 7 · Draft 7');
    const own = await first.waitFor(/Above is what/);
    expect(own.reply_markup?.inline_keyboard[0]?.[0]?.text).toBe('✅ Send');
    await first.press('🕒 When');
    await shows(first, own, /When shall it go/);
    await first.press('In an hour');
    await shows(first, own, /When: \d/);
    await first.press('🕒 Schedule');
    await shows(first, own, /scheduled/);
    await first.send('/broadcast');
    await first.waitFor(/Earlier broadcasts/);
    await first.press('🕒 7 · Draft 7');
    const opened = await first.waitFor(/scheduled/);
    await first.press('▶️ Send now');
    await shows(first, opened, /finished/, 20_000);
  }, 90_000);
});
