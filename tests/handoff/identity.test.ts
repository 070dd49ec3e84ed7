import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { claim, handled, keepTexts, pressAnything, said, settled, shareScene, textOf } from '../support/scene.js';
import { setSettings } from '../support/settings.js';

const ASK = '🔐 Check identity';
const SHARE = '🔐 Confirm my number';
const OTHER_NUMBER = '+77079998877';
const PATIENCE = 30_000;

describe('confirming who a customer is', () => {
  const desk = shareScene(3);
  let presses = 0;
  let textsFor: (phone: Phone) => Promise<string[]>;
  beforeAll(async () => {
    textsFor = await keepTexts(desk.teller);
  });
  const { db, customerWith, asked, confirmed, acts, phoneIndex, keyboardGone, stored } = helpers();

  test('by the contact they registered with: both are told, the number is nowhere whole', async () => {
    const customer = await customerWith('+77011234567');
    const id = await desk.connect(customer, desk.first);
    await desk.first.press(ASK);
    await desk.first.waitFor(/I have asked them to confirm/, PATIENCE);
    expect(textOf(await customer.waitFor(/Before we talk about your accounts/, PATIENCE))).toContain('Never tell anybody codes');
    const { reply_keyboard } = await customer.chat();
    expect(reply_keyboard?.keyboard).toEqual([[{ text: SHARE, request_contact: true }], [expect.objectContaining({ text: 'Not now' })]]);
    expect(await asked(id)).toBe(true);
    await customer.press(SHARE);
    await customer.waitFor(/Thank you, your number is confirmed/, PATIENCE);
    await keyboardGone(customer);
    await desk.first.waitFor(/✅ Dana.* confirmed the number \+7 \*{3} \*{3} 45 67 at \d/, PATIENCE);
    await settled(desk.teller);
    const notice = (await desk.first.messages()).find((message) => textOf(message).includes('You took this conversation'));
    expect(textOf(notice ?? (await desk.first.waitFor(/You took/)))).toMatch(/\n✅ Identity confirmed at \d/);
    expect(JSON.stringify(notice?.reply_markup ?? {})).not.toContain('identity:');
    expect(await confirmed(id)).toBe(true);
    expect(await asked(id)).toBe(false);
    expect((await said(desk.first)).join() + (await stored())).not.toMatch(/1234567|123 4567|"contact"/);
    expect((await pressAnything(desk.first, `identity:${id}`))?.text).toMatch(/confirmed who they are at \d/);
    expect(await acts(id)).toEqual(['handoff.identity.ask', 'handoff.identity.confirm']);
    await customer.send('/end');
  });

  test('not by another number of their own, which does not change the registration either', async () => {
    const customer = await customerWith('+77011234568');
    const id = await desk.connect(customer, desk.second);
    const before = await phoneIndex(customer);
    await pressAnything(desk.second, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await shareOther(customer);
    await customer.waitFor(/not the number you registered with.*stays as it was/s, PATIENCE);
    await keyboardGone(customer);
    await desk.second.waitFor(/⚠️ Dana.*another number of their own/, PATIENCE);
    await settled(desk.teller);
    expect([await confirmed(id), await asked(id)]).toEqual([false, false]);
    expect(await phoneIndex(customer)).toEqual(before);
    expect((await said(desk.second)).join() + (await stored())).not.toMatch(/9998877|999 8877|\*\* 88 77/);
    expect(await acts(id)).toEqual(['handoff.identity.ask', 'handoff.identity.fail other_number']);
    await pressAnything(desk.second, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await customer.send('/end');
  });

  test("not by somebody else's contact, after which the ask still stands", async () => {
    const customer = await customerWith('+77011234569');
    const id = await desk.connect(customer, desk.moderators[2] ?? desk.first);
    const moderator = desk.moderators[2] ?? desk.first;
    await pressAnything(moderator, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await customer.post({ contact: { phone_number: '+77015550001', first_name: 'Mother' } });
    await customer.waitFor(/somebody else's contact/, PATIENCE);
    await moderator.waitFor(/⚠️ Dana.*somebody else's contact/, PATIENCE);
    await customer.press(SHARE);
    await moderator.waitFor(/✅ Dana.* confirmed/, PATIENCE);
    expect((await said(moderator)).join() + (await stored())).not.toContain('5550001');
    expect(await acts(id)).toEqual(['handoff.identity.ask', 'handoff.identity.fail foreign_contact', 'handoff.identity.confirm']);
    await customer.send('/end');
  });

  test('may be refused in the language of the customer', async () => {
    const customer = await customerWith('+77011234570', 'kk');
    const id = await desk.queue(customer);
    await claim(desk.first, id);
    await pressAnything(desk.first, `identity:${id}`);
    await customer.waitFor(/«Нөмірді растау» түймесін басыңыз/, PATIENCE);
    await customer.press('Қазір емес');
    await customer.waitFor(/Жақсы, маманға айтамын/, PATIENCE);
    await keyboardGone(customer);
    await desk.first.waitFor(/would rather not confirm/, PATIENCE);
    expect(await acts(id)).toEqual(['handoff.identity.ask', 'handoff.identity.fail declined']);
    expect((await said(desk.first)).filter((text) => text.includes('Қазір емес'))).toEqual([]);
    await customer.send('/end');
  });

  test('is asked once, and anew when a few minutes have passed', async () => {
    const customer = await customerWith('+77011234571');
    const id = await desk.connect(customer, desk.second);
    await Promise.all([pressAnything(desk.second, `identity:${id}`), pressAnything(desk.second, `identity:${id}`)]);
    expect((await pressAnything(desk.second, `identity:${id}`))?.text).toMatch(/Asked at \d.*no answer yet/);
    const asks = async (): Promise<number> => {
      await settled(desk.teller);
      return (await said(customer)).filter((text) => text.startsWith('Before we talk')).length;
    };
    expect(await asks()).toBe(1);
    await db()('handoffs').where({ id }).update({ identity_asked_at: db().raw(`now() - interval '4 minutes'`) });
    await pressAnything(desk.second, `identity:${id}`);
    expect(await asks()).toBe(2);
    await customer.send('/end');
  });

  test('ends with the talk: the keyboard goes, and an answer that comes late does nothing', async () => {
    const customer = await customerWith('+77011234572');
    const before = await phoneIndex(customer);
    const id = await desk.connect(customer, desk.first);
    await pressAnything(desk.first, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await desk.first.send('/end');
    await customer.waitFor(/conversation has ended/, PATIENCE);
    await keyboardGone(customer);
    await shareOther(customer);
    await customer.waitFor(/no longer need to confirm/, PATIENCE);
    expect(await phoneIndex(customer)).toEqual(before);
    expect([await confirmed(id), await asked(id)]).toEqual([false, false]);
    await answeredLongAgo();
    // Nobody asks any more: a new number is a new number again.
    await shareOther(customer);
    await customer.waitFor(/your number is updated/, PATIENCE);
  });

  test('leaves a new number to be registered as soon as the talk is over', async () => {
    const customer = await customerWith('+77011234578');
    const before = await phoneIndex(customer);
    const id = await desk.connect(customer, desk.second);
    await pressAnything(desk.second, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await customer.post({ contact: { user_id: customer.userId, phone_number: '+77079998855', first_name: 'Dana' } });
    await customer.waitFor(/share your contact again once this conversation is over/, PATIENCE);
    await customer.send('/end');
    await customer.waitFor(/has ended/, PATIENCE);
    await db()('handoffs').where({ id }).update({ identity_answered_at: db().raw(`identity_answered_at - interval '15 seconds'`) });
    await customer.post({ contact: { user_id: customer.userId, phone_number: '+77079998855', first_name: 'Dana' } });
    await customer.waitFor(/your number is updated/, PATIENCE);
    expect(await phoneIndex(customer)).not.toEqual(before);
  });

  test('and the end of the talk at the same moment: it is confirmed before the end, or not at all', async () => {
    for (let round = 0; round < 6; round += 1) {
      const customer = await customerWith(`+7701333444${round}`);
      const id = await desk.connect(customer, desk.second);
      await pressAnything(desk.second, `identity:${id}`);
      await customer.waitFor(/Before we talk/, PATIENCE);
      await Promise.all([customer.press(SHARE), desk.second.send('/end')]);
      await handled(desk.teller);
      expect((await desk.handoff(id)).state).toBe('ended');
      const told = await textsFor(customer);
      expect(told.some((text) => text.startsWith('Thank you, your number'))).toBe(await confirmed(id));
      expect(told.some((text) => text.startsWith('You no longer need'))).toBe(!(await confirmed(id)));
      expect(await db()('outbox').where({ chat_id: desk.second.userId, method: 'sendContact' }).select('id')).toEqual([]);
    }
  });

  test.each([
    ['the contact', (phone: Phone) => phone.shareContact(), /Thank you, your number/],
    ['another number', shareOther, /not the number you registered with/],
    ['“Not now”', (phone: Phone) => phone.send('Not now'), /All right, I'll pass that on/],
  ] as const)('takes a second press of %s for none, and passes nothing on', async (_what, press, told) => {
    const customer = await customerWith(`+770155566${(presses += 1)}0`);
    const id = await desk.connect(customer, desk.second);
    await pressAnything(desk.second, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await Promise.all([press(customer), press(customer)]);
    await settled(desk.teller);
    expect((await said(customer)).filter((text) => told.test(text))).toHaveLength(1);
    expect(await db()('outbox').where({ chat_id: desk.second.userId, method: 'sendContact' }).select('id')).toEqual([]);
    expect((await said(desk.second)).filter((text) => text.endsWith('\nNot now'))).toEqual([]);
    expect(await acts(id)).toHaveLength(2);
    await customer.send('/end');
  });

  test('starts afresh with another moderator', async () => {
    const customer = await customerWith('+77011234573');
    const id = await desk.connect(customer, desk.first);
    await pressAnything(desk.first, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await desk.first.block();
    await customer.waitFor(/had to leave/, PATIENCE);
    await keyboardGone(customer);
    await customer.shareContact();
    await customer.waitFor(/no longer need to confirm/, PATIENCE);
    await desk.first.unblock();
    const [{ id: next } = { id: 0 }] = await db()('handoffs').where({ state: 'waiting' }).select<{ id: number }[]>('id');
    await claim(desk.second, next);
    await pressAnything(desk.second, `identity:${next}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await customer.press(SHARE);
    await desk.second.waitFor(/confirmed the number/, PATIENCE);
    expect([await confirmed(id), await confirmed(next)]).toEqual([false, true]);
    expect(await stored()).not.toContain('1234573');
    await customer.send('/end');
  });

  test("is told by the bank's clocks, wherever the server stands", async () => {
    const timeZone = 'Pacific/Kiritimati';
    await setSettings(desk.teller, { workingHours: { timeZone } });
    const customer = await customerWith('+77011234577');
    const id = await desk.connect(customer, desk.second);
    await pressAnything(desk.second, `identity:${id}`);
    await customer.waitFor(/Before we talk/, PATIENCE);
    await customer.press(SHARE);
    const told = await desk.second.waitFor(/✅ Dana.* confirmed the number .* at /, PATIENCE);
    const { identity_confirmed_at: at } = await db()('handoffs').where({ id }).first<{ identity_confirmed_at: Date }>();
    const time = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone }).format(at);
    expect(textOf(told)).toContain(`at ${time}.`);
    expect((await pressAnything(desk.second, `identity:${id}`))?.text).toContain(`at ${time}.`);
    await customer.send('/end');
  });

  test('is only for the moderator who has the talk', async () => {
    const customer = await customerWith('+77011234574');
    const id = await desk.connect(customer, desk.second);
    expect((await pressAnything(desk.moderators[2] ?? desk.first, `identity:${id}`))?.text).toBe('This button no longer works.');
    expect((await pressAnything(customer, `identity:${id}`))?.text).toBe('Sorry, you do not have access to this.');
    expect(await asked(id)).toBe(false);
    expect(await acts(id)).toEqual([]);
    await customer.send('/end');
  });

  test('by a moderator who is a customer just now: the contact is for nobody they serve', async () => {
    const [first, second, customer] = [desk.first, desk.second, await customerWith('+77011234576')];
    await second.shareContact();
    await second.waitFor(/you are registered/, PATIENCE);
    await desk.connect(customer, second);
    const id = await desk.connect(second, first);
    await pressAnything(first, `identity:${id}`);
    await second.waitFor(/Before we talk/, PATIENCE);
    await second.press(SHARE);
    await first.waitFor(/✅ Mod2.* confirmed/, PATIENCE);
    await second.waitForChat(({ reply_keyboard: keyboard }) => keyboard?.keyboard.flat().find(({ text }) => text.includes('Dana')), PATIENCE, 'desk');
    await settled(desk.teller);
    expect((await customer.messages()).some((message) => 'contact' in message && message.sim.direction === 'out')).toBe(false);
    await customer.send('/end');
    await first.send('/end');
    await settled(desk.teller);
  });

  test('is nothing that a contact does by itself: unasked, it is passed on', async () => {
    const customer = await customerWith('+77011234575');
    await desk.connect(customer, desk.second);
    await customer.shareContact();
    await desk.second.waitForChat(({ messages }) => messages.findLast((message) => 'contact' in message && message.sim.direction === 'out'), PATIENCE, 'card');
    await customer.send('/end');
  });

  function helpers() {
    const db = () => desk.teller.database.owner;
    const row = (id: number) =>
      db()('handoffs').where({ id }).first<{ identity_asked_at: Date | null; identity_confirmed_at: Date | null }>();
    return {
      db,
      async customerWith(phone: string, language = 'en'): Promise<Phone> {
        const customer = desk.teller.simulator.phone({ first_name: 'Dana', language_code: language, phone });
        await customer.shareContact();
        await customer.waitFor(/you are registered|сіз тіркелдіңіз/);
        return customer;
      },
      asked: async (id: number): Promise<boolean> => (await row(id)).identity_asked_at !== null,
      confirmed: async (id: number): Promise<boolean> => (await row(id)).identity_confirmed_at !== null,
      async acts(id: number): Promise<string[]> {
        const rows = await db()('audit_log')
          .where({ object: `handoff:${id}` })
          .whereLike('action', 'handoff.identity.%')
          .orderBy('id')
          .select<{ action: string; details: { reason?: string } | null }[]>('action', 'details');
        return rows.map(({ action, details }) => [action, details?.reason].filter(Boolean).join(' '));
      },
      async phoneIndex(customer: Phone): Promise<unknown> {
        return (await db()('persons').where({ telegram_id: customer.userId }).first<{ phone_index: unknown }>()).phone_index;
      },
      keyboardGone: (customer: Phone) =>
        customer.waitForChat(({ reply_keyboard: keyboard }) => (keyboard ? undefined : true), PATIENCE, 'no keyboard'),
      stored: async (): Promise<string> => JSON.stringify(await db()('messages').select('content')),
    };
  }

  /** As a clock that jumps would. */
  async function answeredLongAgo(): Promise<void> {
    const earlier = db().raw(`identity_answered_at - interval '2 minutes'`);
    await db()('handoffs').update({ identity_answered_at: earlier });
  }

  function shareOther(customer: Phone): Promise<unknown> {
    return customer.post({ contact: { user_id: customer.userId, phone_number: OTHER_NUMBER, first_name: 'Dana' } });
  }
});
