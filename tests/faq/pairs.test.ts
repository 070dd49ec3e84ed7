import { describe, expect, test } from '@jest/globals';
import { Groups, comparedOf } from '../../src/modules/faq/likeness.js';
import { type Said, isAnswer, isQuestion, pairsIn } from '../../src/modules/faq/pairs.js';
import { LocalEmbedder } from '../../src/platform/embeddings/index.js';
import type { Language } from '../../src/platform/text/index.js';

const QUESTION = 'Как закрыть вклад раньше срока?';
const ANSWER = 'Вклад можно закрыть в любом отделении, нужен только паспорт.';

function talk(...turns: readonly (readonly [string, string])[]): Said[] {
  return turns.map(([author, text], id) => ({ id, author, text }));
}

describe('in a talk', () => {
  const pairs = (...turns: readonly (readonly [string, string])[]): string[][] =>
    pairsIn(talk(...turns), ['Айгерим', 'Ким']).map(({ question, answer }) => [question.text, answer.text]);

  test('a question goes with the first answer of substance', () => {
    const said = pairs(
      ['customer', 'Здравствуйте'],
      ['customer', QUESTION],
      ['ai', 'Не могу подтвердить ответ документами банка.'],
      ['customer', 'позовите человека'],
      ['moderator', 'Здравствуйте! Чем могу помочь?'],
      ['moderator', 'Минутку, посмотрю в тарифах, подождите'],
      ['moderator', ANSWER],
      ['moderator', 'Проценты при этом пересчитают по ставке до востребования, это 0,1 % годовых.'],
      ['customer', 'спасибо'],
    );
    expect(said).toEqual([[QUESTION, ANSWER]]);
  });

  test('each question has its own answer', () => {
    const second = ['Сколько стоит выпуск дополнительной карты?', 'Дополнительная карта выпускается бесплатно, нужен паспорт её владельца.'];
    const said = pairs(['customer', QUESTION], ['moderator', ANSWER], ['customer', second[0] ?? ''], ['moderator', second[1] ?? '']);
    expect(said).toEqual([[QUESTION, ANSWER], second]);
  });

  test('what is meant for one customer alone is left out', () => {
    expect(pairs(['customer', QUESTION], ['customer', `Это Айгерим, ${QUESTION}`], ['moderator', ANSWER])).toEqual([]);
    expect(pairs(['customer', QUESTION], ['moderator', `Айгерим, ${ANSWER}`])).toEqual([]);
    expect(pairs(['customer', 'Где мой перевод, когда он придёт?'], ['moderator', ANSWER])).toEqual([]);
    expect(pairs(['customer', 'Что с картой [card ••1111], почему она не работает?'], ['moderator', ANSWER])).toEqual([]);
  });
});

test.each([
  ['Ваш перевод поступит завтра до обеда, не переживайте.', false],
  ['Ваша карта уже готова и ждёт вас в отделении на Абая.', false],
  ['Вашу карту можно заблокировать в приложении или по номеру 7711.', true],
  ['Вижу, что операция прошла, деньги вернутся через три дня.', false],
  ['Позвоните, пожалуйста, по номеру [phone], вам ответят.', false],
  ['Какой именно вклад вы хотите закрыть досрочно?', false],
  ['Хорошо, сделаем.', false],
  ['Аударымыңыз ертең түскі асқа дейін түседі, алаңдамаңыз.', false],
  ['Салымды кез келген бөлімшеде жабуға болады, жеке куәлік керек.', true],
  ['I can see that the transfer went out this morning.', false],
  ['Your account was blocked yesterday because of a wrong PIN.', false],
  ['You can close a deposit at any branch; take your ID with you.', true],
])('%j answers others too: %s', (text, expected) => {
  expect(isAnswer(text)).toBe(expected);
});

test.each([
  [QUESTION, true],
  ['подскажите как закрыть вклад раньше срока', true],
  ['Салымды мерзімінен бұрын қалай жабуға болады?', true],
  ['Where can I exchange foreign currency?', true],
  ['Позовите оператора, пожалуйста', false],
  ['Какой у меня баланс?', false],
  ['спасибо большое', false],
  ['почему?', false],
  [`${'очень '.repeat(60)}длинный вопрос?`, false],
])('%j is a question that others may ask: %s', (text, expected) => {
  expect(isQuestion(text)).toBe(expected);
});

test('what is asked alike is in one group, and what is not is in another', async () => {
  const ASKED: readonly (readonly [number, Language, string])[] = [
    [1, 'ru', 'Как закрыть вклад раньше срока?'],
    [2, 'ru', 'Сколько стоит выпуск дополнительной карты?'],
    [3, 'en', 'How do I close a deposit early?'],
  ];
  const embedder = new LocalEmbedder();
  const groups = new Groups();
  for (const [id, lang, text] of ASKED) for (const vector of await embedder.embed([comparedOf(text)])) groups.add({ id, lang }, vector);
  const find = async (lang: Language, text: string): Promise<number | undefined> => {
    const [vector] = await embedder.embed([comparedOf(text)]);
    return vector && groups.find(lang, vector);
  };
  expect(await find('ru', 'можно ли закрыть вклад раньше срока?')).toBe(1);
  expect(await find('ru', 'Сколько стоит дополнительная карта?')).toBe(2);
  expect(await find('en', 'Can I close a deposit early?')).toBe(3);
  expect(await find('ru', 'Как закрыть мою карту?')).toBeUndefined();
  expect(await find('ru', 'Где ближайший банкомат?')).toBeUndefined();
  expect(await find('ru', 'How do I close a deposit early?')).toBeUndefined();
});
