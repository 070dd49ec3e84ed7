import { describe, expect, test } from '@jest/globals';
import type { Phone, SeenMessage } from '../support/phone.js';
import { claim, said, settled, shareScene, textOf } from '../support/scene.js';
import { CONTEXTS } from '../support/teller.js';

describe('the notice of a waiting customer', () => {
  const desk = shareScene(1, { env: { CONTEXTS_DIR: CONTEXTS } });
  /** The notice that names a hand-off, as it stands. */
  const noticeOf = (id: number): Promise<SeenMessage> =>
    desk.first.waitForChat(({ messages }) => messages.find(({ text }) => /^🔔/.test(text ?? '') && text?.includes(`#${id}\n`)), 30_000, 'notice');
  const lines = async (id: number): Promise<string[]> => textOf(await noticeOf(id)).split('\n');
  const refusedCustomer = async (name: string): Promise<Phone> => {
    const customer = await desk.customer(name, 'ru');
    await customer.send('Какая погода будет завтра в Лиссабоне?');
    await customer.waitFor(/С этим не помогу/);
    return customer;
  };

  test('says who waits, how they called and in which language, then the dialogue without the bot’s remarks', async () => {
    const customer = await refusedCustomer('Dana');
    await customer.press('👤 Позвать специалиста');
    await customer.waitFor(/Зову специалиста/);
    const [{ id } = { id: 0 }] = await desk.teller.database.owner('handoffs').where({ way: 'button' }).select<{ id: number }[]>('id');
    expect(await lines(id)).toEqual([
      `🔔 Waiting for a person: Dana · Request\u00a0#${id}`,
      "Pressed the button under the bot's answer",
      'Language: Russian',
      '1 person in line',
      '',
      'Customer: Какая погода будет завтра в Лиссабоне?',
      expect.stringMatching(/^Bot: С этим не помогу/),
    ]);
    await customer.send('/end');
    await customer.waitFor(/отменён/);
  });

  test('shows the dialogue again when the customer gives up and calls anew, and when a talk has ended before', async () => {
    const customer = await refusedCustomer('Again');
    await desk.queue(customer);
    await customer.waitFor(/Зову специалиста/);
    await customer.press('Уже не нужно');
    await customer.waitFor(/отменён/);
    const again = await desk.queue(customer);
    expect(await lines(again)).toContain('Customer: Какая погода будет завтра в Лиссабоне?');
    expect((await lines(again)).filter((line) => /Зову специалиста|отменён/.test(line))).toEqual([]);
    await claim(desk.first, again);
    await desk.first.send('Please ask the weather service.');
    await customer.waitFor(/weather service/, 30_000);
    await customer.send('/end');
    await customer.waitFor(/завершён/, 30_000);
    const third = await desk.queue(customer);
    expect((await lines(third)).slice(-3)).toEqual([
      'Customer: Какая погода будет завтра в Лиссабоне?',
      expect.stringMatching(/^Bot: С этим не помогу/),
      'Moderator: Please ask the weather service.',
    ]);
    await customer.send('/end');
    await customer.waitFor(/отменён/, 30_000);
  });

  test('holds six turns at most, begins with the customer’s, and cuts a long one at a word', async () => {
    const customer = await desk.customer('Long');
    for (const text of ['one спасибо', 'салем', 'спасибо', 'салем']) {
      await customer.send(text);
      await customer.waitFor(() => true, 20_000);
    }
    await customer.send(`салем ${'длинный '.repeat(100)}`);
    await customer.waitFor(/\S/, 20_000);
    await settled(desk.teller);
    const id = await desk.queue(customer);
    const turns = (await lines(id)).slice(5);
    expect(turns.length).toBeLessThanOrEqual(6);
    expect(turns[0]).toMatch(/^Customer: /);
    const long = turns.find((line) => /длинный/.test(line));
    expect(long).toMatch(/длинный…$/);
    expect(long?.length).toBeLessThanOrEqual('Customer: '.length + 300);
    await customer.send('/end');
  });

  test('what is said to it after the talk began with words is no repeat of those words', async () => {
    const customer = await desk.customer('Words', 'ru');
    await customer.send('позовите оператора');
    await customer.waitFor(/Зову специалиста/);
    await customer.send('карта не работает');
    await customer.waitFor(/Принято/);
    const [{ id } = { id: 0 }] = await desk.teller.database.owner('handoffs').where({ way: 'words' }).select<{ id: number }[]>('id');
    expect(await lines(id)).toEqual(expect.arrayContaining(['Asked for a person in a message', 'Customer: позовите оператора']));
    await claim(desk.first, id);
    await customer.waitFor(/на связи/, 30_000);
    await settled(desk.teller);
    expect((await said(desk.first)).filter((text) => text.startsWith('👤 Words'))).toEqual([expect.stringMatching(/\nкарта не работает$/)]);
    await customer.send('/end');
  });

  test('a button below an old refusal tells those who have called how things stand, and goes', async () => {
    const customer = await refusedCustomer('Stale');
    const refusal = (await customer.messages()).find(({ text }) => /С этим не помогу/.test(text ?? ''));
    const id = await desk.queue(customer);
    const press = (): Promise<{ text?: string } | null> => customer.pressData(refusal?.message_id ?? 0, 'human');
    expect(await press()).toMatchObject({ text: expect.stringMatching(/уже в очереди, ваше место: \d/) });
    await claim(desk.first, id);
    await customer.waitFor(/на связи/, 30_000);
    expect(await press()).toMatchObject({ text: expect.stringMatching(/уже на связи/) });
    await settled(desk.teller);
    const after = (await customer.messages()).find(({ message_id }) => message_id === refusal?.message_id);
    expect(after?.reply_markup).toBeUndefined();
    expect((await said(customer)).filter((text) => /уже (?:в очереди|на связи)/.test(text))).toEqual([]);
    await customer.send('/end');
  });
});
