import { describe, expect, test } from '@jest/globals';
import type { Phone } from '../support/phone.js';
import { said, settled, shareScene, textOf } from '../support/scene.js';

const WARNED = /seems to hold a code, CVV or password/;
const CARD = '4111 1111 1111 1111';
const EXPLAINED = /^Your message held a card number/;

describe('what is masked where it comes in', () => {
  const desk = shareScene(1);
  const stored = async (phone: Phone, author = 'customer'): Promise<{ text: string; content: { entities?: object[] } }[]> =>
    desk.teller.database
      .owner('messages')
      .join('conversations', 'conversations.id', 'messages.conversation_id')
      .join('persons', 'persons.id', 'conversations.person_id')
      .where({ author, 'persons.telegram_id': phone.userId })
      .orderBy('messages.id')
      .select('messages.text', 'messages.content');
  const explained = async (phone: Phone): Promise<number> =>
    (await phone.messages()).filter((message) => EXPLAINED.test(textOf(message))).length;

  test('a card number leaves the chat with one sentence, and the rest of the message is stored', async () => {
    const customer = await desk.customer('Asker');
    const sent = await customer.send(`Hello, is ${CARD} blocked?`);
    await customer.waitFor(EXPLAINED);
    await settled(desk.teller);
    expect((await customer.messages()).map(({ message_id }) => message_id)).not.toContain(sent.message_id);
    expect((await stored(customer)).map(({ text }) => text)).toEqual(['Hello, is [card ••1111] blocked?']);
    expect(await explained(customer)).toBe(1);
  });

  test('other secrets stay in the customer’s own chat, and are stored masked', async () => {
    const customer = await desk.customer('Writer');
    const sent = await customer.send('My IIN is 900101300123, what now?');
    await settled(desk.teller);
    expect((await customer.messages()).map(({ message_id }) => message_id)).toContain(sent.message_id);
    expect((await stored(customer)).map(({ text }) => text)).toEqual(['My IIN is [IIN], what now?']);
  });

  test('whoever writes a code or a password is warned once for each message, and staff are not', async () => {
    const customer = await desk.customer('Careless');
    const sent = await customer.send('The code from the SMS is 4821');
    await customer.waitFor(WARNED);
    await customer.edit(sent.message_id, 'The code from the SMS is 4822');
    await settled(desk.teller);
    expect((await said(customer)).filter((text) => WARNED.test(text))).toHaveLength(1);
    await desk.first.send('My password is Qwerty12');
    await settled(desk.teller);
    expect((await said(desk.first)).filter((text) => WARNED.test(text))).toEqual([]);
  });

  test('in the line and in a talk staff read placeholders, in edits and captions too', async () => {
    const customer = await desk.customer('Talker');
    await desk.queue(customer);
    await customer.send(`first ${CARD}`);
    await customer.waitFor(EXPLAINED);
    await desk.first.press('✅ Accept');
    expect(textOf(await desk.first.waitFor(/first/))).toContain('first [card ••1111]');
    const sent = await customer.send('me@example.com asks');
    expect(textOf(await desk.first.waitFor(/asks/))).toContain('[e-mail] asks');
    await customer.edit(sent.message_id, 'my IIN: 900101300123');
    await desk.first.waitFor(/IIN: \[IIN\]/);
    await desk.first.send('Write to help@example.com');
    await customer.waitFor('Write to help@example.com');
    await customer.sendPhoto({}, `see ${CARD}`);
    await customer.waitFor(EXPLAINED);
    expect((await desk.first.waitFor(/see/)).caption).toContain('see [card ••1111]');
    await settled(desk.teller);
    expect(await explained(customer)).toBe(2);
    expect((await stored(customer, 'moderator')).map(({ text }) => text)).toEqual(['Write to [e-mail]']);
  });

  test('a card number that an edit brings is deleted, too', async () => {
    const customer = await desk.customer('Editor');
    const sent = await customer.send('hello');
    await settled(desk.teller);
    await customer.edit(sent.message_id, CARD);
    await customer.waitFor(EXPLAINED);
    await settled(desk.teller);
    expect((await customer.messages()).map(({ message_id }) => message_id)).not.toContain(sent.message_id);
  });
});
