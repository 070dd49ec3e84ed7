/** When a frequent question that fits may answer by itself. */
import { describe, expect, test } from '@jest/globals';
import { answerByFaq } from '../../src/modules/answers/by-faq.js';
import type { Question } from '../../src/modules/answers/index.js';
import type { FaqEntry } from '../../src/modules/knowledge/faq/entry.js';

const RATES: FaqEntry = {
  id: 'deposit-rate',
  lang: 'ru',
  questions: ['Какие ставки по вкладам?', 'Какой процент по депозиту?'],
  answer: '«Жинақ» в тенге: 16,0% на 12 месяцев. Условия 2026 года.',
  document: 'faq/ru.yaml',
  version: '1',
};
const BALANCE: FaqEntry = { ...RATES, id: 'balance', questions: ['Сколько денег у меня на карте?'], answer: 'Остаток виден в приложении.' };
const OTHER_BANK: FaqEntry = { ...RATES, id: 'kaspi', questions: ['Почему ставка ниже, чем в Каспи?'], answer: 'Мы не сравниваем себя с другими.' };

function ask(question: string, entry = RATES, confidence = 0.9): string | undefined {
  const asked: Question = {
    ...{ question, lang: 'ru', dialogue: [], minConfidence: 0.5, autoResolveFrom: 0.75, signal: new AbortController().signal },
  };
  return answerByFaq(asked, { entry, confidence })?.text;
}

describe('a frequent question', () => {
  test('answers as it stands from the threshold on, and not below it', () => {
    expect(ask('под какой процент вклад?', RATES, 0.75)).toBe(RATES.answer);
    expect(ask('под какой процент вклад?', RATES, 0.74)).toBeUndefined();
  });

  test.each([
    ['какой процент по вкладу в каспи', 'another bank'],
    ['вырастет ли ставка по вкладу через год', 'what is yet to come'],
    ['какой процент по вкладу был в 2024 году', 'a year it does not name'],
    ['какой процент по вкладу в евро', 'a currency it does not name'],
    ['сколько процентов у меня на счету, какой баланс', "the customer's own affairs"],
  ])('does not answer "%s": that is about %s', (question) => {
    expect(ask(question)).toBeUndefined();
  });

  test.each([
    ['какой процент по вкладу в тенге', RATES],
    ['какой процент по вкладу, если карта visa', RATES],
    ['какой процент по вкладу в 2026 году', RATES],
    ['сколько денег у меня на карте', BALANCE],
    ['почему у вас ставка ниже чем в каспи', OTHER_BANK],
  ])('answers "%s", for which it was written', (question, entry) => {
    expect(ask(question, entry)).toBe(entry.answer);
  });
});
