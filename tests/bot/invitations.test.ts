import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { grantRole, revokeRole } from '../../src/modules/access/granting.js';
import { acceptInvitation, invite, revokeInvitation } from '../../src/modules/access/invitations.js';
import { PERMISSIONS, type Permission } from '../../src/modules/access/index.js';
import { listRoles } from '../../src/modules/access/repository.js';
import { beginTenantTransaction, tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase, somebodyWaits } from '../support/database.js';
import { BOT_ID, addBot } from '../telegram/support.js';

const by = (telegramId: number | undefined, permissions: readonly Permission[]) => ({
  actor: { id: `person:${telegramId}`, roles: [], surface: 'telegram' as const },
  telegramId,
  permissions: new Set(permissions),
});
const follower = (telegramId: number) => ({ ...by(telegramId, []), telegramId, personId: telegramId });
/** A token of the API, which is nobody's. */
const TOKEN = by(undefined, PERMISSIONS);
const ADMIN = by(1, PERMISSIONS.filter((permission) => permission !== 'handoff.notices'));

describe('roles of a bot', () => {
  let database: TestDatabase;
  let roleIds: Map<string, number>;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
    roleIds = new Map((await inBot(listRoles)).map(({ name, id }) => [name, id]));
    await database.owner('persons').insert([1, 2, 3].map((id) => ({ bot_id: BOT_ID, telegram_id: id, first_name: 'P' })));
    await inBot((tx) => grantRole(tx, BOT_ID, TOKEN, 1, roleId('admin')));
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
    ['what they do not have', by(undefined, ['roles.grant', 'queue.view']), 5, 'admin', 'more_than_own'],
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
    // Whoever stayed, the tests that follow begin with the first as the only admin.
    await inBot((tx) => grantRole(tx, BOT_ID, TOKEN, 1, roleId('admin')));
    await inBot((tx) => revokeRole(tx, BOT_ID, TOKEN, 2, roleId('admin')));
  });

  test('an invitation gives its role to the first who follows it, and to nobody after', async () => {
    const invited = await inBot((tx) => invite(tx, BOT_ID, ADMIN, roleId('moderator'), 60_000));
    if (invited.result !== 'invited') throw new Error(invited.result);
    const [two, three] = await Promise.all([2, 3].map((id) => inBot((tx) => acceptInvitation(tx, BOT_ID, follower(id), invited.code))));
    expect([two?.role.name, three?.role.name].sort()).toEqual(['moderator', undefined]);
    const stored = JSON.stringify([await database.owner('invitations'), await database.owner('audit_log')]);
    expect(stored).not.toContain(invited.code);
  });

  test('an invitation that has expired, was withdrawn or was made up does nothing', async () => {
    const late = await inBot((tx) => invite(tx, BOT_ID, ADMIN, roleId('moderator'), -1));
    const codes = [late.result === 'invited' ? late.code : '', 'i-AAAAAAAAAAAAAAAAAAAAAAAA'];
    for (const code of codes) {
      expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(3), code))).toBeUndefined();
    }
    expect(await inBot((tx) => invite(tx, BOT_ID, by(2, ['queue.view']), roleId('viewer'), 1))).toMatchObject({ reason: 'not_allowed' });
  });

  test('a link outlives nobody’s right to give its role, also not one that was blocked', async () => {
    await inBot((tx) => grantRole(tx, BOT_ID, TOKEN, 2, roleId('admin')));
    const [first, second] = [await inviteBy(2), await inviteBy(2)];
    await database.owner('persons').where({ telegram_id: 2 }).update({ blocked_at: new Date() });
    expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(3), first))).toBeUndefined();
    await database.owner('persons').where({ telegram_id: 2 }).update({ blocked_at: null });
    await inBot((tx) => revokeRole(tx, BOT_ID, TOKEN, 2, roleId('admin')));
    expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(2), second))).toBeUndefined();
    expect((await acts())[0]).toEqual({ action: 'roles.accept', outcome: 'denied', details: { role: 'viewer', reason: 'not_allowed' } });
  });

  test('nobody follows their own link, and it waits for whom it is meant', async () => {
    const code = await inviteBy(1);
    expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(1), code))).toBeUndefined();
    expect((await acts())[0]).toMatchObject({ action: 'roles.accept', outcome: 'denied' });
    expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(3), code))).toMatchObject({ result: 'accepted', role: { name: 'viewer' } });
  });

  test('a link is not used up by somebody who has its role', async () => {
    await inBot((tx) => grantRole(tx, BOT_ID, TOKEN, 3, roleId('viewer')));
    const code = await inviteBy(1);
    expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(3), code))).toMatchObject({ result: 'had_before' });
    expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(2), code))).toMatchObject({ result: 'accepted' });
    await inBot((tx) => revokeRole(tx, BOT_ID, TOKEN, 2, roleId('viewer')));
  });

  test('a link is withdrawn by those who could have made it', async () => {
    const strong = await inBot((tx) => invite(tx, BOT_ID, ADMIN, roleId('moderator'), 60_000));
    if (strong.result !== 'invited') throw new Error(strong.result);
    const withdraw = (actor: ReturnType<typeof by>) => inBot((tx) => revokeInvitation(tx, BOT_ID, actor, strong.id));
    expect(await withdraw(by(undefined, ['roles.grant']))).toEqual({ result: 'refused', reason: 'more_than_own' });
    expect((await acts())[0]).toMatchObject({ action: 'roles.uninvite', outcome: 'denied' });
    expect([(await withdraw(ADMIN)).result, (await withdraw(ADMIN)).result]).toEqual(['changed', 'unchanged']);
    expect(await inBot((tx) => acceptInvitation(tx, BOT_ID, follower(2), strong.code))).toBeUndefined();
  });

  test('whoever loses a role while they give one gives nothing any more', async () => {
    await inBot((tx) => grantRole(tx, BOT_ID, TOKEN, 2, roleId('admin')));
    const taken = await beginTenantTransaction(database.db, BOT_ID);
    await revokeRole(taken, BOT_ID, ADMIN, 2, roleId('admin'));
    const giving = inBot((tx) => grantRole(tx, BOT_ID, by(2, PERMISSIONS), 77, roleId('admin')));
    await somebodyWaits(database.owner);
    await taken.commit();
    expect(await giving).toEqual({ result: 'refused', reason: 'not_allowed' });
  });

  test('whoever could give the admin role back is the last who loses it, whoever else may give lesser roles', async () => {
    const { id } = await roleWith('clerk', ['bot.use', 'roles.grant']);
    await inBot((tx) => grantRole(tx, BOT_ID, TOKEN, 3, id));
    expect(await inBot((tx) => revokeRole(tx, BOT_ID, ADMIN, 1, roleId('admin')))).toEqual({ result: 'refused', reason: 'last_admin' });
  });

  test('notices say what customers say: only who may serve gives them', async () => {
    const { id } = await roleWith('listener', ['bot.use', 'handoff.notices']);
    const clerk = by(undefined, ['bot.use', 'roles.grant']);
    expect(await inBot((tx) => grantRole(tx, BOT_ID, clerk, 5, id))).toEqual({ result: 'refused', reason: 'more_than_own' });
    const server = by(undefined, ['bot.use', 'roles.grant', 'handoff.serve']);
    expect(await inBot((tx) => grantRole(tx, BOT_ID, server, 5, id))).toMatchObject({ result: 'changed' });
  });

  test('the role that everybody has is given to nobody', async () => {
    expect(await inBot((tx) => grantRole(tx, BOT_ID, TOKEN, 5, roleId('customer')))).toEqual({ result: 'no_such_role' });
    expect(await inBot((tx) => invite(tx, BOT_ID, ADMIN, roleId('customer'), 60_000))).toEqual({ result: 'no_such_role' });
  });

  async function inviteBy(telegramId: number): Promise<string> {
    const invited = await inBot((tx) => invite(tx, BOT_ID, by(telegramId, PERMISSIONS), roleId('viewer'), 60_000));
    if (invited.result !== 'invited') throw new Error(invited.result);
    return invited.code;
  }

  async function roleWith(name: string, permissions: readonly Permission[]): Promise<{ id: number }> {
    const rows = await database.owner('roles').insert({ bot_id: BOT_ID, name, permissions }).returning<{ id: number }[]>('id');
    return rows[0] ?? { id: 0 };
  }
});
