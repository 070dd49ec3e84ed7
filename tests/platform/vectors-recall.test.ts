/**
 * FAISS on its thread against the exact scan, over vectors like those it serves: thousands of embedded passages of a
 * bank's documents, many of them nearly alike, asked as customers ask.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { LocalEmbedder } from '../../src/platform/embeddings/index.js';
import { ExactIndex } from '../../src/platform/vectors/exact-index.js';
import { type VectorIndex, buildVectorIndex } from '../../src/platform/vectors/index.js';
import { toMatrix } from '../../src/platform/vectors/matrix.js';

const PRODUCTS = [
  ...['карта Gold', 'карта Classic', 'вклад «Рост»', 'автокредит', 'ипотека', 'торговый эквайринг', 'сейфовая ячейка'],
  ...['білім несиесі', 'жинақ депозиті', 'зейнетақы картасы', 'business account', 'student loan', 'travel insurance'],
];
const MATTERS = [
  ...['комиссия за перевод', 'досрочное погашение', 'срок рассмотрения заявки', 'перечень документов', 'блокировка и перевыпуск'],
  ...['мерзімінен бұрын жабу', 'айлық төлем мөлшері', 'ашу тәртібі', 'monthly fee', 'withdrawal limits abroad', 'how to file a claim'],
];
const TERMS = [
  ...['действует для новых клиентов', 'взимается в день операции', 'не применяется в праздничные дни', 'клиент уведомляется по SMS'],
  ...['бөлімшеде рәсімделеді', 'қосымшада тегін', 'is charged on the third working day', 'does not apply to companies'],
];
const PASSAGES = PRODUCTS.flatMap((product, a) =>
  MATTERS.flatMap((matter, b) =>
    TERMS.flatMap((term, c) =>
      [1, 2, 3].map((tier) => `${product}. ${matter}: ${((a * 37 + b * 11 + c * 5 + tier) % 90) * 100} ₸, ${tier} уровень, ${term}.`),
    ),
  ),
);
const QUESTIONS = PRODUCTS.flatMap((product) => MATTERS.slice(0, 6).map((matter) => `${product} ${matter} сколько?`));

let vectors: Float32Array[];
let index: VectorIndex;
let building: number;
beforeAll(async () => {
  const embedder = new LocalEmbedder();
  vectors = await embedder.embed(PASSAGES);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  index = await buildVectorIndex(vectors, { dimension: embedder.dimension, fingerprint: 'recall' });
  delay.disable();
  building = delay.percentile(99) / 1e6;
});
afterAll(() => index.release());

test('of the ten nearest of each question at least 99 in 100 are found', async () => {
  expect(PASSAGES.length).toBeGreaterThan(3_000);
  const exact = new ExactIndex(await toMatrix(vectors, index.dimension));
  let found = 0;
  for (const question of await new LocalEmbedder().embed(QUESTIONS)) {
    const least = (await exact.search(question, 10)).at(-1)?.score ?? 1;
    // Among passages that are equally near, any will do.
    found += (await index.search(question, 10)).filter(({ score }) => score >= least - 1e-6).length;
  }
  expect(found / (10 * QUESTIONS.length)).toBeGreaterThanOrEqual(0.99);
});

test('the event loop goes on while the index is built and searched', async () => {
  const questions = await new LocalEmbedder().embed(QUESTIONS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await Promise.all(questions.map((question) => index.search(question, 10)));
  delay.disable();
  // A blocked loop shows in nearly all of its turns; a busy machine in a few.
  expect({ building: building < 20, searching: delay.percentile(90) / 1e6 < 20 }).toEqual({ building: true, searching: true });
});
