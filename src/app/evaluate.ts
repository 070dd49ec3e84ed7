/** Asks a golden set of the engine, as `answer` would, and takes the time of each answer. */
import { type GoldenQuestion, type Judged, judge } from '../modules/evaluation/index.js';
import type { OfflineDesk } from './offline.js';

export async function evaluate(desk: OfflineDesk, golden: readonly GoldenQuestion[]): Promise<Judged[]> {
  await desk.ready;
  const [first] = golden;
  // What the process does only once is nobody's answer time.
  if (first !== undefined) await desk.ask(first.question, first.lang);
  const judged: Judged[] = [];
  for (const question of golden) judged.push(await askOne(desk, question));
  return judged;
}

async function askOne(desk: OfflineDesk, golden: GoldenQuestion): Promise<Judged> {
  const started = performance.now();
  const { outcome, text, confidence, sources, faq } = await desk.ask(golden.question, golden.lang);
  return judge(golden, {
    outcome,
    text,
    confidence,
    documents: sources.map(({ document }) => document),
    ...(faq !== undefined && { faq: { id: faq.entry.id, answer: faq.entry.answer, confidence: faq.confidence } }),
    milliseconds: performance.now() - started,
  });
}
