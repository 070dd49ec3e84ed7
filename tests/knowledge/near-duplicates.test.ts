import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KnowledgeBase } from '../../src/modules/knowledge/index.js';
import { type Bench, createBench } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.release());

const FEE = 'The annual service of the card costs 9 900 ₸ and is charged on the day of issue; in the first year it is not refunded when the card is closed.';

async function documentsFound(knowledge: KnowledgeBase, text: string): Promise<string[]> {
  return (await knowledge.search({ text, lang: 'en' })).hits.map(({ passage }) => passage.document);
}

describe('a paragraph that stands in two documents', () => {
  const write = (path: string, text: string, head = '', section = 'Service'): Promise<void> =>
    bench.write(path, `---\ntitle: Cards\nlang: en\n${head}---\n\n## ${section}\n\n${text}\n`);
  const found = (): Promise<string[]> => documentsFound(bench.open(), 'annual service of the card');

  test('is found once, in the newer one', async () => {
    await write('old.md', FEE, 'valid_from: 2025-01-01\n');
    await write('new.md', `${FEE} Cards are issued in any branch.`, 'valid_from: 2026-01-01\n');
    expect(await found()).toEqual(['new.md']);
  });

  test('is found in the one that holds, when the newer one does not yet', async () => {
    await write('holds.md', FEE, 'valid_from: 2025-01-01\n');
    await write('to-come.md', FEE, 'valid_from: 2027-01-01\n');
    expect(await found()).toEqual(['holds.md']);
  });

  test.each([
    ['another number', FEE.replace('9 900', '29 900')],
    ['a "not" more', FEE.replace('is charged', 'is not charged')],
    ['another currency', FEE.replace('₸', 'USD')],
  ])('with %s is another paragraph', async (_, other) => {
    await write('a.md', FEE);
    await write('b.md', other);
    expect((await found()).toSorted()).toEqual(['a.md', 'b.md']);
  });

  test('of another card is another paragraph, though its words are the same', async () => {
    await write('gold.md', FEE, '', 'Gold card');
    await write('classic.md', FEE, '', 'Classic card');
    expect((await found()).toSorted()).toEqual(['classic.md', 'gold.md']);
  });
});
