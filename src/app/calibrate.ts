import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig, readDotenv } from '../config/env.js';
import {
  CALIBRATION_FILE,
  calibrationFile,
  fitFaq,
  type FitReport,
  folderSource,
  readLabelled,
  type Reliability,
  memoryEmbeddingCache,
  vectorsOf,
} from '../modules/knowledge/index.js';
import { createEmbedder } from './answers.js';

export interface CalibrateOptions {
  /** The folder of the documents. */
  readonly contexts: string;
  /** Labelled questions, one JSON object a line. */
  readonly labelled: string;
  readonly out: string;
}

/** @throws Error that says how the command is called. */
export function calibrateOptions(argv: readonly string[]): CalibrateOptions {
  const text = { type: 'string' } as const;
  const { contexts, labelled, out } = parseArgs({ args: [...argv], options: { contexts: text, labelled: text, out: text } }).values;
  if (contexts === undefined || labelled === undefined) {
    throw new Error('npm run calibrate -- --contexts DIR --labelled FILE [--out FILE]');
  }
  return { contexts: resolve(contexts), labelled: resolve(labelled), out: resolve(out ?? join(contexts, CALIBRATION_FILE)) };
}

/** Fits, prints what that brought, and writes the file. */
export async function calibrate({ contexts, labelled, out }: CalibrateOptions): Promise<void> {
  readDotenv();
  const embedder = createEmbedder(loadConfig());
  const { faq, problems } = await folderSource(contexts, { info: silent, warn: silent, error: silent }).read();
  for (const { document, detail } of problems) print(`Not used: ${document}: ${detail}`);
  if (faq.length === 0) throw new Error(`There are no frequent questions in ${join(contexts, 'faq')}.`);
  const questions = readLabelled(await readFile(labelled, 'utf8'), faq);
  const texts = [...faq.flatMap(({ questions: examples }) => examples), ...questions.map(({ question }) => question)];
  const vectors = await vectorsOf(texts, embedder, memoryEmbeddingCache());
  const reports = await fitFaq(faq, questions, vectors);
  if (reports.length === 0) throw new Error('No labelled question is in a language that the frequent questions are in.');
  for (const report of reports) printReport(report);
  await writeFile(out, calibrationFile(reports, new Date().toISOString().slice(0, 10)));
  print('', `Written to ${out}`);
}

const silent = (): void => undefined;
const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);
const percent = (share: number): string => `${Math.round(100 * share)} %`.padStart(7);

function printReport({ calibration: { language, embedding }, before, after }: FitReport): void {
  print('', `${language}, ${embedding ?? 'without vectors'}: ${after.count} questions, best entry right for ${percent(after.right).trim()}`);
  print(`                 before    after`);
  print(`  Brier score    ${before.brier.toFixed(4)}   ${after.brier.toFixed(4)}`);
  print(`  ECE            ${before.ece.toFixed(4)}   ${after.ece.toFixed(4)}`);
  print('  confidence     before             after', '                 asked    right     asked    right');
  for (const [at, bin] of after.bins.entries()) print(`  ${bin.from.toFixed(1)}–${(bin.from + 0.1).toFixed(1)}       ${cell(before.bins[at])}   ${cell(bin)}`);
}

function cell(bin: Reliability['bins'][number] | undefined): string {
  if (bin === undefined || bin.count === 0) return '      –        –';
  return `${String(bin.count).padStart(7)}  ${percent(bin.right)}`;
}
