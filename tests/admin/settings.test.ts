import { describe, expect, test } from '@jest/globals';
import { AUTO_RESOLVE_SET, MIN_CONFIDENCE_SET, type Part, TIME_ZONE, UPDATES_PER_MINUTE, bankText, hoursOf, seenAs } from '../../src/modules/admin/settings/parts.js';
import type { Settings } from '../../src/modules/bots/index.js';
import { eventually } from '../support/eventually.js';
import { textOf, settled } from '../support/scene.js';
import { CONTEXTS } from '../support/teller.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { dataOf, labelsOf, press, shareAdminScene, turn } from './support.js';

describe('the settings in the panel', () => {
  const scene = shareAdminScene({ CONTEXTS_DIR: CONTEXTS, AUTO_RESOLVE_THRESHOLD: '0.75' });

  /** Goes to a screen at once, since Telegram takes one edit a second. */
  async function open(screen: 'hours' | 'zone' | 'text:greeting' | 'limits' | 'audit:0', shown: RegExp, by = scene.admin): Promise<SeenMessage> {
    const panel = await scene.open(by);
    await by.pressData(panel.message_id, `p:${screen}`);
    return by.waitFor(shown);
  }
  const stored = async (): Promise<Settings> =>
    (await scene.teller.database.owner('bot_settings').first<{ settings: Settings }>('settings')).settings;
  const changes = async (): Promise<(object | null)[]> =>
    (await scene.acts(scene.admin)).filter(({ action }) => action === 'settings.change').map(({ details }) => details);

  async function reply(asked: SeenMessage, words: string): Promise<void> {
    await scene.admin.send(words, { reply_to_message_id: asked.message_id });
  }

  test('the hours of a day are chosen or typed, and each change is written down', async () => {
    await scene.open();
    await turn(scene.admin, '⚙️ Settings', /^Settings/);
    await turn(scene.admin, '🕘 Working hours', /^Working hours of your team\n🟢 It is working time now\.\nTime zone: Asia\/Almaty, where it is \d\d:\d\d\./);
    await turn(scene.admin, 'Monday: around the clock', /^Monday\nNow: around the clock/);
    const chosen = await turn(scene.admin, '09:00–18:00', /^Working hours/);
    expect(labelsOf(chosen)).toContain('Monday: 09:00–18:00');
    await turn(scene.admin, /^Sunday/, /^Sunday/);
    expect(labelsOf(await turn(scene.admin, 'day off', /^Working hours/))).toContain('Sunday: day off');
    await turn(scene.admin, /^Saturday/, /^Saturday/);
    const asked = await turn(scene.admin, '✏️ Other hours', /^Saturday: from when to when\?/);
    await reply(asked, 'from ten');
    const again = await scene.admin.waitFor(/could not read these hours/);
    await reply(again, '20-2');
    expect(labelsOf(await scene.admin.waitFor(/^Working hours/))).toContain('Saturday: 20:00–02:00');
    expect((await stored()).workingHours.days).toMatchObject({
      monday: { from: '09:00', to: '18:00' },
      tuesday: { from: '00:00', to: '24:00' },
      saturday: { from: '20:00', to: '02:00' },
      sunday: null,
    });
    expect((await changes())[1]).toEqual({
      before: { 'workingHours.days.sunday.from': '00:00', 'workingHours.days.sunday.to': '24:00' },
      after: { 'workingHours.days.sunday': null },
    });
  });

  test('the days from Monday to Friday are set at once', async () => {
    await open('hours', /^Working hours/);
    await turn(scene.admin, '🗓 Monday to Friday at once', /^Monday to Friday/);
    const set = labelsOf(await turn(scene.admin, '10:00–19:00', /^Working hours/));
    expect(set.filter((label) => label.endsWith('10:00–19:00'))).toHaveLength(5);
  });

  test('the time zone is chosen, or typed by its name or its city', async () => {
    await open('zone', /^Time zone/);
    await turn(scene.admin, /^Moscow/, /Time zone: Europe\/Moscow/);
    const asked = await turn(scene.admin, '✏️ Another one', /Which time zone/);
    await reply(asked, 'Atlantis');
    await scene.admin.waitFor(/no such time zone/);
    await reply(asked, 'new york');
    await scene.admin.waitFor(/Time zone: America\/New_York/);
    expect((await stored()).workingHours.timeZone).toBe('America/New_York');
    const log = await open('audit:0', /^Audit log/);
    const { at } = await scene.teller.database.owner('audit_log').where({ action: 'settings.change' }).orderBy('id', 'desc').first<{ at: Date }>('at');
    const there = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: 'America/New_York' }).format(at);
    expect(log.text).toContain(`✅ ${there} · `);
  });

  test('a text is shown in each language, changed by a reply, and reset after a question', async () => {
    const before = await open('text:greeting', /^👋 Greeting/);
    expect(before.text).toMatch(/Русский · built-in text\nЗдравствуйте, Ada!.*Қазақша · built-in text\nСәлеметсіз бе, Ada!.*English · built-in text\nHello, Ada!/s);
    const asked = await turn(scene.admin, '✏️ English', /^The new text, English: .* Up to 1000 characters/);
    await reply(asked, `Hi! ${'x'.repeat(1_000)}`);
    await scene.admin.waitFor(/has 1004 characters, and 1000 are the most/);
    await reply(asked, '🙂');
    await scene.admin.waitFor(/needs words/);
    const own = `Welcome to <b>Demo Bank</b>!\n${'Ask us anything. '.repeat(20)}`.trim();
    await reply(asked, own);
    await scene.admin.waitFor(/English · the bank's text\nWelcome to <b>Demo Bank<\/b>!/);
    expect((await stored()).texts.greeting).toEqual({ ru: null, kk: null, en: own });
    await eventually(async () => {
      const customer = scene.teller.simulator.phone({ first_name: 'Guest', language_code: 'en' });
      await customer.send('/start');
      await customer.waitFor(/Which language/);
      expect((await customer.messages()).map(textOf)).toContain(own);
    });
    await scene.admin.press('↩️ Reset');
    const yes = dataOf(await scene.admin.waitFor(/^Go back to the built-in text, English\?/), /^Yes/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'That was done already.' });
    expect((await stored()).texts.greeting.en).toBeNull();
    expect((await changes())[0]).toEqual({ before: { 'texts.greeting.en': own }, after: { 'texts.greeting.en': null } });
  });

  test('a changed threshold changes what is answered', async () => {
    const customer = await scene.person('Asker');
    const isAnswered = (wanted: string): Promise<void> =>
      eventually(async () => {
        await customer.send('между вашими клиентами перевод бесплатный?');
        await settled(scene.teller);
        const answers = scene.teller.database.owner('answers').orderBy('id', 'desc');
        expect(await answers.first<{ outcome: string }>('outcome')).toEqual({ outcome: wanted });
      });
    await isAnswered('answered');
    let screen = await open('limits', /at least 60 % sure\.\nBalanced/);
    expect(labelsOf(screen)).not.toContain('↩️ Reset (60 %)');
    for (const percent of [65, 70, 75]) screen = await turn(scene.admin, `➕ ${percent} %`, new RegExp(`at least ${percent} % sure`));
    expect(screen.text).toMatch(/Strict/);
    await isAnswered('refused');
    await turn(scene.admin, '↩️ Reset (60 %)', /at least 60 % sure/);
    await isAnswered('answered');
    expect((await stored()).thresholds).toEqual({ minConfidence: null, autoResolve: null });
  });

  test('from how much certainty on the FAQ answers is set and reset with a press', async () => {
    await open('limits', /frequent questions at once with a ready answer when it is at least 75 % sure/);
    await turn(scene.admin, '⚡ ➖ 70 %', /ready answer when it is at least 70 % sure/);
    expect((await stored()).thresholds.autoResolve).toBe(0.7);
    expect((await changes())[0]).toEqual({ before: { 'thresholds.autoResolve': null }, after: { 'thresholds.autoResolve': 0.7 } });
    await turn(scene.admin, '↩️ Reset (75 %)', /ready answer when it is at least 75 % sure/);
    expect((await stored()).thresholds.autoResolve).toBeNull();
  });

  test('a late press, a double press and a press that no button of ours makes do no harm', async () => {
    const screen = await open('limits', /at least 60 % sure/);
    const [less, more] = [dataOf(screen, /➖ 55/), dataOf(screen, /➕ 65/)];
    expect(await press(scene.teller, scene.admin, more)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, more)).toMatchObject({ text: 'That was done already.' });
    expect(await press(scene.teller, scene.admin, less)).toMatchObject({ text: expect.stringMatching(/changed this before you/) });
    const now = await stored();
    // Each names what there is to be changed, so that nothing but its oddity is in its way.
    const odd: [Part<unknown>, string[]][] = [
      [MIN_CONFIDENCE_SET, ['101', '0', '29', '96', '-5', ''].map((percent) => `confidence_set:${percent}`)],
      [AUTO_RESOLVE_SET, ['49', '96', '72', '-5', ''].map((percent) => `resolve_set:${percent}`)],
      [UPDATES_PER_MINUTE, ['7', '99999999999999999999'].map((rate) => `rate_set:${rate}`)],
      [hoursOf(['monday']), ['hours_set:monday:2500-0900', 'hours_set:monday:x', 'hours_day:funday']],
      [TIME_ZONE, ['zone_set:Mars', 'zone_ask:x:y:z']],
      [bankText('greeting', 'en'), ['text:secret', 'text_ask:greeting:de']],
    ];
    for (const [part, presses] of odd) {
      for (const data of presses) await press(scene.teller, scene.admin, `p:${data}:${seenAs(part, now)}`);
    }
    expect(await stored()).toEqual(now);
    expect((await stored()).thresholds).toEqual({ minConfidence: 0.65, autoResolve: null });
    expect((await stored()).limits).toEqual({ updatesPerMinute: null, llmTokensPerDay: null, llmCostPerDay: null });
    expect(await scene.teller.database.owner('inbox').where({ state: 'dead' })).toEqual([]);
  });

  test('of two admins who change at once, neither undoes what the other has done', async () => {
    const other = scene.otherAdmin;
    const [mine, hers] = [await open('limits', /^Thresholds/), await open('limits', /^Thresholds/, other)];
    const both = (own: RegExp, others: RegExp): Promise<unknown> =>
      Promise.all([press(scene.teller, scene.admin, dataOf(mine, own)), press(scene.teller, other, dataOf(hers, others))]);
    await both(/➕ 70/, /^300$/);
    expect(await stored()).toMatchObject({ thresholds: { minConfidence: 0.7 }, limits: { updatesPerMinute: 300 } });
    const [mineNow, hersNow] = [await open('limits', /^Thresholds/), await open('limits', /^Thresholds/, other)];
    const answers = await Promise.all([
      press(scene.teller, scene.admin, dataOf(mineNow, /➕ 75/)),
      press(scene.teller, other, dataOf(hersNow, /➖ 65/)),
    ]);
    expect(answers.map((answer) => answer?.text).filter((text) => text === 'Done.')).toHaveLength(1);
    expect(answers.map((answer) => answer?.text).filter((text) => text?.includes('changed this before you'))).toHaveLength(1);
    await turn(scene.admin, '♾ No limit', /not limited/);
  });

  test('whoever may not manage settings is refused, and sees no button to them', async () => {
    const { moderator } = scene;
    const seen = async (by: Phone): Promise<unknown> => press(scene.teller, by, 'p:confidence_set:95:00000000');
    expect(await seen(moderator)).toMatchObject({ text: expect.stringMatching(/not have access/) });
    expect((await scene.acts(moderator))[0]).toMatchObject({ action: 'settings.manage', outcome: 'denied' });
  });

  test('that cannot be read are said to be so, and the first change replaces them', async () => {
    const { owner } = scene.teller.database;
    const { bot_id } = await owner('bots').first<{ bot_id: number }>('bot_id');
    await owner('bot_settings').insert({ bot_id, settings: '{"colour": "green"}' }).onConflict('bot_id').merge(['settings']);
    const panel = await scene.open();
    await scene.admin.pressData(panel.message_id, 'p:settings');
    await scene.admin.waitFor(/^Settings.*cannot be read/s);
    await turn(scene.admin, '🕘 Working hours', /^Working hours/);
    await turn(scene.admin, /^Monday:/, /^Monday/);
    await turn(scene.admin, '09:00–18:00', /^Working hours/);
    expect((await stored()).workingHours.days).toMatchObject({ monday: { from: '09:00', to: '18:00' } });
    expect((await changes())[0]).toMatchObject({ instead_of: 'unreadable' });
  });
});
