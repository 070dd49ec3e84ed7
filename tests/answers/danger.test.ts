/** Danger and what only sounds like it, in three languages. The held-out part was written after the words were chosen. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { detectDanger } from '../../src/modules/answers/index.js';

interface Sentence {
  readonly lang: 'ru' | 'kk' | 'en';
  readonly danger: string | null;
  readonly text: string;
  readonly part: 'tuning' | 'held_out';
}

describe('danger in a message', () => {
  let sentences: Sentence[];
  beforeAll(async () => {
    const lines = (await readFile('tests/fixtures/danger.jsonl', 'utf8')).trim().split('\n');
    sentences = lines.map((line) => JSON.parse(line) as Sentence);
  });

  test.each(['tuning', 'held_out'] as const)('is noticed, and general questions are left alone (%s part)', (part) => {
    const asked = sentences.filter((sentence) => sentence.part === part);
    const dangers = asked.filter(({ danger }) => danger !== null);
    const others = asked.filter(({ danger }) => danger === null);
    const missed = dangers.filter(({ text }) => detectDanger(text) === undefined).map(({ text }) => text);
    const alarms = others.filter(({ text }) => detectDanger(text) !== undefined).map(({ text }) => text);
    const figures = `missed ${missed.length}/${dangers.length}, false alarms ${alarms.length}/${others.length}`;
    expect({ figures, isGood: missed.length <= 0.03 * dangers.length && alarms.length <= 0.03 * others.length, missed, alarms })
      .toMatchObject({ isGood: true });
  });
});
