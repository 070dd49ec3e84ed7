import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clip } from '../../src/platform/text/index.js';

test.each([
  ['short enough', 12, 'short enough'],
  ['cut at a word', 11, 'cut at a…'],
  ['cut at a word', 10, 'cut at a…'],
  ['cut, at a word', 6, 'cut…'],
  ['oneverylongword', 8, 'onevery…'],
  ['😀😀😀', 4, '😀…'],
])('%j within %d is %j', (text, limit, expected) => {
  expect(clip(text, limit)).toBe(expected);
});

test('whatever the text, it fits and stays well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
      const clipped = clip(text, limit);
      expect(clipped.length).toBeLessThanOrEqual(limit);
      expect(clipped.isWellFormed()).toBe(true);
    }),
  );
});
