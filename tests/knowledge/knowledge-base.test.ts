import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { memoryEmbeddingCache, type EmbeddingCache } from '../../src/modules/knowledge/index.js';
import { EmbeddingUnavailable, LocalEmbedder, type Embedder } from '../../src/platform/embeddings/index.js';
import { createBench, until, WitnessEmbedder, type Bench } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.release());

const GOLD = '# Cards\n\n## Gold\n\nThe Gold card costs 9,900 ₸ a year.\n';
const LOANS = '# Loans\n\n## Mortgage\n\nThe mortgage rate is 17.5% a year.\n';

describe('a knowledge base', () => {
  test('finds the passage that answers, with its document and section', async () => {
    await bench.write('en/cards.md', GOLD);
    await bench.write('en/loans.md', LOANS);
    const { hits, confidence, lang } = await bench
      .open()
      .search({ text: 'How much does the gold card cost?' });
    expect(hits[0]?.passage).toMatchObject({ document: 'en/cards.md', title: 'Cards', section: 'Gold' });
    expect(confidence).toBeGreaterThan(0.6);
    expect(lang).toBe('en');
  });

  test('prefers the language of the question and falls back on another one', async () => {
    await bench.write('en/cards.md', GOLD);
    await bench.write('ru/cards.md', '# Карты\n\n## Gold\n\nКарта Gold стоит 9 900 ₸ в год.\n');
    await bench.write('en/loans.md', LOANS);
    const knowledge = bench.open();
    expect((await knowledge.search({ text: 'сколько стоит карта Gold' })).hits[0]?.passage.lang).toBe('ru');
    expect((await knowledge.search({ text: 'price of the Gold card' })).hits[0]?.passage.lang).toBe('en');
    const mortgage = await knowledge.search({ text: 'ставка по ипотеке' });
    expect(mortgage.hits[0]?.passage.document).toBe('en/loans.md');
  });

  test('understands Russian typed in Latin letters and words with slips', async () => {
    await bench.write('ru/vklady.md', '# Вклады\n\nСтавка по вкладу «Жинақ» 16% годовых.\n');
    await bench.write('ru/kredity.md', '# Кредиты\n\nДосрочное погашение кредита бесплатно.\n');
    const knowledge = bench.open();
    expect((await knowledge.search({ text: 'kakaya stavka po vkladu' })).hits[0]?.passage.document).toBe(
      'ru/vklady.md',
    );
    expect((await knowledge.search({ text: 'дасрочное пагашение' })).hits[0]?.passage.document).toBe(
      'ru/kredity.md',
    );
  });

  test('is unsure about what no document speaks of, and about nothing at all', async () => {
    await bench.write('en/cards.md', GOLD);
    await bench.write('en/loans.md', LOANS);
    const knowledge = bench.open();
    expect((await knowledge.search({ text: 'who won the football championship' })).confidence).toBeLessThan(
      0.3,
    );
    expect(await knowledge.search({ text: '??? 🙂' })).toMatchObject({ hits: [], confidence: 0 });
    expect((await knowledge.search({ text: 'how is it' })).confidence).toBe(0);
  });

  test('gives no more hits than asked for', async () => {
    for (let at = 0; at < 5; at += 1) await bench.write(`en/${at}.md`, `# Card ${at}\n\nThe card ${at}.\n`);
    expect((await bench.open().search({ text: 'card' }, 2)).hits).toHaveLength(2);
  });

  test('uses a document only on the days it holds, by the clock at the time of the question', async () => {
    await bench.write('en/old.md', '---\nvalid_until: 2026-06-15\n---\n# Fees\n\nThe card fee is 1 ₸.\n');
    await bench.write('en/new.md', '---\nvalid_from: 2026-06-16\n---\n# Fees\n\nThe card fee is 2 ₸.\n');
    let now = new Date('2026-06-15T23:59:59Z');
    const knowledge = bench.open({ clock: () => now });
    const found = async (): Promise<string[]> =>
      (await knowledge.search({ text: 'card fee' })).hits.map(({ passage }) => passage.document);
    expect(await found()).toEqual(['en/old.md']);
    now = new Date('2026-06-16T00:00:01Z');
    expect(await found()).toEqual(['en/new.md']);
  });

  test('a day begins at midnight of the given time zone', async () => {
    await bench.write('en/new.md', '---\nvalid_from: 2026-06-16\n---\nThe card fee is 2 ₸.\n');
    const clock = (): Date => new Date('2026-06-15T20:00:00Z');
    expect((await bench.open({ clock, timeZone: 'UTC' }).search({ text: 'card fee' })).hits).toHaveLength(0);
    expect(
      (await bench.open({ clock, timeZone: 'Asia/Almaty' }).search({ text: 'card fee' })).hits,
    ).toHaveLength(1);
  });

  test('reports files it cannot use, and serves the others', async () => {
    await bench.write('en/cards.md', GOLD);
    await bench.write('en/empty.md', '');
    await bench.write('ru/old.md', Buffer.from([0xca, 0xe0, 0xf0, 0xf2, 0xe0]));
    await bench.write('en/bad.md', '---\nvalid_until: soon\n---\ntext');
    await bench.write('en/huge.txt', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'));
    const knowledge = bench.open();
    await knowledge.ready;
    expect(knowledge.problems().map(({ document, code }) => [document, code])).toEqual([
      ['en/bad.md', 'front_matter'],
      ['en/empty.md', 'empty'],
      ['en/huge.txt', 'too_large'],
      ['ru/old.md', 'encoding'],
    ]);
    expect(knowledge.documents().map(({ path }) => path)).toEqual(['en/cards.md']);
  });

  test('leaves FAQ entries, hidden files and other kinds of files alone', async () => {
    for (const path of ['faq/cards.md', '.git/readme.md', 'en/.draft.md', 'en/table.ods', 'en/faq/kept.md']) {
      await bench.write(path, 'The card.');
    }
    const knowledge = bench.open();
    await knowledge.ready;
    expect(knowledge.documents().map(({ path }) => path)).toEqual(['en/faq/kept.md']);
  });

  test('starts without its folder and says so', async () => {
    const knowledge = bench.open({ from: `${bench.dir}-none` });
    await knowledge.ready;
    expect(knowledge.problems()).toMatchObject([{ code: 'folder_missing' }]);
    expect((await knowledge.search({ text: 'card' })).hits).toEqual([]);
  });
});

describe('a changed folder', () => {
  test('an added, a changed and a removed file are live within two seconds each', async () => {
    await bench.write('en/loans.md', LOANS);
    const knowledge = bench.open();
    await knowledge.ready;
    const top = async (): Promise<string | undefined> =>
      (await knowledge.search({ text: 'gold card' })).hits[0]?.passage.text;
    const within = async (act: () => Promise<void>, holds: () => Promise<boolean>): Promise<number> => {
      const start = performance.now();
      await act();
      await until(knowledge, holds);
      return performance.now() - start;
    };
    const live = [
      await within(
        () => bench.write('en/cards.md', GOLD),
        async () => (await top())?.includes('9,900') === true,
      ),
      await within(
        () => bench.write('en/cards.md', GOLD.replace('9,900', '8,800')),
        async () => (await top())?.includes('8,800') === true,
      ),
      await within(
        () => bench.remove('en/cards.md'),
        () => Promise.resolve(knowledge.documents().length === 1),
      ),
    ];
    expect(Math.max(...live)).toBeLessThan(2_000);
  });

  test('searches go on while a snapshot is swapped, and none fails', async () => {
    await bench.write('en/cards.md', GOLD);
    const knowledge = bench.open();
    await knowledge.ready;
    const swaps: true[] = [];
    const stop = knowledge.onChange(() => swaps.push(true));
    await bench.write('en/loans.md', LOANS);
    while (swaps.length === 0)
      expect((await knowledge.search({ text: 'gold card' })).hits[0]?.passage.document).toBe('en/cards.md');
    stop();
  });

  test('only passages that are new are embedded', async () => {
    const embedder = new WitnessEmbedder();
    await bench.write('en/cards.md', GOLD);
    const knowledge = bench.open({ embedder });
    await knowledge.ready;
    await bench.write('en/loans.md', LOANS);
    await until(knowledge, () => knowledge.documents().length === 2);
    expect(embedder.texts).toEqual([expect.stringContaining('9,900'), expect.stringContaining('17.5%')]);
  });
});

describe('embeddings', () => {
  test('a restart embeds nothing again', async () => {
    const cache = memoryEmbeddingCache();
    await bench.write('en/cards.md', `${GOLD}\n## Silver\n\nThe Silver card is free.\n`);
    const first = new WitnessEmbedder();
    await bench.open({ cache, embedder: first }).ready;
    expect(first.texts).toHaveLength(2);
    const second = new WitnessEmbedder();
    const knowledge = bench.open({ cache, embedder: second });
    await knowledge.ready;
    expect(second.texts).toEqual([]);
    expect((await knowledge.search({ text: 'silver card' })).hits[0]?.cosine).toBeGreaterThan(0);
  });

  test('a cache out of order stops nothing', async () => {
    const cache: EmbeddingCache = {
      get: () => Promise.reject(new Error('down')),
      put: () => Promise.reject(new Error('down')),
    };
    await bench.write('en/cards.md', GOLD);
    const knowledge = bench.open({ cache });
    expect((await knowledge.search({ text: 'gold card' })).hits[0]?.cosine).toBeGreaterThan(0);
    expect(knowledge.problems()).toEqual([]);
  });

  test('a model that changed under its name fails no search, and its vectors take the place of those before', async () => {
    let length = 64;
    const model = new LocalEmbedder();
    const changing = {
      model: model.model,
      dimension: 0,
      async embed(texts: readonly string[]): Promise<Float32Array[]> {
        this.dimension = length;
        return (await model.embed(texts)).map((vector) => vector.slice(0, length));
      },
    };
    await bench.write('en/cards.md', '# Cards\n\nThe Gold card costs 9,900 tenge a year.\n');
    const knowledge = bench.open({ embedder: changing });
    expect((await knowledge.search({ text: 'gold card' })).hits[0]?.cosine).toBeGreaterThan(0);
    length = 32;
    const live = new Promise<void>((resolve) => knowledge.onChange(resolve));
    expect((await knowledge.search({ text: 'gold card' })).hits[0]).toMatchObject({ cosine: 0 });
    await live;
    expect((await knowledge.search({ text: 'gold card' })).hits[0]?.cosine).toBeGreaterThan(0);
  });

  test('while the model is down words alone are searched; when it is back the vectors return', async () => {
    const inner = new LocalEmbedder();
    let down = true;
    const embedder: Embedder = {
      model: inner.model,
      dimension: inner.dimension,
      embed: (texts) => (down ? Promise.reject(new EmbeddingUnavailable('down')) : inner.embed(texts)),
    };
    await bench.write('en/cards.md', GOLD);
    const knowledge = bench.open({ embedder, retryAfterMs: 50 });
    const before = await knowledge.search({ text: 'gold card' });
    expect(before.hits[0]).toMatchObject({ cosine: 0, passage: { document: 'en/cards.md' } });
    expect(knowledge.problems()).toMatchObject([{ code: 'embedding_failed' }]);
    down = false;
    await until(knowledge, () => knowledge.problems().length === 0);
    expect((await knowledge.search({ text: 'gold card' })).hits[0]?.cosine).toBeGreaterThan(0);
  });
});
