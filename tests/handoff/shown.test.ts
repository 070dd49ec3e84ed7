import { describe, expect, test } from '@jest/globals';
import type { Phone, SeenMessage } from '../support/phone.js';
import { said, settled, shareScene, textOf } from '../support/scene.js';

const BRANCH = '+7 727 258 00 00';
const MAIL = 'abay@bank.kz';
const SECRETS = 'card 4400 4302 1234 5679, CVV 123, code from sms 482913, my password is Qx1234zt';
const HIDDEN = 'card [card ••5679], CVV [CVV], code from sms [code], my password is [password]';

describe('what a moderator tells a customer', () => {
  const desk = shareScene(1);
  const talk = async (name: string): Promise<Phone> => {
    const customer = await desk.customer(name);
    await desk.connect(customer, desk.first);
    return customer;
  };
  /** What the customer has from the moderator, without the desk's own remarks. */
  const read = async (customer: Phone): Promise<SeenMessage[]> => {
    const messages = (await customer.messages()).filter(({ sim }) => sim.direction === 'out');
    return messages.slice(messages.findIndex((message) => /A person is with you now/.test(textOf(message))) + 1);
  };
  const stored = async (): Promise<string> =>
    JSON.stringify(await desk.teller.database.owner('messages').where({ author: 'moderator' }).select('text', 'content'));
  const end = async (customer: Phone): Promise<void> => {
    await customer.send('/end');
    await desk.first.waitFor(/ended the conversation/, 30_000);
  };

  test('shows how to reach the bank, and no secret; what is stored shows neither', async () => {
    const customer = await talk('Aru');
    const text = await desk.first.send(`Branch: ${BRANCH}, ${MAIL}. ${SECRETS}`);
    const photo = await desk.first.sendPhoto({}, `Map. ${BRANCH}. ${SECRETS}`);
    await settled(desk.teller);
    expect((await read(customer)).map(textOf)).toEqual([`Branch: ${BRANCH}, ${MAIL}. ${HIDDEN}`, `Map. ${BRANCH}. ${HIDDEN}`]);
    await desk.first.edit(text.message_id, `Sorry: 8 727 258 11 11, ${MAIL}. ${SECRETS}`);
    await editCaption(desk.first, photo.message_id, `New map. 8 727 258 11 11. ${SECRETS}`);
    await settled(desk.teller);
    expect((await read(customer)).map(textOf)).toEqual([
      `Sorry: 8 727 258 11 11, ${MAIL}. ${HIDDEN}`,
      `New map. 8 727 258 11 11. ${HIDDEN}`,
    ]);
    expect(await stored()).toContain('[phone], [e-mail]');
    expect(await stored()).not.toMatch(/258|abay|4400|482913|Qx1234/);
    await end(customer);
  });

  test('follows an edit that changes nothing but the number', async () => {
    const customer = await talk('Edit');
    const sent = await desk.first.send(`Call ${BRANCH}`);
    await settled(desk.teller);
    await desk.first.edit(sent.message_id, 'Call +7 727 258 22 22');
    await settled(desk.teller);
    expect((await read(customer)).map(textOf)).toEqual(['Call +7 727 258 22 22']);
    await end(customer);
  });

  test('is cut by what the customer reads, and so are its edits', async () => {
    const customer = await talk('Long');
    // What is stored of it is longer than a message can be.
    const addresses = 'a@b.kz '.repeat(585).trim();
    const sent = await desk.first.send(addresses);
    await desk.first.edit(sent.message_id, 'short');
    await desk.first.edit(sent.message_id, `${'CVV 123 '.repeat(500)}end`);
    await settled(desk.teller);
    expect((await read(customer)).map(textOf).join(' ')).toBe(`${'CVV [CVV] '.repeat(500)}end`);
    await desk.first.edit(sent.message_id, addresses);
    await settled(desk.teller);
    expect((await read(customer)).map(textOf)).toEqual([addresses]);
    expect(await desk.teller.database.owner('outbox').where({ state: 'failed' }).select('method', 'error')).toEqual([]);
    await end(customer);
  });

  test('is masked whole in what the customer says', async () => {
    const customer = await talk('Says');
    await customer.send(`Call me: ${BRANCH}, ${MAIL}`);
    await settled(desk.teller);
    expect((await said(desk.first)).at(-1)).toMatch(/\nCall me: \[phone\], \[e-mail\]$/);
    await end(customer);
  });

  async function editCaption(phone: Phone, messageId: number, caption: string): Promise<void> {
    await fetch(`${phone.url}/sim/chats/${phone.botId}/${phone.userId}/messages/${messageId}`, {
      method: 'PATCH',
      body: JSON.stringify({ caption }),
      headers: { 'content-type': 'application/json' },
    });
  }
});
