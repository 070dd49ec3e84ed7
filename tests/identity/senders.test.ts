import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Person, Senders } from '../../src/modules/identity/index.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { addBot } from '../telegram/support.js';

const BOT = 101;
const OTHER_BOT = 202;
const [CUSTOMER, MODERATOR, EVERYWHERE, BLOCKED, ELSEWHERE] = [1, 2, 3, 4, 5] as const;

describe('senders who are looked up together', () => {
  let database: TestDatabase;
  let senders: Senders;
  const grant = async (bot_id: number, telegram_id: number, name: string): Promise<void> => {
    const role = await database.owner('roles').where({ bot_id, name }).first<{ id: number }>('id');
    await database.owner('role_grants').insert({ bot_id, telegram_id, role_id: role.id, granted_by: 'system' });
  };
  const find = async (...ids: number[]): Promise<(Person | undefined)[]> => Promise.all(ids.map((id) => senders.find(BOT, id)));

  beforeAll(async () => {
    database = await createTestDatabase();
    senders = new Senders(database.db);
    for (const bot_id of [BOT, OTHER_BOT]) {
      await addBot(database, bot_id);
      const people = [CUSTOMER, MODERATOR, EVERYWHERE, BLOCKED, ELSEWHERE];
      await database.owner('persons').insert(people.map((telegram_id) => ({ bot_id, telegram_id, first_name: 'Person' })));
    }
    for (const telegram_id of [MODERATOR, EVERYWHERE, BLOCKED]) await grant(BOT, telegram_id, 'moderator');
    await grant(BOT, EVERYWHERE, 'viewer');
    await grant(OTHER_BOT, ELSEWHERE, 'admin');
    await database.owner('installation_grants').insert({ telegram_id: EVERYWHERE, role: 'viewer', granted_by: 'system' });
    await database.owner('persons').where({ telegram_id: BLOCKED }).update({ blocked_at: new Date() });
  });
  afterAll(() => database.release());

  test('have each their own roles, and everybody those of a customer', async () => {
    const people = await find(CUSTOMER, MODERATOR, EVERYWHERE, BLOCKED, ELSEWHERE, 6);
    expect(people.map((person) => person?.roles)).toEqual([
      ['customer'],
      ['customer', 'moderator'],
      ['customer', 'moderator', 'viewer'],
      ['customer', 'moderator'],
      ['customer'],
      undefined,
    ]);
    const may = people.map((person) => ['bot.use', 'handoff.serve', 'conversations.view'].filter((each) => person?.permissions.has(each as never)));
    expect(may).toEqual([
      ['bot.use'],
      ['bot.use', 'handoff.serve'],
      ['bot.use', 'handoff.serve', 'conversations.view'],
      [],
      ['bot.use'],
      [],
    ]);
  });

  test('have their roles as they are at each look, however often they were looked up before', async () => {
    const roles = async (): Promise<unknown> => (await find(CUSTOMER))[0]?.roles;
    for (let i = 0; i < 10; i++) expect(await roles()).toEqual(['customer']);
    await grant(BOT, CUSTOMER, 'viewer');
    expect(await roles()).toEqual(['customer', 'viewer']);
    await database.owner('role_grants').where({ telegram_id: CUSTOMER }).update({ revoked_at: new Date(), revoked_by: 'system' });
    expect(await roles()).toEqual(['customer']);
  });
});
