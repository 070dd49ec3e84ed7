import { beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import pino from 'pino';
import { findUnsupported } from '../../src/modules/answers/grounding.js';
import { type Passage, folderSource } from '../../src/modules/knowledge/index.js';
import { PARAPHRASES } from './paraphrases.js';

/** Of a hundred faithful answers, so many may be refused. */
const REFUSED_AT_MOST = 0.03;

let passages: readonly Passage[];
beforeAll(async () => {
  const contents = await folderSource(join(process.cwd(), 'contexts'), pino({ level: 'silent' })).read();
  passages = contents.passages.map(({ passage }) => passage);
});

test('faithful answers in a person’s own words are let through', () => {
  const refused: object[] = [];
  let count = 0;
  for (const [document, , answers] of PARAPHRASES) {
    const given = passages.filter((passage) => passage.document === document);
    const citations = given.map((_, index) => index + 1);
    for (const text of answers) {
      count += 1;
      const unsupported = findUnsupported([{ text, citations }], given);
      if (unsupported.length > 0) refused.push({ text, unsupported });
    }
  }
  expect(count).toBeGreaterThanOrEqual(60);
  if (refused.length / count > REFUSED_AT_MOST) expect(refused).toEqual([]);
});
