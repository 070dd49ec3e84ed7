import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MIN_CONFIDENCE, type KnowledgeBase, type SearchResult } from '../../src/modules/knowledge/index.js';
import { clock, type Labelled, readLabelled, SAMPLE_BANK } from '../answers/labelled.js';
import { createBench, type Bench } from './support.js';

describe('the labelled questions over the sample documents', () => {
  let bench: Bench;
  let knowledge: KnowledgeBase;
  let answerable: readonly (readonly [Labelled, SearchResult])[];
  let others: readonly (readonly [Labelled, SearchResult])[];

  beforeAll(async () => {
    bench = await createBench();
    knowledge = bench.open({ from: SAMPLE_BANK.documents, clock });
    await knowledge.ready;
    const labelled = await readLabelled(SAMPLE_BANK.questions);
    await knowledge.search({ text: 'warm up' });
    answerable = await ask(labelled.filter((entry) => entry.expect === 'answer'));
    others = await ask(labelled.filter((entry) => entry.expect === 'refuse'));
  });
  afterAll(() => bench.release());

  async function ask(entries: readonly Labelled[]): Promise<(readonly [Labelled, SearchResult])[]> {
    const results: (readonly [Labelled, SearchResult])[] = [];
    for (const entry of entries) {
      const result = await knowledge.search({ text: entry.question, lang: entry.lang });
      results.push([entry, result]);
    }
    return results;
  }

  const share = (part: number, whole: number): number => part / Math.max(whole, 1);

  test('every sample document is read without a problem', () => {
    expect(knowledge.problems()).toEqual([]);
    expect(knowledge.documents().length).toBeGreaterThanOrEqual(25);
  });

  test('the right document is among the first three for at least nine of ten', () => {
    const found = answerable.filter(([entry, { hits }]) =>
      hits.slice(0, 3).some(({ passage }) => passage.document === entry.document),
    );
    expect(answerable.length).toBeGreaterThan(0);
    expect(share(found.length, answerable.length)).toBeGreaterThanOrEqual(0.9);
  });

  test('at least nine of ten answerable questions reach the published confidence', () => {
    const sure = answerable.filter(([, { confidence }]) => confidence >= MIN_CONFIDENCE);
    expect(share(sure.length, answerable.length)).toBeGreaterThanOrEqual(0.9);
  });

  test('most questions the documents do not answer stay below it, those about something else by far', () => {
    const refused = others.filter(([, { confidence }]) => confidence < MIN_CONFIDENCE);
    expect(share(refused.length, others.length)).toBeGreaterThanOrEqual(0.6);
    const median = others.map(([, { confidence }]) => confidence).sort((a, b) => a - b)[others.length >> 1];
    expect(median).toBeLessThan(0.45);
  });

  test('an expired document is never among the hits', () => {
    const expired = knowledge.documents().filter((document) => (document.validUntil ?? '9') < '2026-11-21');
    const cited = [...answerable, ...others].flatMap(([, { hits }]) =>
      hits.map(({ passage }) => passage.document),
    );
    expect(expired.length).toBeGreaterThan(0);
    for (const { path } of expired) expect(cited).not.toContain(path);
  });
});
