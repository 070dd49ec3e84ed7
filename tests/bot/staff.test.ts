import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bootstrapStaff } from '../../src/modules/access/index.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import type { Phone } from '../support/phone.js';
import { eventually } from '../support/eventually.js';
import { pressAnything, said } from '../support/scene.js';
import { MODERATOR_IDS, type TestTeller, startTeller } from '../support/teller.js';

const ADMIN = 905_001;
const [MODERATOR = 0] = MODERATOR_IDS;

describe('staff', () => {
  let teller: TestTeller;
  const menu = async (phone: Phone): Promise<Record<string, string>> =>
    Object.fromEntries((await phone.chat()).commands.map(({ command, description }) => [command, description]));
  const phone = (id: number, language_code: string): Phone => teller.simulator.phone({ id, first_name: 'Staff', language_code });

  beforeAll(async () => {
    teller = await startTeller({ env: { ADMIN_TELEGRAM_IDS: String(ADMIN), CONTEXTS_DIR: '/nonexistent-documents' } });
  });
  afterAll(() => teller.release());

  test('a moderator gets the staff menu with /start, in their language, and again when they change it', async () => {
    const moderator = phone(MODERATOR, 'kk');
    await moderator.send('/start');
    await moderator.waitFor(/қызметкерісіз/);
    await moderator.waitFor(/Қай тілде/);
    await eventually(async () => expect(await menu(moderator)).toHaveProperty('queue', 'Кім күтіп тұр'));
    await moderator.press('Русский');
    await moderator.waitFor(/Язык/);
    await eventually(async () => expect(await menu(moderator)).toMatchObject({ queue: 'Кто ждёт', help: 'Позвать специалиста' }));
  });

  test('a customer’s menu holds no staff commands, also after they change the language', async () => {
    const customer = phone(800_001, 'en');
    await customer.send('/start');
    await customer.waitFor(/Which language/);
    expect(await menu(customer)).not.toHaveProperty('queue');
    await customer.press('Қазақша');
    await eventually(async () => expect(await menu(customer)).toHaveProperty('help', 'Маманды шақыру'));
    expect(await menu(customer)).not.toHaveProperty('queue');
  });

  test('whoever may look at the line but not serve sees who waits, without buttons they may not press', async () => {
    const viewer = phone(905_003, 'en');
    await viewer.send('/start');
    await viewer.waitFor(/Which language/);
    const customer = phone(800_002, 'en');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    await customer.send('/help');
    await customer.waitFor(/getting someone/);
    await viewer.send('/queue');
    await viewer.waitFor(/not have access/);
    // What a role change allows is allowed with the next update.
    await teller.database.owner.raw(
      `insert into role_grants (bot_id, telegram_id, role_id, granted_by)
       select bot_id, ?, id, 'person:1' from roles where name = 'viewer'`,
      [viewer.userId],
    );
    await viewer.send('/queue');
    const list = await viewer.waitFor(/Waiting/);
    expect(list.text).toMatch(/Staff · Request\u00a0#/);
    expect(list.reply_markup).toBeUndefined();
  });

  test('who lacks the permission is refused, and that stands in the audit log', async () => {
    const customer = phone(800_003, 'en');
    await customer.send('/queue');
    await customer.waitFor(/not have access/);
    const person = await teller.database.owner('persons').where({ telegram_id: customer.userId }).first<{ id: number }>('id');
    const rows = await teller.database.owner('audit_log').where({ actor: `person:${person.id}` });
    expect(rows).toMatchObject([
      { action: 'queue.view', outcome: 'denied', actor_roles: ['customer'], surface: 'telegram', trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
  });

  test('an admin with roles in every bot of the installation may do here what the role says', async () => {
    const somebody = phone(905_004, 'en');
    await teller.database.owner('installation_grants').insert({ telegram_id: somebody.userId, role: 'admin', granted_by: 'system' });
    await somebody.send('/queue');
    await somebody.waitFor(/Waiting/);
  });

  test('somebody who is blocked is told so once, and nothing of theirs goes further', async () => {
    const customer = phone(800_004, 'en');
    await customer.send('/start');
    await customer.waitFor(/Which language/);
    await teller.database.owner('persons').where({ telegram_id: customer.userId }).update({ blocked_at: new Date() });
    for (const text of ['/help', 'How much is the Gold card?', '/start']) await customer.send(text);
    await customer.waitFor(/suspended this chat/);
    await eventually(async () => {
      const pending = await teller.database.owner('inbox').where({ chat_id: customer.userId, state: 'pending' });
      expect(pending).toEqual([]);
    });
    const texts = (await customer.chat()).messages.map(({ text }) => text ?? '');
    expect(texts.filter((text) => /suspended/.test(text))).toHaveLength(1);
    expect(await teller.database.owner('messages').whereRaw('text like ?', ['%Gold card%'])).toEqual([]);
  });

  test('somebody who is blocked sees, gets and erases their data all the same', async () => {
    const customer = phone(800_005, 'en');
    await customer.send('/start');
    await customer.waitFor(/Which language/);
    await teller.database.owner('persons').where({ telegram_id: customer.userId }).update({ blocked_at: new Date() });
    await customer.send('/privacy');
    await customer.waitFor(/Your data and you/);
    for (const act of ['export', 'erase', 'confirm']) await pressAnything(customer, `data:${act}`);
    await customer.waitFor((message) => 'document' in message);
    const erased = teller.database.owner('persons').where({ telegram_id: customer.userId }).whereNotNull('erase_after');
    await eventually(async () => expect(await erased).toHaveLength(1));
    expect((await said(customer)).filter((text) => /suspended|bank staff only/.test(text))).toEqual([]);
  });

  test('staff who ask for a person get into the line without a phone; their /help is about their work', async () => {
    const admin = phone(ADMIN, 'en');
    await admin.send('/help');
    await admin.waitFor(/administrator of this support desk/);
    await admin.send('I want to talk to a human');
    await admin.waitFor(/in line/);
    await admin.send('/end');
    await admin.waitFor(/cancelled the call/);
  });

  test('staff of the configuration are granted once: who was revoked stays so after a restart', async () => {
    const { simulator, database } = teller;
    await database.owner('role_grants').where({ telegram_id: MODERATOR_IDS[1] }).update({ revoked_at: new Date(), revoked_by: 'person:1' });
    const again = await startTeller({ simulator, database, env: { ADMIN_TELEGRAM_IDS: `${ADMIN},905002` } });
    try {
      const rows = await database
        .owner('role_grants')
        .join('roles', 'roles.id', 'role_id')
        .where({ granted_by: 'system' })
        .orderBy(['telegram_id', 'name'])
        .select('telegram_id', 'name as role', 'revoked_at');
      expect(rows).toEqual([
        { telegram_id: MODERATOR_IDS[0], role: 'moderator', revoked_at: null },
        { telegram_id: MODERATOR_IDS[1], role: 'moderator', revoked_at: expect.any(Date) },
        { telegram_id: ADMIN, role: 'admin', revoked_at: null },
        { telegram_id: 905_002, role: 'admin', revoked_at: null },
      ]);
      const revoked = phone(MODERATOR_IDS[1] ?? 0, 'en');
      await revoked.send('/queue');
      await revoked.waitFor(/not have access/);
    } finally {
      await again.release();
    }
  });

  test('who got a role stands in the audit log by their pseudonym, by their Telegram id only before they ever wrote', async () => {
    const { database } = teller;
    const newcomer = phone(905_005, 'en');
    await newcomer.send('/start');
    await newcomer.waitFor(/Which language/);
    const bot = await database.owner('bots').first<{ bot_id: number }>('bot_id');
    await tenantTransaction(database.db, bot.bot_id, (tx) =>
      bootstrapStaff(tx, bot.bot_id, { admins: [newcomer.userId], moderators: [] }),
    );
    const person = await database.owner('persons').where({ telegram_id: newcomer.userId }).first<{ id: number }>('id');
    const granted = await database.owner('audit_log').where({ action: 'roles.grant', actor: 'system' }).orderBy('id').pluck('object');
    expect(granted).toContain(`telegram:${ADMIN}`);
    expect(granted.at(-1)).toBe(`person:${person.id}`);
  });
});
