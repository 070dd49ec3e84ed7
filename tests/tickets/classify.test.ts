import { describe, expect, test } from '@jest/globals';
import type { FaqMatch } from '../../src/modules/knowledge/index.js';
import { FALLBACK, classify } from '../../src/modules/tickets/classify.js';
import { languageNamed } from '../../src/modules/tickets/language.js';

function guess(confidence: number, category?: string, priority?: string, department?: string): FaqMatch {
  const labels = { ...(category && { category }), ...(priority && { priority }), ...(department && { department }) };
  const entry = { id: 'e', lang: 'en' as const, questions: ['q'], answer: 'a', document: 'faq/x.yaml', version: '1', ...labels };
  return { entry, confidence };
}

describe('what a ticket is about', () => {
  test.each<[string, FaqMatch[], string[]]>([
    ['nothing fits', [], ['general', 'medium', 'support']],
    ['all that fits is a far cry', [guess(0.14, 'cards', 'high', 'Cards')], ['general', 'medium', 'support']],
    ['one entry fits well', [guess(0.6, 'cards', 'low', 'Cards')], ['cards', 'low', 'Cards']],
    ['several weak guesses agree', [guess(0.3, 'loans', 'low', 'L'), guess(0.2, 'cards', 'high', 'C'), guess(0.2, 'cards', 'high', 'C')], ['cards', 'high', 'C']],
    ['priority and department come from the category', [guess(0.4, 'cards', undefined, 'C'), guess(0.3, 'loans', 'low', 'L')], ['cards', 'medium', 'C']],
    ['entries have no labels', [guess(0.9)], ['general', 'medium', 'support']],
    ['entries have a department alone', [guess(0.5, undefined, undefined, 'Branches')], ['general', 'medium', 'Branches']],
    ['votes are even', [guess(0.3, 'cards'), guess(0.3, 'loans')], ['cards', 'medium', 'support']],
  ])('is told by the labels of the best guesses: %s', (_name, guesses, expected) => {
    expect(Object.values(classify(guesses, false))).toEqual(expected);
  });

  test('is urgent in danger, and never less urgent than the bank has it', () => {
    expect(classify([], true)).toEqual({ ...FALLBACK, priority: 'high' });
    expect(classify([guess(0.9, 'cards', 'low')], true).priority).toBe('high');
    expect(classify([guess(0.9, 'cards', 'Critical')], true).priority).toBe('Critical');
  });
});

test.each([
  ['ru', 'ru'],
  ['RU', 'ru'],
  ['kz', 'kk'],
  ['KZ', 'kk'],
  ['kk-KZ', 'kk'],
  [' En ', 'en'],
  ['de', undefined],
  ['', undefined],
  ['russian', undefined],
])('the language named %j is %s', (name, expected) => {
  expect(languageNamed(name)).toBe(expected);
});
