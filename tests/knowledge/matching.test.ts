import { describe, expect, test } from '@jest/globals';
import { casesNotAsked, matchWords, readQuery } from '../../src/modules/knowledge/index.js';

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
  expect(casesNotAsked(readQuery('комиссия за снятие наличных', 'ru').words, abroad)).toBe(1);
  expect(casesNotAsked(readQuery('снять наличные в Турции', 'ru').words, abroad)).toBe(0);
});
