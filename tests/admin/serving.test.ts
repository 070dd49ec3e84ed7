import { beforeAll, describe, expect, test } from '@jest/globals';
import { somebodyWaits } from '../support/database.js';
import type { Phone } from '../support/phone.js';
import { openHandoffOf, pressAnything } from '../support/scene.js';
import { minutesNow, press, shareAdminScene } from './support.js';

const TOKEN = 'the-first-token-of-this-installation';

describe('whoever loses the right to serve', () => {
  const scene = shareAdminScene({ API_ADMIN_TOKEN: TOKEN });
  let botId: number;
  let moderatorRole: number;
  beforeAll(async () => {
    const { id, bot_id } = await scene.teller.database.owner('roles').where({ name: 'moderator' }).first<{ id: number; bot_id: number }>('id', 'bot_id');
    [botId, moderatorRole] = [bot_id, id];
    await scene.open();
  });

  const makeRole = async (name: string): Promise<number> => {
    const permissions = ['bot.use', 'handoff.serve'];
    const [role] = await scene.teller.database.owner('roles').insert({ bot_id: botId, name, permissions }).returning<{ id: number }[]>('id');
    return role?.id ?? 0;
  };
  const give = async ({ userId }: Phone, ...roleIds: number[]): Promise<void> => {
    const grants = roleIds.map((role_id) => ({ bot_id: botId, telegram_id: userId, role_id, granted_by: 'system' }));
    await scene.teller.database.owner('role_grants').insert(grants);
  };
  const waiting = async (firstName: string): Promise<{ customer: Phone; handoffId: number }> => {
    const customer = await scene.person(firstName);
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    await customer.send('/help');
    return { customer, handoffId: await openHandoffOf(scene.teller, customer, 'waiting') };
  };
  /** A customer who is talking with the moderator. */
  const talkingWith = async (moderator: Phone, firstName: string): Promise<Phone> => {
    const { customer, handoffId } = await waiting(firstName);
    await pressAnything(moderator, `claim:${handoffId}`);
    await customer.waitFor(/A person is with you now/);
    return customer;
  };
  const inLine = (customer: Phone): Promise<number> => openHandoffOf(scene.teller, customer, 'waiting');

  test('since their role has lost it gives back their talks; who may serve by another role keeps theirs', async () => {
    const role = await makeRole('Night shift');
    const [first, second, both] = [await scene.person('One'), await scene.person('Two'), await scene.person('Both')];
    for (const phone of [first, second]) await give(phone, role);
    await give(both, role, moderatorRole);
    const left = [await talkingWith(first, 'Left1'), await talkingWith(first, 'Left2'), await talkingWith(second, 'Left3')];
    const kept = await talkingWith(both, 'Kept');
    expect(await press(scene.teller, scene.admin, `p:role_set:${role}:handoff.serve:0`)).toMatchObject({ text: 'Done.' });
    for (const customer of left) {
      await inLine(customer);
      await customer.waitFor(/in line/i);
    }
    await openHandoffOf(scene.teller, kept, 'active');
    await both.send('I am still here');
    await kept.waitFor(/I am still here/);
  });

  test('since their role is deleted gives back their talks', async () => {
    const role = await makeRole('Short lived');
    const [moderator, both] = [await scene.person('Temp'), await scene.person('Steady')];
    await give(moderator, role);
    await give(both, role, moderatorRole);
    const [left, kept] = [await talkingWith(moderator, 'Left4'), await talkingWith(both, 'Kept2')];
    expect(await press(scene.teller, scene.admin, `p:role_remove:${minutesNow()}:${role}`)).toMatchObject({ text: 'Done.' });
    await inLine(left);
    await left.waitFor(/in line/i);
    await openHandoffOf(scene.teller, kept, 'active');
    await moderator.send('/queue');
    await moderator.waitFor(/not have access/);
  });

  test('over the REST API gives back their talks too', async () => {
    const role = await makeRole('Day shift');
    const moderator = await scene.person('Revoked');
    await give(moderator, role);
    const customer = await talkingWith(moderator, 'Returned');
    const path = `/api/v1/people/${await scene.personId(moderator)}/roles/Day%20shift`;
    const answer = await fetch(`${scene.teller.url}${path}`, { method: 'DELETE', headers: { authorization: `Bearer ${TOKEN}` } });
    expect(answer.status).toBe(204);
    await inLine(customer);
    await customer.waitFor(/in line/i);
  });

  test('while they accept a customer is refused', async () => {
    const { owner } = scene.teller.database;
    const role = await makeRole('Quick');
    const moderator = await scene.person('Hasty');
    await give(moderator, role);
    const { customer, handoffId } = await waiting('Contested');
    const revoking = await owner.transaction();
    await revoking.raw('select from bots where bot_id = ? for no key update', [botId]);
    const pressed = pressAnything(moderator, `claim:${handoffId}`);
    await somebodyWaits(owner);
    await revoking('role_grants').where({ role_id: role }).update({ revoked_at: new Date(), revoked_by: 'system' });
    await revoking.commit();
    expect(await pressed).toMatchObject({ text: expect.stringMatching(/not have access/) });
    expect(await inLine(customer)).toBe(handoffId);
    expect((await scene.acts(moderator))[0]).toMatchObject({ action: 'handoff.serve', outcome: 'denied' });
  });

  test('since they are blocked while they accept a customer gets none', async () => {
    const { owner } = scene.teller.database;
    const role = await makeRole('Late shift');
    const moderator = await scene.person('Blockable');
    await give(moderator, role);
    const { customer, handoffId } = await waiting('Contested2');
    const blocking = await owner.transaction();
    await blocking.raw('select from bots where bot_id = ? for no key update', [botId]);
    const pressed = pressAnything(moderator, `claim:${handoffId}`);
    await somebodyWaits(owner);
    await blocking('persons').where({ telegram_id: moderator.userId }).update({ blocked_at: new Date() });
    await blocking.commit();
    await pressed;
    expect(await inLine(customer)).toBe(handoffId);
  });
});
