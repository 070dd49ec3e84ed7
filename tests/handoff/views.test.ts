import { describe, expect, test } from '@jest/globals';
import { type Locale, createTexts } from '../../src/locales/index.js';
import type { Handoff } from '../../src/modules/handoff/repository.js';
import { customerLabel, deskKeyboard, duration, pressedDeskKey } from '../../src/modules/handoff/views.js';

const texts = createTexts('ru');
const handoff = (id: number, firstName: string): Handoff => ({
  id,
  conversationId: id,
  state: 'active',
  way: 'command',
    priority: 'normal',
  afterMessageId: 0,
  waited: 0,
  customer: { personId: 1, telegramId: 1, firstName, locale: undefined },
  moderator: undefined,
  identityAskedAt: undefined,
  identityConfirmedAt: undefined,
  unhelpful: undefined,
});

test.each([
  ['ru', 0, 'меньше минуты'],
  ['ru', 59.9, 'меньше минуты'],
  ['ru', 60, '1 минуту'],
  ['ru', 3 * 60, '3 минуты'],
  ['ru', 11 * 60, '11 минут'],
  ['ru', 62 * 60, '1 час 2 минуты'],
  ['ru', 5 * 3600, '5 часов'],
  ['kk', -5, 'бір минуттан аз'],
  ['kk', 3 * 60, '3 минут'],
  ['en', 30, 'less than a minute'],
  ['en', 60, '1 minute'],
  ['en', 7_320, '2 hours 2 minutes'],
] as const)('in %s a wait of %d s reads %j', (locale, seconds, words) => {
  expect(duration(texts(locale), seconds)).toBe(words);
});

describe.each(['ru', 'kk', 'en'] as const)('the desk keyboard in %s', (locale: Locale) => {
  const t = texts(locale);
  test.each(['Айгерим', 'A', '👩‍👩‍👧'.repeat(20), 'Слово '.repeat(12)])('names %j, and a press on its key is understood', (name) => {
    const one = handoff(123_456_789, name);
    const { keyboard, input_field_placeholder: placeholder } = deskKeyboard(t, [one], one.id) as {
      keyboard: string[][];
      input_field_placeholder: string;
    };
    expect(pressedDeskKey(keyboard[0]?.[0] ?? '')).toBe(one.id);
    expect(placeholder.length).toBeLessThanOrEqual(64);
    expect(placeholder.isWellFormed()).toBe(true);
  });
});

test('a customer is named without a word before the name', () => {
  expect(customerLabel(texts('ru'), handoff(12, 'Айгерим'))).toBe('Айгерим · Обращение\u00a0№12');
  expect(customerLabel(texts('kk'), handoff(12, 'Айгерим'))).toBe('Айгерим · Өтініш\u00a0№12');
  expect(customerLabel(texts('en'), handoff(12, 'Aigerim'))).toBe('Aigerim · Request\u00a0#12');
});
