/**
 * A model that nobody knows by its name, served over HTTP, whose cosines crowd together: what they mean is learned from
 * the documents.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type KnowledgeBase, MIN_CONFIDENCE } from '../../src/modules/knowledge/index.js';
import { OpenAiEmbedder } from '../../src/platform/embeddings/index.js';
import { SECOND_BANK, clock, readLabelled } from '../answers/labelled.js';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.js';
import { type Bench, createBench } from './support.js';

let bench: Bench;
let servers: OpenAiServer[];
let crowded: KnowledgeBase;
let wide: KnowledgeBase;
beforeAll(async () => {
  bench = await createBench();
  servers = [await startOpenAiServer(0, { common: 0.7 }), await startOpenAiServer()];
  [crowded, wide] = servers.map(({ baseUrl }, at) =>
    bench.open({ from: SECOND_BANK.documents, clock, embedder: new OpenAiEmbedder({ model: `house-${at}`, baseUrl }) }),
  ) as [KnowledgeBase, KnowledgeBase];
});
afterAll(async () => {
  await bench.release();
  await Promise.all(servers.map((server) => server.close()));
});

test('a narrow range is read as well as a wide one: what can be answered is told from what cannot', async () => {
  const asked = await readLabelled(SECOND_BANK.questions);
  for (const knowledge of [crowded, wide]) {
    const sure = await Promise.all(asked.map(async ({ question, lang }) => (await knowledge.search({ text: question, lang })).confidence >= MIN_CONFIDENCE));
    const share = (kind: string): number => {
      const of = sure.filter((_, at) => asked[at]?.expect === kind);
      return of.filter(Boolean).length / of.length;
    };
    expect(share('answer')).toBeGreaterThanOrEqual(0.9);
    expect(share('refuse')).toBeLessThanOrEqual(0.3);
  }
});

test('words that no document has are no support, however near the model puts everything', async () => {
  for (const text of ['what is the weather like tomorrow', 'write a poem about horses']) {
    expect((await crowded.search({ text, lang: 'en' })).confidence).toBeLessThan(MIN_CONFIDENCE);
  }
});
