import { describe, expect, test } from '@jest/globals';
import { tablesOf } from '../privacy/planting.js';
import { eventually } from '../support/eventually.js';
import { settled } from '../support/scene.js';
import { dataOf, labelsOf, press, shareAdminScene, turn } from './support.js';

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
    for (const [name, answer] of [['auditor', /already/], ['x'.repeat(33), /will not do/]] as const) {
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
    const answer = await press(scene.teller, scene.admin, `adm:role_set:${id}:people.phone:1`);
    expect(answer).toMatchObject({ text: expect.stringMatching(/stay as they are/) });
  });

  test('what a new role allows is what the panel shows, and no more', async () => {
    const auditor = await scene.person('Auditor');
    const { id: role_id, bot_id } = await scene.teller.database.owner('roles').where({ name: 'Auditor' }).first<{ id: number; bot_id: number }>('id', 'bot_id');
    await scene.teller.database.owner('roles').where({ id: role_id }).update({ permissions: ['bot.use', 'admin.open', 'audit.view'] });
    await scene.teller.database.owner('role_grants').insert({ bot_id, telegram_id: auditor.userId, role_id, granted_by: 'system' });
    const panel = await eventually(() => scene.open(auditor));
    expect(labelsOf(panel)).toEqual(['📜 Audit log', '🩺 Health']);
    expect(await press(scene.teller, auditor, 'adm:people:0')).toMatchObject({ text: expect.stringMatching(/bank staff only/) });
    await auditor.send('/stats');
    await auditor.waitFor(/bank staff only/);
  });
});
