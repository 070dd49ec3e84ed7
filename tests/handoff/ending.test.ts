import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { claim, handled, openHandoffOf, keepTexts, said, settled, shareScene } from '../support/scene.js';

describe('the end of a hand-off', () => {
  const desk = shareScene(2);
  let textsFor: (phone: Phone) => Promise<string[]>;
  beforeAll(async () => {
    textsFor = await keepTexts(desk.teller);
  });

  test.each(['customer', 'moderator'] as const)('from the %s’s side both are told, and the bot answers again', async (side) => {
    const customer = await desk.customer(`By ${side}`);
    await desk.connect(customer, desk.first);
    await (side === 'customer' ? customer : desk.first).send('/end');
    await customer.waitFor(/has ended. I'm answering again/);
    await desk.first.waitFor(side === 'customer' ? /By customer.*ended the conversation/s : /The conversation with By moderator.*has ended/s);
    await customer.send('спасибо');
    await customer.waitFor(/Пожалуйста/);
  });

  test('stands in the audit log, and so does who accepted and who was lost', async () => {
    const customer = await desk.customer('Written');
    const lost = await desk.connect(customer, desk.first);
    await desk.first.block();
    const id = await openHandoffOf(desk.teller, customer, 'waiting');
    await claim(desk.second, id);
    await desk.second.send('/end');
    await customer.waitFor(/has ended/);
    await desk.first.unblock();
    const { owner } = desk.teller.database;
    const personId = async ({ userId }: Phone): Promise<number> =>
      (await owner('persons').where({ telegram_id: userId }).first<{ id: number }>('id')).id;
    const [first, second] = [`person:${await personId(desk.first)}`, `person:${await personId(desk.second)}`];
    const acts = await owner('audit_log')
      .whereIn('object', [`handoff:${lost}`, `handoff:${id}`])
      .orderBy('id')
      .select<{ actor: string; action: string; object: string; details: { by?: string } | null }[]>('*');
    expect(acts.map(({ actor, action, object, details }) => [actor, action, object, details?.by])).toEqual([
      [first, 'handoff.claim', `handoff:${lost}`, undefined],
      ['system', 'handoff.end', `handoff:${lost}`, 'unreachable'],
      [second, 'handoff.claim', `handoff:${id}`, undefined],
      [second, 'handoff.end', `handoff:${id}`, 'moderator'],
    ]);
  });

  test('ended by both at the same moment there is one ending, and each is told once, 20 times', async () => {
    const customers = await Promise.all(Array.from({ length: 20 }, (_, round) => desk.customer(`Both${round}`)));
    for (const customer of customers) {
      const id = await desk.queue(customer);
      await claim(desk.first, id);
      await Promise.all([customer.send('/end'), desk.first.send('/end')]);
      await handled(desk.teller);
      expect((await desk.handoff(id)).state).toBe('ended');
      const label = `#${id}`;
      const toModerator = await textsFor(desk.first);
      expect(toModerator.filter((text) => text.includes(label) && /ended/.test(text))).toHaveLength(1);
      const toCustomer = await textsFor(customer);
      expect(toCustomer.filter((text) => /has ended/.test(text))).toHaveLength(1);
    }
  });

  test('what a moderator writes while the customer ends is delivered before the end or refused, never after it', async () => {
    const customers = await Promise.all(Array.from({ length: 10 }, (_, round) => desk.customer(`Cross${round}`)));
    for (const customer of customers) {
      const id = await desk.queue(customer);
      await claim(desk.second, id);
      await Promise.all([customer.send('/end'), desk.second.send(`words ${id}`)]);
      await handled(desk.teller);
      const texts = await textsFor(customer);
      const ending = texts.findIndex((text) => /has ended/.test(text));
      const words = texts.indexOf(`words ${id}`);
      expect(ending).toBeGreaterThanOrEqual(0);
      expect(words).toBeLessThan(ending);
    }
  });
});

describe('somebody who cannot be reached', () => {
  const desk = shareScene(2);

  test('a customer who blocks the bot: the moderator is told and the hand-off ends', async () => {
    const customer = await desk.customer('Blocker');
    const id = await desk.connect(customer, desk.first);
    await customer.block();
    await desk.first.waitFor(/Blocker.*no longer be reached/s);
    expect(await desk.handoff(id)).toMatchObject({ state: 'ended', ended_by: 'unreachable' });
    await customer.unblock();
    await customer.waitFor(/request for a person was closed/);
    await customer.send('спасибо');
    await customer.waitFor(/Пожалуйста/);
    await customer.block();
    await customer.unblock();
    await customer.send('спасибо');
    await settled(desk.teller);
    expect((await said(customer)).filter((text) => /was closed/.test(text))).toHaveLength(1);
  });

  test('a customer who could not be reached for a moment and writes again is told once that the talk is over', async () => {
    const customer = await desk.customer('Offline');
    const id = await desk.connect(customer, desk.first);
    desk.teller.simulator.world.faults.add({ kind: '403', chat_id: customer.userId, times: 1 });
    await desk.first.send('into the void');
    await desk.first.waitFor(/Offline.*no longer be reached/s);
    expect(await desk.handoff(id)).toMatchObject({ state: 'ended', ended_by: 'unreachable' });
    await customer.send('спасибо');
    await customer.waitFor(/request for a person was closed/);
    await customer.waitFor(/Пожалуйста/);
  });

  test('a customer who blocks while waiting: the notices say so', async () => {
    const customer = await desk.customer('Impatient');
    const id = await desk.queue(customer);
    await customer.block();
    await desk.second.waitForChat(({ messages }) =>
      messages.find(({ text }) => text?.includes(`#${id}`) && /no longer waiting/.test(text)),
    );
  });

  test.each(['told by Telegram', 'noticed by a failed delivery'])(
    'a moderator who blocks (%s): the customer is back in line and keeps what they said; others are called',
    async (how) => {
      const customer = await desk.customer('Left');
      const id = await desk.connect(customer, desk.first);
      await customer.send('said to the first');
      await desk.first.waitFor(/said to the first/);
      if (how === 'told by Telegram') await desk.first.block();
      else {
        desk.teller.simulator.world.faults.add({ kind: '403', chat_id: desk.first.userId, times: 1 });
        await customer.send('said into the void');
      }
      await customer.waitFor(/had to leave/);
      const again = await openHandoffOf(desk.teller, customer, 'waiting');
      const notice = await desk.second.waitFor(({ text, reply_markup }) => /🔔.*Left · Request\u00a0#/s.test(text ?? '') && reply_markup !== undefined);
      const button = notice.reply_markup?.inline_keyboard[0]?.[0]?.callback_data ?? '';
      expect(button).toBe(`claim:${again}`);
      await desk.second.pressData(notice.message_id, button);
      await customer.waitFor(/A person is with you now/);
      await settled(desk.teller);
      const changed = (await desk.second.messages()).find(({ message_id }) => message_id === notice.message_id);
      expect(changed?.text).toMatch(/You took/);
      expect(JSON.stringify(changed?.reply_markup)).not.toContain('claim:');
      const passed = (await said(desk.second)).filter((text) => text.startsWith('👤'));
      expect(passed.some((text) => /said to the first/.test(text))).toBe(true);
      if (how !== 'told by Telegram') expect(passed.some((text) => /into the void/.test(text))).toBe(true);
      await customer.send('/end');
      await desk.second.waitFor(/Left.*ended the conversation/s);
      if (how === 'told by Telegram') {
        await desk.first.unblock();
        await desk.first.send('/queue');
        await desk.first.waitFor(/Nobody is waiting/);
      }
      expect((await desk.handoff(id)).state).toBe('ended');
    },
  );
});
