import { describe, expect, test } from '@jest/globals';
import { readGolden } from '../../src/modules/evaluation/index.js';

const line = (more: object): string => JSON.stringify({ id: 'a', lang: 'ru', question: 'Почём?', expect: 'answer', ...more });

describe('a golden set', () => {
  test('is read line by line, one spelling or one document being a list of one', () => {
    const golden = readGolden(`${line({ document: 'ru/a.md', contains: ['1 ₸', ['2 ₸', 'два']] })}\n\n${line({ id: 'b', lang: 'kz' })}\n`);
    expect(golden).toEqual([
      { id: 'a', lang: 'ru', question: 'Почём?', expect: 'answer', document: ['ru/a.md'], contains: [['1 ₸'], ['2 ₸', 'два']], topic: 'other' },
      { id: 'b', lang: 'kk', question: 'Почём?', expect: 'answer', document: [], contains: [], topic: 'other' },
    ]);
  });

  test.each([
    ['{', 'Line 1 of the golden set is not JSON.'],
    [line({ expect: 'maybe' }), 'Line 1 of the golden set: expect'],
    [`${line({})}\n${line({ contian: [] })}`, 'Line 2 of the golden set'],
    [`${line({})}\n${line({})}`, 'two questions with the id a'],
    ['\n', 'no questions'],
  ])('that is wrong says where: %s', (text, message) => {
    expect(() => readGolden(text)).toThrow(message);
  });
});
