import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faqFolder } from '../support/contexts.js';
import { eventually } from '../support/eventually.js';
import type { Phone, SeenMessage } from '../support/phone.js';
import { claim, openHandoffOf, said, settled } from '../support/scene.js';
import { type Flow, startFlow } from './flow.js';

const ENTRIES = `
- {id: card-pin, lang: en, questions: [How do I change the PIN of my card?], answer: Open the app and choose Cards › PIN., category: cards}
- {id: card-pin, lang: ru, questions: [Как поменять ПИН-код карты?], answer: Откройте приложение и выберите Карты › ПИН-код.}
- {id: card-pin, lang: kk, questions: [Картаның ПИН-кодын қалай ауыстырамын?], answer: Қосымшадан Карталар › ПИН-код бөлімін ашыңыз.}
`;
const QUESTION = 'How do I change the PIN of my card?';
const ANSWER = /^Open the app and choose Cards › PIN\.\n\n🤖 Automatic answer · \d\d% confident$/;

interface Given {
  readonly id: number;
  readonly faq_id: string;
  readonly faq_version: string;
  readonly faq_confidence: number;
  readonly outcome: string;
  readonly feedback: string | null;
}

describe('an answer of the FAQ', () => {
  let flow: Flow;
  let moderator: Phone;
  beforeAll(async () => {
    flow = await startFlow(1, { env: { CONTEXTS_DIR: await faqFolder(ENTRIES), AUTO_RESOLVE_THRESHOLD: '0.75' } });
    moderator = flow.scene.moderators[0] as Phone;
  });
  afterAll(() => flow.release());

  async function asked(firstName: string): Promise<{ customer: Phone; answer: SeenMessage }> {
    const customer = await flow.scene.customer(firstName);
    await customer.send(QUESTION);
    return { customer, answer: await customer.waitFor(ANSWER) };
  }
  const given = (customer: Phone): Promise<Given> =>
    flow.scene.teller.database
      .owner('answers')
      .join('conversations', 'conversations.id', 'answers.conversation_id')
      .join('persons', 'persons.id', 'conversations.person_id')
      .where({ 'persons.telegram_id': customer.userId })
      .orderBy('answers.id')
      .first<Given>('answers.*');
  const labels = (message: SeenMessage | undefined): string[] =>
    message?.reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? [];
  const shown = async (customer: Phone, id: number): Promise<SeenMessage | undefined> =>
    (await customer.messages()).find(({ message_id }) => message_id === id);
  const dataOf = (message: SeenMessage, at: number): string =>
    message.reply_markup?.inline_keyboard.flat()[at]?.callback_data ?? '';

  test('is given at once, without the model, and says so with how sure it is', async () => {
    const before = flow.model.requests.length;
    const { customer, answer } = await asked('Asking');
    expect(labels(answer)).toEqual(['👍 That helped', '👤 Talk to a person']);
    // A further question that stands by itself is not rewritten either, whatever was said before.
    await customer.send('Как поменять ПИН-код карты?');
    await customer.waitFor(/🤖 Автоматический ответ · уверенность \d\d %$/);
    await customer.send('Картаның ПИН-кодын қалай ауыстырамын?');
    await customer.waitFor(/🤖 Автоматты жауап · сенімділік \d\d %$/);
    expect(flow.model.requests.slice(before)).toEqual([]);
    const version = expect.stringMatching(/^[0-9a-f]{12}$/);
    const stored = { outcome: 'auto_resolved', faq_id: 'card-pin', faq_version: version, faq_confidence: expect.any(Number), feedback: null };
    expect(await given(customer)).toMatchObject(stored);
  });

  test('is thanked for once where it helped, and its buttons go', async () => {
    const { customer, answer } = await asked('Helped');
    expect(await customer.pressData(answer.message_id, dataOf(answer, 0))).toMatchObject({ text: 'Thank you! Glad it helped.' });
    await eventually(async () => expect(labels(await shown(customer, answer.message_id))).toEqual([]));
    expect((await given(customer)).feedback).toBe('helped');
    const again = await customer.pressData(answer.message_id, dataOf(answer, 0));
    expect(again).toMatchObject({ text: 'You have already told us that it helped.' });
    expect(await said(customer)).not.toContain('Thank you! Glad it helped.');
  });

  test('that did not help leads to a person, who sees the question and which answer it was', async () => {
    const { customer, answer } = await asked('Unhelped');
    await customer.press('👤 Talk to a person');
    const handoff = await openHandoffOf(flow.scene.teller, customer, 'waiting');
    const notice = await moderator.waitFor(/Unhelped/);
    expect(notice.text).toMatch(/The automatic answer “card-pin” did not help \(it was \d\d% confident\)/);
    expect(notice.text).toContain(QUESTION);
    expect(notice.text).toContain('Open the app and choose Cards');
    expect((await given(customer)).feedback).toBe('not_helped');
    await eventually(async () => expect(labels(await shown(customer, answer.message_id))).toEqual([]));
    const again = await customer.pressData(answer.message_id, dataOf(answer, 1));
    expect(again?.text).toMatch(/waiting|line|queue|place/i);
    expect(await customer.pressData(answer.message_id, dataOf(answer, 0))).toMatchObject({ text: 'You have already called a person.' });
    expect((await given(customer)).feedback).toBe('not_helped');
    await claim(moderator, handoff);
    await customer.waitFor(/A person is with you now/);
    await customer.send('/end');
    await customer.waitFor(/has ended/);
    // Long after: the talk is over, and nobody is called by an old button.
    await customer.pressData(answer.message_id, dataOf(answer, 1));
    await settled(flow.scene.teller);
    expect((await flow.scene.handoff(handoff)).state).toBe('ended');
    const { rows } = await flow.scene.teller.database.owner.raw<{ rows: object[] }>(`select from handoffs where state <> 'ended'`);
    expect(rows).toEqual([]);
  });

  test('leaves the last word to the call for a person when both buttons are pressed together', async () => {
    const { customer, answer } = await asked('Both');
    await Promise.all([0, 1].map((at) => customer.pressData(answer.message_id, dataOf(answer, at))));
    await openHandoffOf(flow.scene.teller, customer, 'waiting');
    expect((await given(customer)).feedback).toBe('not_helped');
    await customer.send('/end');
  });

  test('is nobody else\'s to judge', async () => {
    const { customer, answer } = await asked('Owner');
    const other = await flow.scene.customer('Other');
    await other.send('hello');
    const { message_id: id } = await other.waitFor(/./);
    for (const at of [0, 1]) {
      const press = await other.pressData(id, dataOf(answer, at));
      expect(press?.text).toBe('This button no longer works.');
    }
    await settled(flow.scene.teller);
    expect((await given(customer)).feedback).toBeNull();
    const { rows } = await flow.scene.teller.database.owner.raw<{ rows: object[] }>(
      'select from handoffs join persons on persons.id = person_id where telegram_id = ?',
      [other.userId],
    );
    expect(rows).toEqual([]);
  });

  test('waits until whoever is not registered has shared their phone, and is told to the person they get', async () => {
    const stranger = flow.scene.teller.simulator.phone({ first_name: 'Stranger', language_code: 'en' });
    await stranger.send('/start');
    await stranger.waitFor(/Which language/);
    await stranger.press('English');
    await settled(flow.scene.teller);
    await stranger.send(QUESTION);
    await stranger.waitFor(ANSWER);
    await stranger.press('👤 Talk to a person');
    await stranger.shareContact();
    const notice = await moderator.waitFor(/Stranger/);
    expect(notice.text).toContain('The automatic answer “card-pin” did not help');
  });

  test('stands in the numbers of the day with what customers said of it', async () => {
    await moderator.send('/stats');
    await moderator.waitFor(/⚡ Ready answers: 8 · helped: 1 · called a person: 3/);
  });
});
