import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Block } from '../../src/modules/knowledge/readers/outline.js';
import { MAX_WORDS, splitBlocks } from '../../src/modules/knowledge/split.js';
import { countWords } from '../../src/platform/text/index.js';

const word = fc.stringMatching(/^[a-zа-я0-9]{1,9}[.,!?]?$/);
const kind = fc.constantFrom<Block['kind']>('paragraph', 'item', 'row', 'code');
const block: fc.Arbitrary<Block> = fc.record({
  kind,
  text: fc.oneof(
    fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' ')),
    fc.array(word, { minLength: 200, maxLength: 700 }).map((words) => words.join(' ')),
  ),
});
/** What the passages say. */
const split = (list: readonly Block[]): string[] => splitBlocks(list).map(({ text }) => text);

const blocks = fc.array(block, { maxLength: 14 });
const wordsOf = (texts: readonly string[]): string[] => texts.flatMap((text) => text.match(/\S+/g) ?? []);

const paragraph = (words: number): Block => ({
  kind: 'paragraph',
  text: Array(words).fill('word').join(' '),
});

describe('splitBlocks', () => {
  test('every word is in exactly one passage, in its place', () => {
    fc.assert(
      fc.property(blocks, (list) => {
        expect(wordsOf(split(list))).toEqual(wordsOf(list.map(({ text }) => text)));
      }),
    );
  });

  test('no passage is longer than the limit, and none is empty', () => {
    fc.assert(
      fc.property(blocks, (list) => {
        for (const text of split(list)) {
          expect(countWords(text)).toBeLessThanOrEqual(MAX_WORDS);
          expect(text.trim()).not.toBe('');
        }
      }),
    );
  });

  test('a section within the limit stays one passage', () => {
    expect(split([paragraph(100), paragraph(110)])).toHaveLength(1);
  });

  test('a longer section falls into parts of about the same length, between paragraphs', () => {
    const sizes = split(Array.from({ length: 8 }, () => paragraph(50))).map(countWords);
    expect(sizes).toEqual([200, 200]);
  });

  test('a line that introduces a list goes with the list', () => {
    const introduction: Block = { kind: 'paragraph', text: 'Bring with you:' };
    const items = Array.from({ length: 4 }, (): Block => ({ kind: 'item', text: `- ${paragraph(30).text}` }));
    const passages = split([paragraph(120), introduction, ...items]);
    expect(passages[1]?.startsWith('Bring with you:')).toBe(true);
  });

  test('a paragraph beyond the limit is cut after a sentence', () => {
    const sentence = `${Array(39).fill('word').join(' ')} end.`;
    for (const text of split([{ kind: 'paragraph', text: Array(12).fill(sentence).join(' ') }])) {
      expect(text.endsWith('end.')).toBe(true);
    }
  });

  test('what begins on another page is a passage of its own', () => {
    const pages = [1, 1, 2, 3, 3].map((page): Block => ({ ...paragraph(20), page }));
    expect(splitBlocks(pages).map(({ page }) => page)).toEqual([1, 2, 3]);
    expect(splitBlocks([paragraph(3)])).toEqual([{ text: 'word word word' }]);
  });
});
