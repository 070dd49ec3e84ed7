import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { SYSTEM } from '../../src/modules/audit/index.js';
import { BotSettings, DEFAULT_SETTINGS, type Settings, findSettings, lockSettings, saveSettings } from '../../src/modules/bots/index.js';
import { settingsSchema } from '../../src/modules/bots/settings.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase, somebodyWaits } from '../support/database.js';
import { addBot } from '../telegram/support.js';

const BOT = 7_001;
const OTHER_BOT = 7_002;

describe('the schema of the settings', () => {
  test('fills in what is left out', () => {
    expect(settingsSchema.parse({})).toEqual(DEFAULT_SETTINGS);
    expect(settingsSchema.parse({ texts: { greeting: { kk: 'Сәлем' } } }).texts).toEqual({
      greeting: { ru: null, kk: 'Сәлем', en: null },
      outOfHours: { ru: null, kk: null, en: null },
      emergency: { ru: null, kk: null, en: null },
      crisis: { ru: null, kk: null, en: null },
    });
    expect(DEFAULT_SETTINGS.workingHours).toMatchObject({ timeZone: 'Asia/Almaty', days: { sunday: { from: '00:00', to: '24:00' } } });
  });

  test.each([
    [{ texts: { greeting: { de: 'Hallo' } } }],
    [{ texts: { greeting: { en: '' } } }],
    [{ texts: { greeting: { en: ' \u200b\n' } } }],
    [{ texts: { greeting: { en: 'a\u0000b' } } }],
    [{ texts: { greeting: { en: 'half \ud83d' } } }],
    [{ texts: { outOfHours: { en: 'closed \u202e' } } }],
    [{ texts: { greeting: { en: 'x'.repeat(1_001) } } }],
    [{ workingHours: { timeZone: 'Mars/Olympus' } }],
    [{ workingHours: { timeZone: '+05:00' } }],
    [{ workingHours: { days: { monday: { from: '09:00', to: '09:00' } } } }],
    [{ workingHours: { days: { monday: { from: '24:00', to: '09:00' } } } }],
    [{ workingHours: { days: { funday: null } } }],
    [{ thresholds: { minConfidence: 1.01 } }],
    [{ limits: { ...DEFAULT_SETTINGS.limits, updatesPerMinute: 0 } }],
    [{ limits: { ...DEFAULT_SETTINGS.limits, updatesPerMinute: 1.5 } }],
    [{ colour: 'green' }],
  ])('refuses %j', (given) => {
    expect(settingsSchema.safeParse(given).success).toBe(false);
  });
});

describe('the stored settings', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database, BOT);
    await addBot(database, OTHER_BOT);
  });
  afterAll(() => database.release());

  const change = (wanted: (now: Settings) => Settings, botId = BOT): Promise<boolean> =>
    tenantTransaction(database.db, botId, async (tx) => {
      const stored = await lockSettings(tx, botId);
      return saveSettings(tx, botId, SYSTEM, stored, wanted(stored.settings));
    });
  const withLimit = (updatesPerMinute: number) => (now: Settings): Settings => ({ ...now, limits: { ...now.limits, updatesPerMinute } });
  const withThreshold = (minConfidence: number) => (now: Settings): Settings => ({ ...now, thresholds: { ...now.thresholds, minConfidence } });
  const stored = (botId = BOT) => tenantTransaction(database.db, botId, (tx) => findSettings(tx, botId));

  test('are those that Teller comes with until somebody sets some', async () => {
    expect(await stored(OTHER_BOT)).toEqual({ settings: DEFAULT_SETTINGS, version: 0, isSound: true });
    expect(await change((now) => now, OTHER_BOT)).toBe(false);
    expect(await database.owner('audit_log').where({ bot_id: OTHER_BOT })).toEqual([]);
  });

  test('keep both of two changes that are made at once, the very first ones too', async () => {
    const second = await tenantTransaction(database.db, BOT, async (tx) => {
      const before = await lockSettings(tx, BOT);
      await saveSettings(tx, BOT, SYSTEM, before, withLimit(100)(before.settings));
      const other = change(withThreshold(0.7));
      await somebodyWaits(database.owner);
      return { other };
    });
    expect(await second.other).toBe(true);
    expect(await stored()).toMatchObject({ settings: { limits: { ...DEFAULT_SETTINGS.limits, updatesPerMinute: 100 }, thresholds: { minConfidence: 0.7 } }, version: 2 });
    const acts = await database.owner('audit_log').where({ bot_id: BOT }).orderBy('id').select('action', 'details');
    expect(acts).toEqual([
      { action: 'settings.change', details: { before: { 'limits.updatesPerMinute': null }, after: { 'limits.updatesPerMinute': 100 } } },
      { action: 'settings.change', details: { before: { 'thresholds.minConfidence': null }, after: { 'thresholds.minConfidence': 0.7 } } },
    ]);
  });

  test('refuse what is no setting, and a change of what is not locked any more', async () => {
    await expect(change(withThreshold(7))).rejects.toThrow(/minConfidence/);
    const old = await stored();
    await change(withLimit(200));
    const late = tenantTransaction(database.db, BOT, (tx) => saveSettings(tx, BOT, SYSTEM, old, withLimit(5)(old.settings)));
    await expect(late).rejects.toThrow(/lock/);
    expect((await stored()).settings.limits).toMatchObject({ updatesPerMinute: 200 });
  });

  test('are read again after two seconds, and by no other bot', async () => {
    let now = 0;
    const reader = new BotSettings(database.db, pino({ level: 'silent' }), () => now);
    const before = await reader.get(BOT);
    await change(withLimit(300));
    now = 1_999;
    expect(await reader.get(BOT)).toBe(before);
    now = 2_000;
    expect((await reader.get(BOT)).limits).toMatchObject({ updatesPerMinute: 300 });
    expect(await reader.get(OTHER_BOT)).toEqual(DEFAULT_SETTINGS);
  });

  test('that make no sense silence nobody: the last ones count, or those that Teller comes with', async () => {
    let now = 0;
    const reader = new BotSettings(database.db, pino({ level: 'silent' }), () => now);
    await change(withLimit(400));
    await reader.get(BOT);
    await database.owner('bot_settings').where({ bot_id: BOT }).update({ settings: '{"limits": 5, "from": "a later version"}' });
    now = 2_000;
    expect((await reader.get(BOT)).limits).toMatchObject({ updatesPerMinute: 400 });
    expect(await new BotSettings(database.db, pino({ level: 'silent' })).get(BOT)).toEqual(DEFAULT_SETTINGS);
  });
});
