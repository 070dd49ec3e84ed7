import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { grantRole, revokeRole } from '../../src/modules/access/granting.js';
import { acceptInvitation, invite } from '../../src/modules/access/invitations.js';
import { PERMISSIONS, type Permission } from '../../src/modules/access/index.js';
import { listRoles } from '../../src/modules/access/repository.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { BOT_ID, addBot } from '../telegram/support.js';

const by = (telegramId: number, permissions: readonly Permission[]) => ({
  actor: { id: `person:${telegramId}`, roles: [], surface: 'telegram' as const },
  telegramId,
  personId: telegramId,
  permissions: new Set(permissions),
});
const ADMIN = by(1, PERMISSIONS.filter((permission) => permission !== 'handoff.notices'));

describe('roles of a bot', () => {
  let database: TestDatabase;
  let roleIds: Map<string, number>;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
    roleIds = new Map((await inBot(listRoles)).map(({ name, id }) => [name, id]));
    await database.owner('persons').insert([1, 2, 3].map((id) => ({ bot_id: BOT_ID, telegram_id: id, first_name: 'P' })));
    await inBot((tx) => grantRole(tx, BOT_ID, by(9, PERMISSIONS), 1, roleId('admin')));
  });
  afterAll(() => database.release());

  const inBot = <T>(work: Parameters<typeof tenantTransaction<T>>[2]): Promise<T> => tenantTransaction(database.db, BOT_ID, work);
  const roleId = (name: string): number => roleIds.get(name) ?? 0;
  const acts = (): Promise<{ action: string; outcome: string }[]> => database.owner('audit_log').orderBy('id', 'desc').select('action', 'outcome', 'details');

  test('an admin gives a role, once, and takes it away', async () => {
    expect(await inBot((tx) => grantRole(tx, BOT_ID, ADMIN, 5, roleId('moderator')))).toMatchObject({ result: 'changed' });
    expect(await inBot((tx) => grantRole(tx, BOT_ID, ADMIN, 5, roleId('moderator')))).toMatchObject({ result: 'unchanged' });
    expect(await inBot((tx) => revokeRole(tx, BOT_ID, ADMIN, 5, roleId('moderator')))).toMatchObject({ result: 'changed' });
    expect(await inBot((tx) => revokeRole(tx, BOT_ID, ADMIN, 5, roleId('moderator')))).toMatchObject({ result: 'unchanged' });
    expect((await acts()).slice(0, 2).map(({ action }) => action)).toEqual(['roles.revoke', 'roles.grant']);
  });

  test.each([
    ['themselves a role', ADMIN, 1, 'viewer', 'own_roles'],
    ['what they do not have', by(2, ['roles.grant', 'queue.view']), 5, 'admin', 'more_than_own'],
    ['anything without the permission', by(2, ['admin.open']), 5, 'viewer', 'not_allowed'],
  ] as const)('nobody gives %s, and that they tried is written down', async (_what, actor, to, role, reason) => {
    expect(await inBot((tx) => grantRole(tx, BOT_ID, actor, to, roleId(role)))).toEqual({ result: 'refused', reason });
    expect((await acts())[0]).toEqual({ action: 'roles.grant', outcome: 'denied', details: { role, reason } });
  });

  test('of two admins who remove each other at once, one stays', async () => {
    for (let round = 0; round < 10; round++) {
      await inBot((tx) => grantRole(tx, BOT_ID, ADMIN, 2, roleId('admin')));
      await inBot((tx) => grantRole(tx, BOT_ID, by(2, PERMISSIONS), 1, roleId('admin')));
      const results = await Promise.all([
        inBot((tx) => revokeRole(tx, BOT_ID, ADMIN, 2, roleId('admin'))),
        inBot((tx) => revokeRole(tx, BOT_ID, by(2, PERMISSIONS), 1, roleId('admin'))),
      ]);
      expect(results.map(({ result }) => result).sort()).toEqual(['changed', 'refused']);
    }
  });

  test('an invitation gives its role to the first who follows it, and to nobody after', async () => {
    const invited = await inBot((tx) => invite(tx, BOT_ID, ADMIN, roleId('moderator'), 60_000));
    if (invited.result !== 'invited') throw new Error(invited.result);
    const [two, three] = await Promise.all([2, 3].map((id) => inBot((tx) => acceptInvitation(tx, BOT_ID, { ...by(id, []), personId: id }, invited.code))));
    expect([two?.name, three?.name].sort()).toEqual(['moderator', undefined]);
    const stored = JSON.stringify([await database.owner('invitations'), await database.owner('audit_log')]);
    expect(stored).not.toContain(invited.code);
  });

  test('an invitation that has expired, was withdrawn or was made up does nothing', async () => {
    const late = await inBot((tx) => invite(tx, BOT_ID, ADMIN, roleId('moderator'), -1));
    const codes = [late.result === 'invited' ? late.code : '', 'i-AAAAAAAAAAAAAAAAAAAAAAAA'];
    for (const code of codes) {
      expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, { ...by(3, []), personId: 3 }, code))).toBeUndefined();
    }
    expect(await inBot((tx) => invite(tx, BOT_ID, by(2, ['queue.view']), roleId('viewer'), 1))).toMatchObject({ reason: 'not_allowed' });
  });
});
