import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTexts } from '../../src/locales/index.js';
import { type Audience, audienceOf } from '../../src/modules/broadcasts/audience/audience.js';
import { countAudience, prepareChunk } from '../../src/modules/broadcasts/audience/recipients.js';
import { BroadcastLedger } from '../../src/modules/broadcasts/index.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { BOT_ID, addBot, takeLease } from '../telegram/support.js';

/** People by name; what is not said of them is as usual: registered, in Russian, seen today. */
const PEOPLE = {
  rus: {},
  kaz: { locale: 'kk', seen: 1 },
  eng: { locale: 'en', seen: 40, tags: ['VIP', 'Алматы'] },
  mute: { locale: null, seen: 100, tags: ['Алматы'] },
  mod: { seen: 5, role: 'moderator', tags: ['VIP'] },
  refusing: { unsubscribed_at: 'now', tags: ['VIP'] },
  gone: { locale: 'kk', unreachable_at: 'now', tags: ['VIP'] },
  bad: { blocked_at: 'now', unsubscribed_at: 'now', tags: ['VIP'] },
  guest: { registered_at: null, tags: ['VIP'], role: 'moderator' },
} as const;
type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Name[];
type Given = Partial<Omit<Audience, 'roles'>> & { readonly roles?: readonly string[] };

