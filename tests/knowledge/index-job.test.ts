/** What is slow to embed and costs money is embedded by a job, once for all processes. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { type TestTeller, startTeller } from '../support/teller.js';
import { KnowledgeSync, askToReadAgain, memoryEmbeddingCache } from '../../src/modules/knowledge/index.js';
import { freeWanted, wantEmbeddings } from '../../src/modules/knowledge/wanted.js';
import { LocalEmbedder } from '../../src/platform/embeddings/index.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { createBench, until } from './support.js';

describe('passages for a remote model', () => {
  let database: TestDatabase;
  let simulator: TestSimulator;
  let model: OpenAiServer;
  const tellers: TestTeller[] = [];
  beforeEach(async () => {
    [database, simulator, model] = await Promise.all([createTestDatabase(), startTestSimulator(), startOpenAiServer()]);
  });
  afterEach(async () => {
    await Promise.all(tellers.splice(0).map((teller) => teller.release()));
    await Promise.all([simulator.close(), model.close(), database.release()]);
  });

  async function start(ROLE: string): Promise<void> {
    const env = { ROLE, OPENAI_API_KEY: 'key', OPENAI_BASE_URL: model.baseUrl, AI_PROVIDER: 'extractive' };
    tellers.push(await startTeller({ database, simulator, env }));
  }

  const embedded = (): string[] =>
    model.requests.filter(({ path }) => path.endsWith('/embeddings')).flatMap(({ body }) => body.input ?? []);

  const problems = async (): Promise<unknown[]> =>
    (await database.owner('knowledge_standing').pluck<unknown[][]>('problems')).flat();

  const indexed = (): Promise<void> =>
    eventually(async () => {
      expect(await database.owner('embeddings_wanted')).toEqual([]);
      expect(await problems()).toEqual([]);
    }, 30_000);

  test('are embedded once, however many processes read them', async () => {
    await Promise.all([start('worker'), start('worker'), start('bot')]);
    await indexed();
    const texts = embedded();
    expect(texts.length).toBeGreaterThan(300);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('that a process had in hand when it was killed are embedded by another', async () => {
    const wanted = { model: 'text-embedding-3-small', content_hash: 'left', content: 'Left behind', attempts: 1 };
    await database.owner('embeddings_wanted').insert({ ...wanted, free_at: new Date(Date.now() - 60_000) });
    await start('worker');
    await indexed();
    expect(embedded()).toContain('Left behind');
  });

  test('are embedded anew, and once, when the model gives vectors of another length under the same name', async () => {
    await start('worker');
    await indexed();
    const { owner } = database;
    const [teller] = tellers.splice(0);
    await teller?.release();
    const firsts = owner('embeddings').orderBy('content_hash').limit(10).select('content_hash');
    await owner('embeddings').whereIn('content_hash', firsts).update({ vector: Buffer.alloc(8, 1) });
    await owner('knowledge_standing').update({ problems: '[1]' });
    model.requests.length = 0;
    await start('worker');
    await indexed();
    const lengths = await owner('embeddings').distinct(owner.raw('length(vector) as length'));
    expect(lengths).toHaveLength(1);
    expect(embedded().length).toBeGreaterThan(9);
    expect(new Set(embedded()).size).toBe(embedded().length);
  }, 60_000);

  test('wait a minute at most for the next try, however many there were', async () => {
    const passage = { hash: 'never', content: 'Never embedded' };
    await wantEmbeddings(database.db, 'm', [passage]);
    await database.owner('embeddings_wanted').update({ attempts: 5_000 });
    await freeWanted(database.db, 'm', [passage]);
    const { rows } = await database.owner.raw<{ rows: object[] }>(
      `select from embeddings_wanted where free_at between now() and now() + interval '1 minute'`,
    );
    expect(rows).toHaveLength(1);
  });

  test('are found by their words until the model is back', async () => {
    const port = Number(new URL(model.baseUrl).port);
    await model.close();
    await start('all');
    const customer = simulator.phone({ first_name: 'Dana', language_code: 'en' });
    await customer.send('/start');
    await customer.waitFor(/Which language/);
    await customer.send('How much does servicing the Gold card cost?');
    await customer.waitFor(/9,900/);
    expect(await problems()).toMatchObject([{ code: 'embedding_failed' }]);
    model = await startOpenAiServer(port);
    await indexed();
  }, 90_000);
});

describe('a knowledge base whose vectors are ordered', () => {
  test('orders none while it is not known which there are', async () => {
    const bench = await createBench();
    const cache = { ...memoryEmbeddingCache(), get: () => Promise.reject(new Error('away')) };
    let orders = 0;
    await bench.write('en/cards.md', '# Cards\n\nThe Gold card costs 9,900 tenge a year.\n');
    const order = (): Promise<void> => {
      orders++;
      return Promise.resolve();
    };
    const knowledge = bench.open({ embedder: new LocalEmbedder(), cache, order });
    await knowledge.ready;
    expect(knowledge.problems()).toMatchObject([{ code: 'embedding_failed' }]);
    expect(orders).toBe(0);
    await bench.release();
  });


  test('goes on with the old ones until the new ones are there', async () => {
    const bench = await createBench();
    const database = await createTestDatabase();
    const embedder = new LocalEmbedder();
    const cache = memoryEmbeddingCache();
    const ordered: ReadonlyMap<string, string>[] = [];
    const embedOrdered = async (): Promise<void> => {
      for (const texts of ordered.splice(0)) {
        const vectors = await embedder.embed([...texts.values()]);
        await cache.put(embedder.model, new Map([...texts.keys()].map((hash, at) => [hash, vectors[at] ?? new Float32Array()])));
      }
    };
    await bench.write('en/cards.md', '# Cards\n\nThe Gold card costs 9,900 tenge a year.\n');
    const order = (texts: ReadonlyMap<string, string>): Promise<void> => Promise.resolve(void ordered.push(texts));
    const knowledge = bench.open({ embedder, cache, order });
    const sync = new KnowledgeSync(database.db, database.url, knowledge, createLogger({ console: false }));
    await sync.start();
    // At first there is nothing better than words.
    expect((await knowledge.search({ text: 'gold card' })).hits[0]).toMatchObject({ cosine: 0 });
    await embedOrdered();
    await askToReadAgain(database.db);
    await until(knowledge, () => knowledge.problems().length === 0);
    expect((await knowledge.search({ text: 'gold card' })).hits[0]?.cosine).toBeGreaterThan(0);
    await bench.write('en/loans.md', '# Loans\n\nThe rate of a loan is 17.5%.\n');
    await eventually(() => expect(ordered).toHaveLength(1));
    expect((await knowledge.search({ text: 'gold card' })).hits[0]?.cosine).toBeGreaterThan(0);
    expect(knowledge.documents()).toHaveLength(1);
    await embedOrdered();
    await askToReadAgain(database.db);
    await until(knowledge, () => knowledge.documents().length === 2);
    expect(knowledge.problems()).toEqual([]);
    await sync.release();
    await database.release();
    await bench.release();
  });
});
