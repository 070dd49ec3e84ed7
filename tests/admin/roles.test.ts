import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { tablesOf } from '../privacy/planting.js';
import { eventually } from '../support/eventually.js';
import { settled } from '../support/scene.js';
import type { Phone } from '../support/phone.js';
import { dataOf, labelsOf, minutesNow, press, shareAdminScene, turn } from './support.js';

describe('invitations in the panel', () => {
  const scene = shareAdminScene();

  const open = async (): Promise<void> => {
    await scene.open();
    await turn(scene.admin, '✉️ Invitations', /^Invitations/);
  };
  /** Makes an invitation for moderators; resolves with what follows `?start=` in its link. */
  const invite = async (): Promise<string> => {
    await open();
    await turn(scene.admin, '➕ New invitation', /^Which role/);
    await turn(scene.admin, 'moderator', /^How long/);
    const made = await turn(scene.admin, '1 day', /^Invitation #/);
    expect(made.text).toContain('https://t.me/teller_test_bot?start=i-');
    return /\?start=(i-[\w-]{24})/.exec(made.text ?? '')?.[1] ?? '';
  };

  test('a link gives its role to the first phone that follows it, and nothing to the second', async () => {
    const code = await invite();
    const [first, second] = [await scene.person('First'), await scene.person('Second')];
    await first.send(`/start ${code}`);
    await first.waitFor(/you now have the role “moderator”/);
    await second.send(`/start ${code}`);
    await second.waitFor(/no longer works/);
    await first.send('/queue');
    await first.waitFor(/Nobody is waiting|Waiting/i);
    expect((await scene.acts(second)).map(({ action }) => action)).not.toContain('roles.accept');
    await settled(scene.teller);
    expect((await tablesOf(scene.teller.database)).filter(({ text }) => text.includes(code))).toEqual([]);
  });

  test('the button that makes a link makes one, however often it is pressed', async () => {
    await open();
    await turn(scene.admin, '➕ New invitation', /^Which role/);
    const times = await turn(scene.admin, 'viewer', /^How long/);
    const hour = dataOf(times, /1 hour/);
    const before = await scene.teller.database.owner('invitations').count<{ count: number }[]>();
    expect(await press(scene.teller, scene.admin, hour)).toEqual({});
    expect(await press(scene.teller, scene.admin, hour)).toMatchObject({ text: expect.stringMatching(/made already/) });
    const after = await scene.teller.database.owner('invitations').count<{ count: number }[]>();
    expect(Number(after[0]?.count) - Number(before[0]?.count)).toBe(1);
  });

  test('a withdrawn link does nothing, and withdrawing it twice says so', async () => {
    const code = await invite();
    await open();
    const question = await turn(scene.admin, /^🗑/, /^Withdraw invitation/);
    const yes = dataOf(question, /^Yes/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'That was done already.' });
    const late = await scene.person('Late');
    await late.send(`/start ${code}`);
    await late.waitFor(/no longer works/);
  });
});

