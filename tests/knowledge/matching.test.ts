import { describe, expect, test } from '@jest/globals';
import { compareCases, matchWords, readQuery } from '../../src/modules/knowledge/index.js';

function supportOf(question: string, text: string): number[] {
  const { words } = readQuery(question, 'ru');
  return matchWords(words, [{ text, lang: 'ru' }]).map(({ support }) => support[0] ?? 0);
}

describe('the words of a question in a sentence', () => {
  test.each([
    ['карты', 'Карта выпускается за день.', 'in another form'],
    ['классик', 'Обслуживание карты Classic стоит 2 900 ₸.', 'in another alphabet'],
    ['стоимость', 'Комиссия не взимается.', 'by their meaning'],
    ['обслуживанее', 'Обслуживание бесплатно.', 'in spite of a slip'],
    ['кредита', 'Заём выдаётся за день.', 'by its meaning, though the stemmer knows it in one form'],
    ['кредитка', 'По кредитной карте действует льготный период.', 'as a phrase'],
  ])('"%s" is met in "%s": %s', (question, text) => {
    expect(supportOf(question, text)).toEqual([expect.any(Number)]);
    expect(supportOf(question, text)[0]).toBeGreaterThan(0.5);
  });

  test('are not met in a sentence about something else', () => {
    expect(supportOf('ипотека', 'Курьер привезёт карту завтра.')).toEqual([0]);
  });
});

test('a sentence about a case the question does not speak of is told apart', () => {
  const abroad = { text: 'Снятие наличных за границей стоит 1,5%.', lang: 'ru' as const };
  expect(compareCases(readQuery('комиссия за снятие наличных', 'ru').words, abroad).other).toBe(true);
  expect(compareCases(readQuery('снять наличные в Турции', 'ru').words, abroad).other).toBe(false);
});

test('a sentence that leaves out the case asked about, or names an alternative, is told apart', () => {
  const { words } = readQuery('комиссия за границей по карте Gold', 'ru');
  const premium = { text: 'Карта Premium: комиссия 1%.', lang: 'ru' as const };
  expect(compareCases(words, premium)).toEqual({ other: false, missed: true, alternative: true });
  expect(compareCases(words, { ...premium, text: 'По карте Gold комиссия 1%.' }, 'За границей')).toEqual({
    other: false,
    missed: false,
    alternative: false,
  });
});

test.each(['нужен кредит 500000', 'кредит на 2 млн', 'кредит 500 000 ₸', 'кредит 300k'])(
  'the sum of "%s" is none of its words',
  (question) => {
    const { words } = readQuery(question, 'ru');
    expect(words.flatMap(({ stems }) => stems.ru).filter((stem) => /\d/.test(stem))).toEqual([]);
  },
);

test('a term or a year is one of the words', () => {
  const { words } = readQuery('вклад на 12 месяцев в 2027 году', 'ru');
  expect(words.flatMap(({ stems }) => stems.ru)).toEqual(expect.arrayContaining(['12', '2027']));
});
