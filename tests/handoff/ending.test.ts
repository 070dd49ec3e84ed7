import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { type Scene, claim, handled, openHandoffOf, outboxOf, said, settled, startScene } from './scene.js';

describe('the end of a hand-off', () => {
  let scene: Scene;
  let first: Phone;
  let second: Phone;
  beforeAll(async () => {
    scene = await startScene(2);
    [first, second] = scene.moderators as [Phone, Phone];
  });
  afterAll(() => scene.release());

  test.each(['customer', 'moderator'] as const)('from the %s’s side both are told, and the bot answers again', async (side) => {
    const customer = await scene.customer(`By ${side}`);
    await scene.connect(customer, first);
    await (side === 'customer' ? customer : first).send('/end');
    await customer.waitFor(/has ended. I'm answering again/);
    await first.waitFor(side === 'customer' ? /By customer.*ended the conversation/s : /The conversation with By moderator.*has ended/s);
    await customer.send('спасибо');
    await customer.waitFor(/Пожалуйста/);
  });

  test('ended by both at the same moment there is one ending, and each is told once, 20 times', async () => {
    const customers = await Promise.all(Array.from({ length: 20 }, (_, round) => scene.customer(`Both${round}`)));
    for (const customer of customers) {
      const id = await scene.queue(customer);
      await claim(first, id);
      await Promise.all([customer.send('/end'), first.send('/end')]);
      await handled(scene.teller);
      expect((await scene.handoff(id)).state).toBe('ended');
      const label = `№${id}`;
      const toModerator = (await outboxOf(scene.teller, first)).map(({ payload }) => payload.text ?? '');
      expect(toModerator.filter((text) => text.includes(label) && /ended/.test(text))).toHaveLength(1);
      const toCustomer = (await outboxOf(scene.teller, customer)).map(({ payload }) => payload.text ?? '');
      expect(toCustomer.filter((text) => /has ended/.test(text))).toHaveLength(1);
    }
  });

  test('what a moderator writes while the customer ends is delivered before the end or refused, never after it', async () => {
    const customers = await Promise.all(Array.from({ length: 10 }, (_, round) => scene.customer(`Cross${round}`)));
    for (const customer of customers) {
      const id = await scene.queue(customer);
      await claim(second, id);
      await Promise.all([customer.send('/end'), second.send(`words ${id}`)]);
      await handled(scene.teller);
      const texts = (await outboxOf(scene.teller, customer)).map(({ payload }) => payload.text ?? '');
      const ending = texts.findIndex((text) => /has ended/.test(text));
      const words = texts.indexOf(`words ${id}`);
      expect(ending).toBeGreaterThanOrEqual(0);
      expect(words).toBeLessThan(ending);
    }
  });
});

describe('somebody who cannot be reached', () => {
  let scene: Scene;
  let first: Phone;
  let second: Phone;
  beforeAll(async () => {
    scene = await startScene(2);
    [first, second] = scene.moderators as [Phone, Phone];
  });
  afterAll(() => scene.release());

  test('a customer who blocks the bot: the moderator is told and the hand-off ends', async () => {
    const customer = await scene.customer('Blocker');
    const id = await scene.connect(customer, first);
    await customer.block();
    await first.waitFor(/Blocker.*blocked the bot/s);
    expect(await scene.handoff(id)).toMatchObject({ state: 'ended', ended_by: 'unreachable' });
    await customer.unblock();
    await customer.send('спасибо');
    await customer.waitFor(/Пожалуйста/);
  });

  test('a customer who blocks while waiting: the notices say so', async () => {
    const customer = await scene.customer('Impatient');
    const id = await scene.queue(customer);
    await customer.block();
    await second.waitForChat(({ messages }) =>
      messages.find(({ text }) => text?.includes(`№${id}`) && /no longer waiting/.test(text)),
    );
  });

  test.each(['told by Telegram', 'noticed by a failed delivery'])(
    'a moderator who blocks (%s): the customer is back in line and keeps what they said; others are called',
    async (how) => {
      const customer = await scene.customer('Left');
      const id = await scene.connect(customer, first);
      await customer.send('said to the first');
      await first.waitFor(/said to the first/);
      if (how === 'told by Telegram') await first.block();
      else {
        scene.teller.simulator.world.faults.add({ kind: '403', chat_id: first.userId, times: 1 });
        await customer.send('said into the void');
      }
      await customer.waitFor(/had to leave/);
      const again = await openHandoffOf(scene.teller, customer, 'waiting');
      const notice = await second.waitFor(({ text, reply_markup }) => /🔔.*Left №/s.test(text ?? '') && reply_markup !== undefined);
      const button = notice.reply_markup?.inline_keyboard[0]?.[0]?.callback_data ?? '';
      expect(button).toBe(`claim:${again}`);
      await second.pressData(notice.message_id, button);
      await customer.waitFor(/A person is with you now/);
      await settled(scene.teller);
      const changed = (await second.messages()).find(({ message_id }) => message_id === notice.message_id);
      expect(changed?.text).toMatch(/You took/);
      expect(changed?.reply_markup).toBeUndefined();
      const passed = (await said(second)).filter((text) => text.startsWith('👤'));
      expect(passed.some((text) => /said to the first/.test(text))).toBe(true);
      if (how !== 'told by Telegram') expect(passed.some((text) => /into the void/.test(text))).toBe(true);
      await customer.send('/end');
      await second.waitFor(/Left.*ended the conversation/s);
      if (how === 'told by Telegram') {
        await first.unblock();
        await first.send('/queue');
        await first.waitFor(/Nobody is waiting/);
      }
      expect((await scene.handoff(id)).state).toBe('ended');
    },
  );
});
