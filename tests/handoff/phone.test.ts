import { describe, expect, test } from '@jest/globals';
import { claim, said, settled, shareScene, textOf } from '../support/scene.js';
import type { Phone } from '../support/phone.js';

const ADMIN = 905_001;
const MASKED = /Phone: \+7 \*{3} \*{3} 45 67/;
const WHOLE = '+7 701 123 4567';

describe("the customer's phone", () => {
  const desk = shareScene(1, { env: { ADMIN_TELEGRAM_IDS: String(ADMIN) } });
  const customerWith = async (phone: string): Promise<Phone> => {
    const customer = desk.teller.simulator.phone({ first_name: 'Dana', language_code: 'en', phone });
    await customer.shareContact();
    await customer.waitFor(/you are registered/);
    return customer;
  };
  const acts = (): Promise<{ action: string; outcome: string; object: string | null }[]> =>
    desk.teller.database.owner('audit_log').where({ action: 'people.phone' }).orderBy('id').select('action', 'outcome', 'object');

  test('is masked for who accepts; who may see phones sees it for a moment, which is written down', async () => {
    const admin = desk.teller.simulator.phone({ id: ADMIN, first_name: 'Boss', language_code: 'en' });
    await admin.send('/start');
    await admin.waitFor(/Which language/);
    const customer = await customerWith('+77011234567');
    const id = await desk.queue(customer);
    await admin.send('/queue');
    await admin.waitFor(/Waiting/);
    await admin.press(`✅ Dana · Request\u00a0#${id}`);
    const accepted = await admin.waitFor(MASKED);
    expect(textOf(accepted)).toContain('You took this conversation');
    expect(await admin.press('👁 Show the phone')).toMatchObject({ text: WHOLE, show_alert: true });
    await settled(desk.teller);
    expect((await said(admin)).join()).not.toContain('123');
    const [person] = await desk.teller.database.owner('persons').where({ telegram_id: customer.userId }).select<{ id: number }[]>('id');
    expect(await acts()).toEqual([{ action: 'people.phone', outcome: 'done', object: `person:${String(person?.id)}` }]);
    await customer.send('/end');
    await admin.waitFor(/ended the conversation/);
    expect((await admin.press('👁 Show the phone'))?.text).toBe('This button no longer works.');
    expect(await acts()).toHaveLength(1);
  });

  test('stays masked for a moderator without that permission, and the attempt is written down', async () => {
    const customer = await customerWith('+77021234567');
    const id = await desk.queue(customer);
    await claim(desk.first, id);
    const notice = await desk.first.waitFor(MASKED);
    expect(JSON.stringify(notice.reply_markup)).not.toContain('phone:');
    expect((await desk.first.pressData(notice.message_id, `phone:${id}`))?.text).toBe('Sorry, you do not have access to this.');
    await settled(desk.teller);
    expect((await acts()).at(-1)).toEqual({ action: 'people.phone', outcome: 'denied', object: null });
  });
});
