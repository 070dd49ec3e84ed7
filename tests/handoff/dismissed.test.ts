import { describe, expect, test } from '@jest/globals';
import { PERMISSIONS, revokeRole } from '../../src/modules/access/index.js';
import { SYSTEM } from '../../src/modules/audit/index.js';
import { beginTenantTransaction } from '../../src/platform/db/tenant.js';
import { somebodyWaits } from '../support/database.js';
import type { Phone } from '../support/phone.js';
import { eventually } from '../support/eventually.js';
import { shareScene } from '../support/scene.js';

const ADMIN_TOKEN = 'the-first-token-of-this-installation';
const ADMIN = 906_009;

describe('whoever may serve no more gives back those they were talking with', () => {
  const scene = shareScene(2, { env: { API_ADMIN_TOKEN: ADMIN_TOKEN, ADMIN_TELEGRAM_IDS: String(ADMIN) } });

  const personId = async ({ userId }: Phone): Promise<number> =>
    (await scene.teller.database.owner('persons').where({ telegram_id: userId }).first<{ id: number }>('id')).id;

  /** What the customer says no longer reaches this phone. */
  async function isGivenBack(handoffId: number, customer: Phone, from: Phone): Promise<void> {
    await customer.waitFor(/in line/i);
    expect(await scene.handoff(handoffId)).toMatchObject({ state: 'ended' });
    await customer.send('My secret plan');
    await eventually(async () => expect(await scene.teller.database.owner('inbox').where({ state: 'pending' })).toEqual([]));
    expect((await from.messages()).map(({ text }) => text ?? '').filter((text) => text.includes('secret plan'))).toEqual([]);
  }

  test('when the REST API takes their role away', async () => {
    const [moderator] = scene.moderators as [Phone];
    const customer = await scene.customer('Dana');
    const id = await scene.connect(customer, moderator);
    const url = `${scene.teller.url}/api/v1/people/${await personId(moderator)}/roles/moderator`;
    const answer = await fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    expect(answer.status).toBe(204);
    await isGivenBack(id, customer, moderator);
  });

  test('when their role loses the permission', async () => {
    const { owner } = scene.teller.database;
    const helper = scene.teller.simulator.phone({ first_name: 'Helper', language_code: 'en' });
    const admin = scene.teller.simulator.phone({ id: ADMIN, first_name: 'Ada', language_code: 'en' });
    await Promise.all([helper, admin].map((phone) => phone.send('/start')));
    await Promise.all([helper, admin].map((phone) => phone.waitFor(/Which language/)));
    const { bot_id } = await owner('roles').first<{ bot_id: number }>('bot_id');
    const permissions = ['bot.use', 'handoff.serve', 'handoff.notices', 'queue.view'];
    const [role] = await owner('roles').insert({ bot_id, name: 'helper', permissions }).returning<{ id: number }[]>('id');
    await owner('role_grants').insert({ bot_id, telegram_id: helper.userId, role_id: role?.id, granted_by: 'system' });
    const customer = await scene.customer('Erlan');
    const id = await scene.connect(customer, helper);
    await admin.send('/admin');
    const panel = await admin.waitFor(/Admin panel/);
    await admin.pressData(panel.message_id, `p:role_set:${role?.id ?? 0}:handoff.serve:0`);
    await isGivenBack(id, customer, helper);
  });

  test('also when they accept somebody at that very moment', async () => {
    const { owner, db } = scene.teller.database;
    const [, moderator] = scene.moderators as [Phone, Phone];
    const customer = await scene.customer('Gulnar');
    const id = await scene.queue(customer);
    const notice = await moderator.waitFor(/Gulnar/);
    const role = await owner('roles').where({ name: 'moderator' }).first<{ id: number; bot_id: number }>('id', 'bot_id');
    const taken = await beginTenantTransaction(db, role.bot_id);
    const by = { actor: SYSTEM, telegramId: undefined, permissions: new Set(PERMISSIONS) };
    expect(await revokeRole(taken, role.bot_id, by, moderator.userId, role.id)).toMatchObject({ result: 'changed' });
    const pressed = moderator.pressData(notice.message_id, `claim:${id}`);
    await somebodyWaits(owner);
    await taken.commit();
    expect(await pressed).toMatchObject({ text: expect.stringMatching(/not have access/) });
    expect(await scene.handoff(id)).toMatchObject({ state: 'waiting' });
  });
});
