import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bootstrapStaff } from '../../src/modules/access/index.js';
import { saveBot } from '../../src/modules/bots/index.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { labelsOf } from '../admin/support.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { Phone } from '../support/phone.js';
import { type Scene, startScene, textOf } from '../support/scene.js';
import { startTestSimulator } from '../support/simulator.js';

const OTHER_TOKEN = '4200000002:simulated-token';
const THIRD_TOKEN = '4200000003:simulated-token';
const PICTURE = { name: 'picture.jpg', content_base64: Buffer.from('a picture').toString('base64') };

describe('a broadcast by several bots', () => {
  let scene: Scene;
  let database: TestDatabase;
  let other: number;
  let third: number;
  beforeAll(async () => {
    const simulator = await startTestSimulator();
    database = await createTestDatabase();
    const keys = new KeyRing(Buffer.alloc(32, 7));
    simulator.world.addBot(OTHER_TOKEN, 'other_bank_bot', 'Other');
    simulator.world.addBot(THIRD_TOKEN, 'third_bank_bot', 'Third');
    other = await saveBot(database.db, keys, OTHER_TOKEN);
    third = await saveBot(database.db, keys, THIRD_TOKEN);
    scene = await startScene(1, { simulator, database });
    const [author] = scene.moderators;
    await tenantTransaction(database.db, other, (tx) => bootstrapStaff(tx, other, { admins: [], moderators: [author?.userId ?? 0] }));
    for (const botId of [other, third]) {
      const phone = phoneIn(botId, author?.userId ?? 0);
      await phone.send('/start');
      await phone.waitFor(/Which language|работаете|You work/);
    }
  });
  afterAll(async () => {
    await scene.release();
    await scene.teller.simulator.close();
    await database.release();
  });

  const phoneIn = (botId: number, userId: number): Phone => new Phone(scene.teller.simulator.url, botId, userId);
  const customerOf = async (botId: number, firstName: string): Promise<Phone> => {
    const phone = scene.teller.simulator.phone({ first_name: firstName, language_code: 'en' }, botId);
    await phone.shareContact();
    await eventually(async () => {
      const [person] = await database.owner('persons').where({ bot_id: botId, telegram_id: phone.userId }).whereNotNull('registered_at');
      expect(person).toBeDefined();
    });
    return phone;
  };

  test('is sent by each that its author may send with, once, under the rules of that bot, with its files', async () => {
    const [author] = scene.moderators;
    if (!author) throw new Error('Nobody writes it');
    const here = await scene.customer('Here');
    const there = await customerOf(other, 'There');
    await author.send('/broadcast');
    const { message_id } = await author.waitFor(/What shall I send\?/);
    await author.post({ photo: PICTURE, caption: 'New branch', reply_to_message_id: message_id });
    await author.waitFor(/Above is what customers will see/);
    await author.press('🤖 Bots');
    const choices = await author.waitFor(/Choose which others/);
    // In the third one its author is known, and may not.
    expect(labelsOf(choices)).toEqual(['@other_bank_bot', '⬅️ Back']);
    await author.press('@other_bank_bot');
    await eventually(() => author.press('✅ @other_bank_bot'));
    await eventually(() => author.press('@other_bank_bot'));
    await eventually(async () => expect(labelsOf(await author.waitFor(/Choose which others/))).toContain('✅ @other_bank_bot'));
    await author.press('⬅️ Back');
    await author.waitFor(/Also sent by: @other_bank_bot \(1\)/);
    await author.press('✅ Send');
    const got = async (phone: Phone): Promise<object[]> => (await phone.messages()).filter(({ caption }) => caption === 'New branch');
    await eventually(async () => expect(await got(here)).toHaveLength(1), 20_000);
    await eventually(async () => expect(await got(there)).toHaveLength(1), 20_000);
    expect((await got(there))[0]).toHaveProperty('photo');
    const report = await author.waitFor(/@other_bank_bot: broadcast #\d+/, 20_000);
    const copy = Number(/@other_bank_bot: broadcast #(\d+)/.exec(textOf(report))?.[1]);
    const inOther = phoneIn(other, author.userId);
    await inOther.waitFor(new RegExp(`#${copy}: finished`), 20_000);
    const rows: { bot_id: number }[] = await database.owner('broadcasts').orderBy('bot_id').select('bot_id');
    expect(rows.map(({ bot_id }) => bot_id)).toEqual([scene.teller.simulator.botId, other]);
    expect(third).not.toBe(other);
  }, 90_000);
});
