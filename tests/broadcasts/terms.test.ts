import { beforeAll, describe, expect, test } from '@jest/globals';
import type { LoggedCall } from '../../src/simulator/index.js';
import { registerCrowd } from '../support/crowd.js';
import { eventually } from '../support/eventually.js';
import type { Phone } from '../support/phone.js';
import { pressAnything, said, settled, shareScene, textOf } from '../support/scene.js';
import { acts, draft, press, quietNow, setBroadcasts, shown, states } from './timing-support.js';

const ADMIN = 905_001;
const CROWD = 150;
const FREE_RATE = 30;

describe('the terms of a broadcast', () => {
  const scene = shareScene(1, { env: { ADMIN_TELEGRAM_IDS: String(ADMIN), BROADCAST_RATE: '15' } });
  let admin: Phone;
  let gone: Phone;
  beforeAll(async () => {
    admin = scene.teller.simulator.phone({ id: ADMIN, first_name: 'Ada', language_code: 'en' });
    await admin.send('/start');
    await admin.waitFor(/Which language/);
    gone = await scene.customer('Gone');
    await gone.send('/unsubscribe');
    await gone.waitFor(/no more news/);
  });
  const callsOf = (text: string): LoggedCall[] =>
    scene.teller.simulator.calls('sendMessage').filter(({ params }) => params['text'] === text && ![ADMIN, scene.first.userId].includes(Number(params['chat_id'])));

  test('a notice of the service reaches those who unsubscribed, in quiet hours too, and says why', async () => {
    await setBroadcasts(scene.teller, { quietHours: quietNow() });
    await draft(admin, 'Cards do not work');
    const panel = await press(admin, 'ℹ️ Make it a service notice', /Service notice: goes to those who unsubscribed as well \(1\)/);
    expect(textOf(panel)).not.toMatch(/quiet hours: it will begin/);
    await press(admin, '✅ Send', /gathering|sending|finished/);
    await gone.waitFor('Cards do not work', 20_000);
    const why = await gone.press('ℹ️ Why do I get this?');
    expect(why).toMatchObject({ show_alert: true, text: expect.stringMatching(/everybody gets it.*\/unsubscribe/) });
    expect(why?.text?.length).toBeLessThanOrEqual(200);
    expect(await acts(scene.teller)).toContain('broadcast.service');
    await setBroadcasts(scene.teller, {});
  }, 60_000);

  test('are not for everybody who may send to choose', async () => {
    const panel = await draft(scene.first, 'No incident at all');
    const labels = panel.reply_markup?.inline_keyboard.flat().map(({ text }) => text);
    expect(labels).not.toContain('ℹ️ Make it a service notice');
    expect((await scene.first.pressData(panel.message_id, 'p:bc_service:2'))?.text).toMatch(/not have access/);
    expect(await scene.teller.database.owner('broadcasts').where({ service: true }).pluck('id')).toHaveLength(1);
    await press(scene.first, '🗑 Discard', /cancelled/);
  }, 60_000);

  test('allow nobody else to send a notice of the service again', async () => {
    const { owner } = scene.teller.database;
    await eventually(async () => expect(await owner('broadcasts').whereNotNull('settled_at').pluck('id')).toContain(1));
    await owner('broadcast_recipients').where({ broadcast_id: 1 }).update({ state: 'unknown', error: 'lost' });
    const yes = `p:bc_resend_yes:${Math.floor(Date.now() / 60_000).toString(36)}:1`;
    expect((await pressAnything(scene.first, yes))?.text).toMatch(/not have access/);
    expect(await owner('broadcasts').where({ id: 1 }).pluck('state')).toEqual(['finished']);
  });

  test('a notice of the service overtakes news that is under way', async () => {
    await registerCrowd(scene.teller.simulator, scene.teller.database, CROWD);
    await draft(scene.first, 'Slow news');
    await draft(admin, 'Urgent notice');
    await press(admin, 'ℹ️ Make it a service notice', /Service notice/);
    await press(scene.first, '✅ Send', /gathering|sending/);
    await eventually(() => expect(callsOf('Slow news').length).toBeGreaterThan(5));
    await press(admin, '✅ Send', /gathering|sending/);
    await eventually(() => expect(callsOf('Urgent notice')).toHaveLength(CROWD + 1), 40_000);
    await press(scene.first, '⏹ Cancel', /cancelled/);
    const urgent = callsOf('Urgent notice');
    const [first, last] = [urgent[0]?.seq ?? 0, urgent.at(-1)?.seq ?? 0];
    // What was begun already may come between.
    expect(callsOf('Slow news').filter(({ seq }) => seq > first && seq < last).length).toBeLessThan(CROWD / 5);
  }, 90_000);

  test('what is paid for goes faster than what is not, without a refusal, and the other broadcast keeps its pace', async () => {
    await settled(scene.teller);
    scene.teller.simulator.world.settings.enforceLimits = true;
    await setBroadcasts(scene.teller, { paidRate: 250 });
    await draft(scene.first, 'Free');
    await press(scene.first, '✅ Send', /gathering|sending/);
    await draft(admin, 'Paid');
    const panel = await press(admin, '⚡ Pay: up to 250/s', /Paid: up to 250 a second, at most 15 ⭐/);
    expect(textOf(panel)).toMatch(/0\.1 ⭐/);
    await press(admin, '✅ Send', /gathering|sending|finished/);
    await eventually(() => expect(callsOf('Paid')).toHaveLength(CROWD), 40_000);
    await press(scene.first, '⏹ Cancel', /cancelled/);
    const [paid, free] = [callsOf('Paid'), callsOf('Free')];
    expect([...paid, ...free].filter(({ error_code }) => error_code === 429)).toEqual([]);
    expect(paid.every(({ params }) => params['allow_paid_broadcast'] === true)).toBe(true);
    expect(free.every(({ params }) => params['allow_paid_broadcast'] === undefined)).toBe(true);
    expect(mostInASecond(paid)).toBeGreaterThan(FREE_RATE);
    expect(mostInASecond(free)).toBeLessThanOrEqual(FREE_RATE);
    expect(free.some(({ seq }) => seq > (paid[0]?.seq ?? 0))).toBe(true);
    await shown(admin, /finished/);
    expect((await states(scene.teller))['failed'] ?? 0).toBe(0);
    expect(await said(gone)).not.toContain('Paid');
  }, 90_000);
});

function mostInASecond(calls: readonly LoggedCall[]): number {
  return Math.max(...calls.map(({ at }) => calls.filter((other) => other.at >= at && other.at < at + 1_000).length));
}
