import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createTexts } from '../../src/locales/index.js';
import { settingsSchema } from '../../src/modules/bots/settings.js';
import { broadcastDuty } from '../../src/modules/broadcasts/jobs.js';
import { moveBroadcast } from '../../src/modules/broadcasts/repository.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { BOT_ID, addBot } from '../telegram/support.js';
import { quietNow } from './timing-support.js';

describe('a worker at a broadcast', () => {
  let database: TestDatabase;
  let personId: number;
  let due: () => Promise<number[]>;
  let work: (id: number) => Promise<void>;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
    const person = { bot_id: BOT_ID, telegram_id: 7, first_name: 'P', registered_at: new Date() };
    const [row] = await database.owner('persons').insert(person).returning<{ id: number }[]>('id');
    personId = row?.id ?? 0;
    const nothing = (): never => {
      throw new Error('No list is read here');
    };
    const phones = { indexOf: nothing };
    const parts = { db: database.db, texts: createTexts('en'), defaultLocale: 'en', phones: phones as never, apiOf: nothing, log: pino({ level: 'silent' }) } as const;
    const duty = broadcastDuty(parts);
    due = async () => ((await duty.due?.(100)) ?? []).map(({ broadcastId }) => broadcastId);
    work = (broadcastId) => duty.run({ botId: BOT_ID, broadcastId }, new AbortController().signal);
  });
  beforeEach(() => setQuiet(false));
  afterAll(() => database.release());

  async function setQuiet(quiet: boolean): Promise<void> {
    const settings = JSON.stringify(settingsSchema.parse({ broadcasts: quiet ? { quietHours: quietNow() } : {} }));
    await database.owner('bot_settings').insert({ bot_id: BOT_ID, settings, version: 1 }).onConflict('bot_id').merge(['settings']);
  }

  async function broadcast(values: object, recipient?: string): Promise<number> {
    const { owner } = database;
    const content = JSON.stringify({ said: { any: { kind: 'text', text: 'Hello' } } });
    const row = { bot_id: BOT_ID, author_id: personId, content, ...values };
    const [{ id } = { id: 0 }] = await owner('broadcasts').insert(row).returning<{ id: number }[]>('id');
    const state = { state: recipient, error: recipient === 'unknown' ? 'lost' : null };
    if (recipient) await owner('broadcast_recipients').insert({ bot_id: BOT_ID, broadcast_id: id, person_id: personId, ...state });
    return id;
  }

  const stateOf = async (id: number): Promise<string> =>
    (await database.owner('broadcasts').where({ id }).first<{ state: string }>('state')).state;

  test.each([
    ['waits for its time', { state: 'scheduled', start_at: new Date(Date.now() + 86_400_000) }],
    ['waits for approval', { state: 'to_approve' }],
    ['is paused', { state: 'paused', started_at: new Date() }],
  ])('that %s shows it once, and has nothing to do about it then', async (_name, values) => {
    const id = await broadcast(values);
    expect(await due()).toContain(id);
    await work(id);
    await database.owner('broadcasts').where({ id }).update({ show_at: database.owner.raw(`show_at - interval '1 hour'`) });
    expect(await due()).not.toContain(id);
  });

  test.each([
    ['is sent again', { state: 'resending', started_at: new Date(), at_any_hour: false }, 'unknown'],
    ['was prepared', { state: 'preparing', started_at: new Date(), prepared_up_to: 0 }, 'waiting'],
  ])('that %s in quiet hours lets nobody get it before their end', async (_name, values, recipient) => {
    await setQuiet(true);
    const id = await broadcast(values, recipient);
    await work(id);
    expect(await stateOf(id)).toBe('scheduled');
  });

  test('that somebody let go in quiet hours lets it go in those alone', async () => {
    const id = await broadcast({ state: 'running', started_at: new Date(), at_any_hour: true }, 'waiting');
    await work(id);
    await setQuiet(true);
    await work(id);
    expect(await stateOf(id)).toBe('scheduled');
  });

  test('counts no time as standing still before it has begun', async () => {
    const minuteAgo = new Date(Date.now() - 60_000);
    const [unbegun, begun] = [await broadcast({ state: 'paused', moved_at: minuteAgo }), await broadcast({ state: 'paused', moved_at: minuteAgo, started_at: minuteAgo })];
    const paused = (id: number): Promise<unknown> =>
      tenantTransaction(database.db, BOT_ID, async (tx) => {
        await moveBroadcast(tx, id, ['paused'], 'running');
        return (await tx('broadcasts').where({ id }).first<{ paused_seconds: number }>('paused_seconds')).paused_seconds;
      });
    expect(await paused(unbegun)).toBe(0);
    expect(await paused(begun)).toBeGreaterThanOrEqual(60);
  });
});