describe('roles in the panel', () => {
  const scene = shareAdminScene();

  test('an admin makes a role, gives it permissions of their own, and no name twice', async () => {
    await scene.open();
    await turn(scene.admin, '🎭 Roles', /^Roles/);
    await scene.admin.press('➕ New role');
    const asked = await scene.admin.waitFor(/What shall the role be called/);
    await scene.admin.send('Auditor', { reply_to_message_id: asked.message_id });
    const card = await scene.admin.waitFor(/^Role: Auditor/);
    const give = dataOf(card, /▫️ Read the audit log/);
    expect(await press(scene.teller, scene.admin, give)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, give)).toMatchObject({ text: 'That was done already.' });
    const role = await scene.teller.database.owner('roles').where({ name: 'Auditor' }).first<{ permissions: string[] }>('permissions');
    expect(role.permissions.toSorted()).toEqual(['audit.view', 'bot.use']);
    for (const [name, answer] of [['auditor', /already/], ['x'.repeat(33), /will not do/], ['\u00a0', /will not do/]] as const) {
      await scene.admin.send(name, { reply_to_message_id: asked.message_id });
      await scene.admin.waitFor(answer);
    }
    expect((await scene.acts(scene.admin)).slice(0, 2).map(({ action }) => action)).toEqual(['roles.shape', 'roles.make']);
  });

  test('a built-in role is shown and stays as it is', async () => {
    await scene.open();
    await turn(scene.admin, '🎭 Roles', /^Roles/);
    const card = await turn(scene.admin, '🔒 viewer', /^Role: viewer/);
    expect(labelsOf(card)).toEqual(['⬅️ Back']);
    const { id } = await scene.teller.database.owner('roles').where({ name: 'viewer' }).first<{ id: number }>('id');
    const answer = await press(scene.teller, scene.admin, `p:role_set:${id}:people.phone:1`);
    expect(answer).toMatchObject({ text: expect.stringMatching(/stay as they are/) });
  });

  test('what a new role allows is what the panel shows, and no more', async () => {
    const auditor = await scene.person('Auditor');
    const { id: role_id, bot_id } = await scene.teller.database.owner('roles').where({ name: 'Auditor' }).first<{ id: number; bot_id: number }>('id', 'bot_id');
    await scene.teller.database.owner('roles').where({ id: role_id }).update({ permissions: ['bot.use', 'admin.open', 'audit.view'] });
    await scene.teller.database.owner('role_grants').insert({ bot_id, telegram_id: auditor.userId, role_id, granted_by: 'system' });
    const panel = await eventually(() => scene.open(auditor));
    expect(labelsOf(panel)).toEqual(['📜 Audit log', '🩺 Health']);
    expect(await press(scene.teller, auditor, 'p:people:0')).toMatchObject({ text: expect.stringMatching(/not have access/) });
    await auditor.send('/stats');
    await auditor.waitFor(/not have access/);
  });

  test('a role of one’s own is deleted after a question, with its grants, its invitations and its tokens', async () => {
    const { owner } = scene.teller.database;
    const { bot_id } = await owner('roles').where({ name: 'Auditor' }).first<{ bot_id: number }>('bot_id');
    const insertRole = async (): Promise<number> => {
      const values = { bot_id, name: 'Seasonal', permissions: ['bot.use', 'stats.view'] };
      return (await owner('roles').insert(values).returning<{ id: number }[]>('id'))[0]?.id ?? 0;
    };
    const role_id = await insertRole();
    const holder = await scene.person('Holder');
    await owner('role_grants').insert({ bot_id, telegram_id: holder.userId, role_id, granted_by: 'system' });
    const expires_at = new Date(Date.now() + 3_600_000);
    const code = `i-${'x'.repeat(24)}`;
    const code_hash = createHash('sha256').update(code).digest();
    const [invitation] = await owner('invitations').insert({ bot_id, code_hash, role_id, created_by: 'system', expires_at }).returning<{ id: number }[]>('id');
    const token = { bot_id, name: 'season', role: 'Seasonal', token_hash: code_hash, created_by: 'system', expires_at };
    const [{ id: tokenId } = { id: 0 }] = await owner('api_tokens').insert(token).returning<{ id: number }[]>('id');
    await holder.send('/stats');
    await holder.waitFor(/The last 24 hours/);
    await scene.open();
    await turn(scene.admin, '🎭 Roles', /^Roles/);
    await turn(scene.admin, '🎭 Seasonal', /^Role: Seasonal/);
    const yes = dataOf(await turn(scene.admin, '🗑 Delete the role', /^Delete the role “Seasonal”\?.*now: 1/), /^Yes/);
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'Done.' });
    expect(await press(scene.teller, scene.admin, yes)).toMatchObject({ text: 'That was done already.' });
    await holder.send('/stats');
    await holder.waitFor(/not have access/);
    await holder.send(`/start ${code}`);
    await holder.waitFor(/no longer works/);
    // A later role of this name is another: nobody has it.
    await insertRole();
    await holder.send('/stats');
    await holder.waitFor(/not have access/);
    expect(await owner('api_tokens').where({ id: tokenId }).whereNull('revoked_at')).toEqual([]);
    const acts = (await scene.acts(scene.admin)).slice(0, 4).map(({ action, object, outcome }) => [action, object, outcome]);
    expect(acts).toEqual([
      ['tokens.revoke', `token:${tokenId}`, 'done'],
      ['roles.remove', `role:${role_id}`, 'done'],
      ['roles.revoke', `person:${await scene.personId(holder)}`, 'done'],
      ['roles.uninvite', `invitation:${invitation?.id}`, 'done'],
    ]);
  });

  test('a role is not deleted that is built in, may do more than whoever deletes it, or leaves nobody to give roles', async () => {
    const { owner } = scene.teller.database;
    const { bot_id } = await owner('roles').where({ name: 'Auditor' }).first<{ bot_id: number }>('bot_id');
    const insertRole = async (name: string, permissions: string[]): Promise<number> =>
      (await owner('roles').insert({ bot_id, name, permissions }).returning<{ id: number }[]>('id'))[0]?.id ?? 0;
    const remove = (by: Phone, id: number): Promise<unknown> => press(scene.teller, by, `p:role_remove:${minutesNow()}:${id}`);
    const { id: viewer } = await owner('roles').where({ name: 'viewer', bot_id }).first<{ id: number }>('id');
    expect(await remove(scene.admin, viewer)).toMatchObject({ text: expect.stringMatching(/stay as they are/) });
    const shaper = await insertRole('Shaper', ['bot.use', 'roles.manage', 'roles.grant']);
    const keeper = await scene.person('Keeper');
    await owner('role_grants').insert({ bot_id, telegram_id: keeper.userId, role_id: shaper, granted_by: 'system' });
    await keeper.send('/stats');
    await keeper.waitFor(/not have access/);
    const strong = await insertRole('Strong', ['people.phone']);
    expect(await remove(keeper, strong)).toMatchObject({ text: expect.stringMatching(/permissions you do not have/) });
    await owner('role_grants').whereNot({ role_id: shaper }).where({ bot_id }).update({ revoked_at: new Date(), revoked_by: 'system' });
    expect(await remove(keeper, shaper)).toMatchObject({ text: expect.stringMatching(/nobody would be left/) });
    expect(await owner('roles').whereIn('id', [viewer, strong, shaper])).toHaveLength(3);
    await owner('role_grants').where({ bot_id, revoked_by: 'system' }).update({ revoked_at: null, revoked_by: null });
  });

  test('however many roles there are, each is within reach of every list', async () => {
    const { owner } = scene.teller.database;
    const { bot_id } = await owner('roles').where({ name: 'admin' }).first<{ bot_id: number }>('bot_id');
    const names = Array.from({ length: 30 }, (_, index) => `Branch ${index}`);
    await owner('roles').insert(names.map((name) => ({ bot_id, name, permissions: ['bot.use'] })));
    const id = await scene.personId(await scene.person('Chosen'));
    const panel = await scene.open();
    for (const [list, rest] of [['roles', ''], ['invite_role', ''], ['grants', `:${id}`]] as const) {
      const seen = new Set<string>();
      for (let page = 0; page < 2; page++) {
        await scene.admin.pressData(panel.message_id, `p:${list}:${page}${rest}`);
        await settled(scene.teller);
        const shown = (await scene.admin.messages()).find(({ message_id }) => message_id === panel.message_id);
        for (const label of shown ? labelsOf(shown) : []) seen.add(label.replace(/^\W+/, ''));
      }
      expect([list, names.filter((name) => !seen.has(name))]).toEqual([list, []]);
    }
  });
});
