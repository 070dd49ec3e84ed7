/**
 * What must not be answered beside near misses that must, in three languages: every second line of a table was kept
 * back while the rules were made.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { detectDanger } from '../../src/modules/answers/index.js';
import { detectIntent } from '../../src/modules/answers/intent.js';
import { outOfScope } from '../../src/modules/answers/scope.js';

const isDanger = (text: string): boolean => detectDanger(text) !== undefined;
const isRefused = (text: string): boolean =>
  isDanger(text) || detectIntent(text).kind !== 'question' || outOfScope(text) !== undefined;

/** The lines of a table with a sign, "+" for what is to be told; the odd or the even ones. */
async function read(table: string, sign: '+' | '-', rest: number): Promise<string[]> {
  const lines = (await readFile(`tests/fixtures/boundaries/${table}.txt`, 'utf8')).split('\n');
  return lines.filter((line) => line.startsWith(`${sign} `)).filter((_, at) => at % 2 === rest).map((line) => line.slice(2));
}

describe.each([
  { table: 'personal', tells: isRefused, missed: 0.25 },
  { table: 'scope', tells: isRefused, missed: 0.05 },
  { table: 'danger', tells: isDanger, missed: 0.22 },
])('a question of the kind "$table"', ({ table, tells, missed }) => {
  test.each([
    { part: 'known', rest: 0, most: 0.03 },
    { part: 'held out', rest: 1, most: missed },
  ])('is told apart from near misses ($part part)', async ({ rest, most }) => {
    const wanted = await read(table, '+', rest);
    const others = await read(table, '-', rest);
    const overlooked = wanted.filter((text) => !tells(text));
    const alarms = others.filter(tells);
    const isGood = overlooked.length <= most * wanted.length && alarms.length <= 0.03 * others.length;
    expect(Math.min(wanted.length, others.length)).toBeGreaterThan(30);
    expect({ isGood, overlooked, alarms }).toMatchObject({ isGood: true });
  });
});

describe('a word of another alphabet or language', () => {
  test.each(['Can this app be used to exchange currencies?', 'the amount did not match what I requested', 'why was a subscription rejected'])(
    '"%s" puts no question out of scope',
    (text) => {
      expect(outOfScope(text)).toBeUndefined();
    },
  );

  test('is read in Latin letters too', () => {
    expect(detectIntent('skolko deneg na moem schete').kind).toBe('personal');
  });
});

test('a wish to complain about somebody of the bank calls nobody', () => {
  expect(detectIntent('Хочу оставить жалобу на сотрудника').kind).toBe('question');
});
