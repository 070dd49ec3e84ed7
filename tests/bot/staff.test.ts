import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { eventually } from '../support/eventually.js';
import { MODERATOR_IDS, type TestTeller, startTeller } from '../support/teller.js';

const ADMIN = 905_001;
const [MODERATOR = 0] = MODERATOR_IDS;

describe('staff', () => {
  let teller: TestTeller;
  const menu = async (phone: Phone): Promise<Record<string, string>> =>
    Object.fromEntries((await phone.chat()).commands.map(({ command, description }) => [command, description]));
  const phone = (id: number, language_code: string): Phone => teller.simulator.phone({ id, first_name: 'Staff', language_code });

  let admin: Phone;

  beforeAll(async () => {
    teller = await startTeller({ env: { ADMIN_TELEGRAM_IDS: String(ADMIN), CONTEXTS_DIR: '/nonexistent-documents' } });
    admin = phone(ADMIN, 'en');
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

  test('an admin sees who waits, without buttons they may not press', async () => {
    await admin.send('/start');
    await admin.waitFor(/administrator of this support desk.*Moderators accept requests/s);
    const customer = phone(800_002, 'en');
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    await customer.send('/help');
    await customer.waitFor(/getting someone/);
    await admin.send('/queue');
    const list = await admin.waitFor(/Waiting/);
    expect(list.text).toMatch(/Staff · Request\u00a0#/);
    expect(list.reply_markup).toBeUndefined();
  });

  test('staff who ask for a person get into the line without a phone; their /help is about their work', async () => {
    await admin.send('/help');
    await admin.waitFor(/administrator of this support desk/);
    await admin.send('I want to talk to a human');
    await admin.waitFor(/in line/);
    await admin.send('/end');
    await admin.waitFor(/cancelled the call/);
  });

  test('staff of the configuration are granted once: who was revoked stays so after a restart', async () => {
    const { simulator, database } = teller;
    await database.owner('staff').where({ telegram_id: MODERATOR_IDS[1] }).update({ revoked_at: new Date() });
    const again = await startTeller({ simulator, database, env: { ADMIN_TELEGRAM_IDS: `${ADMIN},905002` } });
    try {
      const rows = await database.owner('staff').orderBy(['telegram_id', 'role']).select('telegram_id', 'role', 'revoked_at');
      expect(rows).toEqual([
        { telegram_id: MODERATOR_IDS[0], role: 'moderator', revoked_at: null },
        { telegram_id: MODERATOR_IDS[1], role: 'moderator', revoked_at: expect.any(Date) },
        { telegram_id: ADMIN, role: 'admin', revoked_at: null },
        { telegram_id: 905_002, role: 'admin', revoked_at: null },
      ]);
      const revoked = phone(MODERATOR_IDS[1] ?? 0, 'en');
      await revoked.send('/queue');
      await revoked.waitFor(/bank staff only/);
    } finally {
      await again.release();
    }
  });
});
