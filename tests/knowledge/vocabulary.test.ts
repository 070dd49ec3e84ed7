import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Vocabulary } from '../../src/modules/knowledge/vocabulary.js';
import { withinSlips } from '../../src/platform/text/index.js';

describe('withinSlips', () => {
  test.each([
    ['комисс', 'комис', 1, true],
    ['погашен', 'пагашен', 1, true],
    ['перевод', 'перевдо', 1, true],
    ['вклад', 'склад', 1, true],
    ['вклад', 'слад', 1, false],
    ['card', 'cards', 0, false],
  ])('%s and %s are within %d: %s', (one, other, limit, within) => {
    expect(withinSlips(one, other, limit)).toBe(within);
    expect(withinSlips(other, one, limit)).toBe(within);
  });

  test('one letter changed, added, lost or swapped is one slip', () => {
    const word = fc.string({ unit: fc.constantFrom(...'абвгд'), minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom(...'абвгдеж'), (text, place, letter) => {
        const at = place % (text.length - 1);
        const head = text.slice(0, at);
        const tail = text.slice(at + 1);
        for (const slip of [head + letter + tail, head + letter + text.slice(at), head + tail]) {
          expect(withinSlips(text, slip, 1)).toBe(true);
        }
        expect(withinSlips(text, head + tail.charAt(0) + text.charAt(at) + tail.slice(1), 1)).toBe(true);
      }),
    );
  });
});

describe('Vocabulary', () => {
  const vocabulary = new Vocabulary(['откр', 'открыт', 'комисс', 'карт', 'картин', '#fee', '9900']);
  const kin = (stem: string): string[] => vocabulary.kinOf(stem).map(({ term }) => term);

  test('finds derived forms of a known stem, and not the stem itself', () => {
    expect(kin('откр')).toEqual(['открыт']);
  });

  test('finds what a mistyped stem was meant to be', () => {
    expect(kin('кмисс')).toEqual(['комисс']);
    expect(kin('камисс')).toEqual(['комисс']);
  });

  test('finds nothing for short stems, numbers and words far from any', () => {
    expect([kin('как'), kin('9901'), kin('погода')]).toEqual([[], [], []]);
  });
});
