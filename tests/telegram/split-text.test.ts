import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MessageEntity } from 'telegraf/types';
import { messageCalls } from '../../src/telegram/message-calls.js';
import { TEXT_LIMIT, splitText } from '../../src/telegram/split-text.js';

const words = fc.array(fc.constantFrom('слово', 'a', 'word', '🏦', '👩‍👩‍👧', '.', '. ', '\n', '\n\n', ' ', '\t', '…', 'ұзын'), {
  maxLength: 120,
});
const text = words.map((parts) => parts.join(''));
const limit = fc.integer({ min: 2, max: 60 });
const formatted = text.chain((value) =>
  fc.record({
    text: fc.constant(value),
    entities: fc.array(
      fc
        .tuple(fc.nat(value.length), fc.nat(value.length), fc.constantFrom('bold' as const, 'italic' as const, 'code' as const))
        .map(([a, b, type]): MessageEntity => ({ type, offset: Math.min(a, b), length: Math.abs(a - b) })),
      { maxLength: 4 },
    ),
  }),
);

/** The characters that an entity of this type covers, white space left out. */
function covered(value: string, entities: readonly MessageEntity[] = [], type: string): string {
  const marked = new Set<number>();
  for (const entity of entities) {
    if (entity.type !== type) continue;
    for (let i = entity.offset; i < entity.offset + entity.length; i++) marked.add(i);
  }
  return [...marked].sort((a, b) => a - b).map((i) => value[i]).filter((unit) => unit?.trim() !== '').join('');
}

describe('a text cut into parts', () => {
  test('has no part over the limit or empty', () => {
    fc.assert(
      fc.property(text, limit, (value, most) => {
        for (const part of splitText({ text: value }, most)) {
          expect(part.text.length).toBeLessThanOrEqual(most);
          expect(part.text.trim()).not.toBe('');
        }
      }),
    );
  });

  test('loses nothing but white space', () => {
    fc.assert(
      fc.property(text, limit, (value, most) => {
        const joined = splitText({ text: value }, most).map((part) => part.text).join('');
        expect(joined.replace(/\s/g, '')).toBe(value.replace(/\s/g, ''));
      }),
    );
  });

  test('keeps the formatting of every character, and no entity reaches outside of its part or covers nothing', () => {
    fc.assert(
      fc.property(formatted, limit, ({ text: value, entities }, most) => {
        const parts = splitText({ text: value, entities }, most);
        for (const part of parts) {
          for (const { offset, length } of part.entities ?? []) {
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(length).toBeGreaterThan(0);
            expect(offset + length).toBeLessThanOrEqual(part.text.length);
          }
        }
        for (const type of ['bold', 'italic', 'code']) {
          const after = parts.map((part) => covered(part.text, part.entities, type)).join('');
          expect(after).toBe(covered(value, entities, type));
        }
      }),
    );
  });

  test('never cuts a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), limit, (value, most) => {
        for (const part of splitText({ text: value }, most)) expect(part.text.isWellFormed()).toBe(value.isWellFormed());
      }),
    );
  });

  test('stays whole when it fits, white space at its ends aside', () => {
    expect(splitText({ text: '  a b\n' })).toEqual([{ text: 'a b' }]);
    expect(splitText({ text: 'x'.repeat(TEXT_LIMIT) })).toHaveLength(1);
    expect(splitText({ text: ' \n ' })).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['between paragraphs', 'One. Two three.\n\nFour five. Six', ['One. Two three.', 'Four five. Six']],
    ['else between lines', 'One. Two three\nfour five. Six', ['One. Two three', 'four five. Six']],
    ['else between sentences', 'One two three. Four five six', ['One two three.', 'Four five six']],
    ['else between words', 'one two three four five six', ['one two three four', 'five six']],
    ['else anywhere', 'x'.repeat(25), ['x'.repeat(20), 'x'.repeat(5)]],
    ['but not where the part would be too short', 'A.\n\nbcdefgh ijklmnop qrstu', ['A.\n\nbcdefgh ijklmnop', 'qrstu']],
  ])('is cut %s', (_name, value, parts) => {
    expect(splitText({ text: value }, 20).map((part) => part.text)).toEqual(parts);
  });

  test('ends in a sentence where Telegram would cut a long one in the middle', () => {
    const sentence = 'Это предложение о тарифах банка. ';
    const parts = splitText({ text: sentence.repeat(400) });
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) expect(part.text).toMatch(/^Это .* банка\.$/s);
  });

  test('is cut in time that grows with its length', () => {
    const began = performance.now();
    splitText({ text: ' '.repeat(300_000) + '\n \n'.repeat(50_000) + 'x' });
    splitText({ text: 'слово. '.repeat(50_000) });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  test('is answered by its first part and carries the keyboard on its last', () => {
    const calls = messageCalls(5, 'word '.repeat(2_000), { replyTo: 7, replyMarkup: { inline_keyboard: [] }, ref: 'm', guard: 'g' });
    expect(calls.length).toBeGreaterThan(2);
    expect(calls.map(({ payload }) => 'reply_parameters' in payload)).toEqual(calls.map((_, i) => i === 0));
    expect(calls.map(({ payload }) => 'reply_markup' in payload)).toEqual(calls.map((_, i) => i === calls.length - 1));
    expect(new Set(calls.map(({ guard }) => guard))).toEqual(new Set(['g']));
  });
});
