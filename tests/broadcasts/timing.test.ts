import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import type { Phone } from '../support/phone.js';
import { pressAnything, said, settled, shareScene, textOf } from '../support/scene.js';
import { acts, draft, makeDue, press, quietNow, setBroadcasts, shown, states, without } from './timing-support.js';

const CROWD = 60;

describe('a broadcast', () => {
  const scene = shareScene(2, { env: { BROADCAST_RATE: '15' } });
  let anna: Phone;
  beforeAll(async () => {
    anna = await scene.customer('Anna');
  });
  afterEach(() => setBroadcasts(scene.teller, {}));
  const got = async (text: string): Promise<number> => (await said(anna)).filter((each) => each === text).length;

  test('goes at the time that was chosen for it, and not before', async () => {
    await draft(scene.first, 'Rates from tomorrow');
    await press(scene.first, '🕒 When', /When shall it go\?/);
    const asked = await press(scene.first, '✏️ Another time', /^When\? Reply/);
    const reply = (text: string): Promise<unknown> => scene.first.send(text, { reply_to_message_id: asked.message_id });
    await reply('soon');
    await scene.first.waitFor(/could not read this time/);
    await reply('00:00');
    await scene.first.waitFor(/has passed: it is/);
    await reply('tomorrow 10:00');
    const chosen = await scene.first.waitFor(/When: \d\d\/\d\d\/\d{4}, 10:00$/);
    expect(chosen.reply_markup?.inline_keyboard[0]?.[0]?.text).toBe('🕒 Schedule');
    await press(scene.first, '🕒 Schedule', /scheduled\nBegins: \d\d\/\d\d\/\d{4}, 10:00 \(Asia\/Almaty\)/);
    await settled(scene.teller);
    expect(await states(scene.teller)).toEqual({});
    await makeDue(scene.teller);
    await anna.waitFor('Rates from tomorrow', 20_000);
    await shown(scene.first, /finished/);
    expect(await got('Rates from tomorrow')).toBe(1);
  }, 60_000);

  test('that is scheduled is taken back, changed, and sent before its time after all', async () => {
    await draft(scene.first, 'Changed plans');
    await press(scene.first, '🕒 When', /When shall it go\?/);
    await press(scene.first, 'In an hour', /When: /);
    const scheduled = await press(scene.first, '🕒 Schedule', /: scheduled/);
    await scene.second.pressData((await said(scene.second)).length, `p:bc_redraft:${String(idIn(textOf(scheduled)))}`);
    await press(scene.first, '📝 Back to draft', /: draft\n/);
    await press(scene.first, '🕒 When', /When shall it go\?/);
    await press(scene.first, 'Tomorrow, 10:00', /When: .*10:00/);
    await press(scene.first, '🕒 Schedule', /: scheduled/);
    await press(scene.first, '▶️ Send now', /gathering|sending|finished/);
    await anna.waitFor('Changed plans', 20_000);
    await shown(scene.first, /#2: finished/);
    expect((await acts(scene.teller)).slice(-2)).toEqual(['broadcast.send', 'broadcast.now']);
  }, 60_000);

  test('that nobody has sent before the time chosen for it is not sent at once instead', async () => {
    await draft(scene.first, 'Too late');
    await press(scene.first, '🕒 When', /When shall it go\?/);
    await press(scene.first, 'In an hour', /When: /);
    await scene.teller.database.owner('broadcasts').where({ state: 'draft' }).update({ start_at: new Date(Date.now() - 1_000) });
    const answer = await scene.first.press('🕒 Schedule');
    expect(answer?.text).toMatch(/has passed/);
    // Nobody else throws it away, whatever the data of their button.
    const other = await pressAnything(scene.second, `p:bc_cancel:${String(idIn(textOf(await shown(scene.first, /: draft\n/))))}`);
    expect(other?.text).toMatch(/no longer possible/);
    await press(scene.first, '🗑 Discard', /cancelled/);
  }, 60_000);

  test('waits for the end of quiet hours, unless somebody lets it go in them', async () => {
    await setBroadcasts(scene.teller, { quietHours: quietNow() });
    const panel = await draft(scene.first, 'Good night');
    expect(textOf(panel)).toMatch(/quiet hours: it will begin at .*\d\d:\d\d\.$/);
    await press(scene.first, '✅ Send', /: scheduled\nBegins: /);
    await makeDue(scene.teller);
    await eventually(async () => {
      const row = await scene.teller.database.owner('broadcasts').where({ state: 'scheduled' }).first<{ start_at: Date } | undefined>('start_at');
      expect(row?.start_at.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
    }, 20_000);
    expect(await got('Good night')).toBe(0);
    await press(scene.first, '▶️ Send now', /gathering|sending|finished/);
    await anna.waitFor('Good night', 20_000);
    await shown(scene.first, /#4: finished/);
  }, 60_000);

  test('goes only by somebody else when whoever scheduled it may send no more', async () => {
    const { second } = scene;
    await draft(second, 'From somebody who left');
    await press(second, '🕒 When', /When shall it go\?/);
    await press(second, 'In an hour', /When: /);
    await press(second, '🕒 Schedule', /: scheduled/);
    const restore = await without(scene.teller, [second.userId]);
    await makeDue(scene.teller);
    await scene.first.waitFor(/Mod2, who let it go, may no longer send it/, 20_000);
    expect(await got('From somebody who left')).toBe(0);
    await press(scene.first, '▶️ Resume', /gathering|sending|finished/);
    await anna.waitFor('From somebody who left', 20_000);
    expect(await acts(scene.teller)).toContain('broadcast.hold');
    await restore();
    await eventually(async () => expect(await open()).toBe(0), 20_000);
  }, 60_000);

  test('under way is held when quiet hours begin, and goes on to those who wait, each once', async () => {
    await registerCrowd(scene.teller.simulator, scene.teller.database, CROWD);
    const before = (await states(scene.teller))['sent'] ?? 0;
    await draft(scene.first, 'Late news');
    await press(scene.first, '✅ Send', /gathering|sending/);
    await eventually(async () => expect((await states(scene.teller))['sent'] ?? 0).toBeGreaterThan(before + 5));
    await setBroadcasts(scene.teller, { quietHours: quietNow() });
    await shown(scene.first, /These are quiet hours: it goes on at/);
    await eventually(async () => expect((await states(scene.teller))['sending'] ?? 0).toBe(0));
    expect((await states(scene.teller))['waiting'] ?? 0).toBeGreaterThan(0);
    await press(scene.first, '▶️ Go on now', /sending|finished/);
    await eventually(async () => expect(await open()).toBe(0), 20_000);
    const calls = scene.teller.simulator.calls().filter(({ params, ok }) => ok && params['text'] === 'Late news' && params['chat_id'] !== scene.first.userId);
    const chats = calls.map(({ params }) => params['chat_id']);
    expect(chats).toHaveLength(CROWD + 1);
    expect(new Set(chats).size).toBe(CROWD + 1);
  }, 90_000);

  async function open(): Promise<number> {
    const rows = await scene.teller.database.owner('broadcasts').whereIn('state', ['scheduled', 'preparing', 'running', 'paused']);
    return rows.length;
  }
});

function idIn(text: string): number {
  return Number(/#(\d+)/.exec(text)?.[1]);
}