describe('the audience of a broadcast', () => {
  let database: TestDatabase;
  const ids = new Map<Name, number>();
  const roles = new Map<string, number>();
  let list = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
    const { owner } = database;
    for (const { id, name } of await owner('roles').where({ bot_id: BOT_ID }).select<{ id: number; name: string }[]>('id', 'name')) roles.set(name, id);
    for (const [index, name] of NAMES.entries()) {
      const { tags = [], role, seen = 0, ...given } = PEOPLE[name] as { tags?: string[]; role?: string; seen?: number };
      const row = { bot_id: BOT_ID, telegram_id: index + 1, first_name: name, locale: 'ru', registered_at: 'now', ...given };
      const [added] = await owner('persons').insert({ ...row, seen_on: owner.raw('current_date - ?::int', [seen]) }).returning<{ id: number }[]>('id');
      const id = added?.id ?? 0;
      ids.set(name, id);
      for (const tag of tags) await owner('person_tags').insert({ bot_id: BOT_ID, person_id: id, tag });
      if (role !== undefined) await owner('role_grants').insert({ bot_id: BOT_ID, telegram_id: index + 1, role_id: roles.get(role), granted_by: 'system' });
    }
    const draft = await broadcast({});
    const [added] = await owner('broadcast_lists').insert({ bot_id: BOT_ID, broadcast_id: draft, state: 'read' }).returning<{ id: number }[]>('id');
    list = added?.id ?? 0;
    const listed = (['rus', 'eng', 'gone', 'guest'] as const).map((name) => ({ bot_id: BOT_ID, list_id: list, person_id: ids.get(name) }));
    await owner('broadcast_listed').insert(listed);
  });
  afterAll(() => database.release());

  async function broadcast(audience: object, more: object = {}): Promise<number> {
    const content = JSON.stringify({ said: { any: { kind: 'text', text: 'Hello' } } });
    const row = { bot_id: BOT_ID, author_id: ids.get('rus'), content, audience: JSON.stringify(audience), ...more };
    const [added] = await database.owner('broadcasts').insert(row).returning<{ id: number }[]>('id');
    return added?.id ?? 0;
  }

  /** Who stands in the ledger after it was written. */
  async function prepared(audience: Audience, service: boolean): Promise<Name[]> {
    const id = await broadcast(audience, { service, state: 'preparing', prepared_up_to: 0 });
    while (await tenantTransaction(database.db, BOT_ID, (tx) => prepareChunk(tx, BOT_ID, id)));
    const people = await database.owner('broadcast_recipients').where({ broadcast_id: id }).pluck<number[]>('person_id');
    return NAMES.filter((name) => people.includes(ids.get(name) ?? 0));
  }

  function audience({ roles: named = [], ...given }: Given): Audience {
    const withIds = named.map((name) => roles.get(name));
    return audienceOf({ ...given, roles: withIds, ...(given.list !== undefined && { list }) });
  }

  test.each<readonly [string, Given, readonly Name[]]>([
    ['everybody registered', {}, ['rus', 'kaz', 'eng', 'mute', 'mod']],
    ['a language', { languages: ['kk'] }, ['kaz']],
    ['several languages', { languages: ['kk', 'none'] }, ['kaz', 'mute']],
    ['a role', { roles: ['moderator'] }, ['mod']],
    ['a tag', { tags: ['VIP'] }, ['eng', 'mod']],
    ['either tag', { tags: ['VIP', 'Алматы'] }, ['eng', 'mute', 'mod']],
    ['a tag that nobody has', { tags: ['vip'] }, []],
    ['activity since yesterday', { activity: ['active_1'] }, ['rus', 'kaz']],
    ['activity within a week', { activity: ['active_7'] }, ['rus', 'kaz', 'mod']],
    ['silence for a month', { activity: ['silent_30'] }, ['eng', 'mute']],
    ['silence for a quarter, or activity just now', { activity: ['silent_90', 'active_1'] }, ['rus', 'kaz', 'mute']],
    ['a list', { list: 1 }, ['rus', 'eng']],
    ['several kinds, each of which must fit', { languages: ['en', 'ru'], tags: ['VIP'], activity: ['active_30'] }, ['mod']],
    ['all kinds', { languages: ['en'], tags: ['VIP'], activity: ['silent_30'], list: 1 }, ['eng']],
    ['kinds that exclude each other', { roles: ['moderator'], list: 1 }, []],
  ])('by %s is counted as it is written into the ledger', async (_name, given, expected) => {
    for (const service of [false, true]) {
      const named = audience(given);
      const counts = await tenantTransaction(database.db, BOT_ID, (tx) => countAudience(tx, { audience: named, service }));
      const written = await prepared(named, service);
      expect(written.filter((name) => name !== 'refusing')).toEqual(expected);
      expect(counts.recipient).toBe(written.length);
    }
  });

  test('leaves out, each for one reason, who cannot or will not get it; a notice of the service reaches those who unsubscribed', async () => {
    const count = (service: boolean): Promise<object> =>
      tenantTransaction(database.db, BOT_ID, (tx) => countAudience(tx, { audience: audience({ tags: ['VIP'] }), service }));
    const others = { blocked: 1, unregistered: 1, unreachable: 1 };
    expect(await count(false)).toEqual({ recipient: 2, unsubscribed: 1, ...others });
    expect(await count(true)).toEqual({ recipient: 3, unsubscribed: 0, ...others });
    expect(await prepared(audience({ tags: ['VIP'] }), true)).toEqual(['eng', 'mod', 'refusing']);
  });

  test('of a kind that this version does not know is nobody, rather than everybody', () => {
    expect(() => audienceOf({ shoe_sizes: [43] })).toThrow();
    expect(() => audienceOf({ activity: ['asleep'] })).toThrow();
  });

  test('waits for its list to be read', async () => {
    const [unread] = await database
      .owner('broadcast_lists')
      .insert({ bot_id: BOT_ID, broadcast_id: await broadcast({}), file_id: 'file' })
      .returning<{ id: number }[]>('id');
    const id = await broadcast({ list: unread?.id }, { state: 'preparing', prepared_up_to: 0 });
    await expect(tenantTransaction(database.db, BOT_ID, (tx) => prepareChunk(tx, BOT_ID, id))).rejects.toThrow(/before its list was read/);
  });

  test('loses who unsubscribed, was blocked or blocked us before their turn, and keeps the unsubscribed for a service notice', async () => {
    const { db, owner } = database;
    const parts = { db, texts: createTexts('en'), defaultLocale: 'en' } as const;
    const ledger = new BroadcastLedger({ ...parts, becameUnreachable: () => Promise.resolve() });
    const lease = await takeLease(database);
    const sentTo = async (service: boolean): Promise<Record<string, string | null>> => {
      const id = await broadcast({}, { state: 'running', service });
      await owner('broadcast_recipients').insert(NAMES.map((name) => ({ bot_id: BOT_ID, broadcast_id: id, person_id: ids.get(name) })));
      const calls = await ledger.next(BOT_ID, [], 20, 'free');
      const begun = await ledger.begin(lease, calls);
      const may = begun.map((each) => each === 'begun');
      expect(may.filter(Boolean)).toHaveLength(service ? 6 : 5);
      expect(begun).not.toContain('refused');
      await ledger.record(lease, calls.filter((_call, index) => may[index]).map((call) => ({ call, outcome: { result: 'sent', messageIds: [1] } })));
      const rows = await owner('broadcast_recipients').where({ broadcast_id: id }).whereNot({ state: 'sent' }).join('persons', 'persons.id', 'person_id')
        .select<{ first_name: string; state: string; error: string | null }[]>('first_name', 'state', 'error');
      return Object.fromEntries(rows.map(({ first_name, state, error }) => [first_name, `${state}: ${String(error)}`]));
    };
    const others = { gone: 'blocked: unreachable', bad: 'cancelled: blocked', guest: 'cancelled: unregistered' };
    expect(await sentTo(false)).toEqual({ refusing: 'cancelled: unsubscribed', ...others });
    expect(await sentTo(true)).toEqual(others);
  });
});
