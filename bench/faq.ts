/**
 * How well frequent questions are matched, by cross-validation on a file of labelled questions: each part of the file is
 * asked of a FAQ that was made of the rest, every category an entry. Two simple ways of matching run beside ours.
 *
 *     npm run bench:faq -- --csv banking77/train.csv --folds 5 [--lang en]
 *
 * The file has the columns `text` and `category`, as BANKING77 (https://github.com/PolyAI-LDN/task-specific-datasets, CC BY 4.0).
 * With `--test FILE` nothing is cross-validated: the FAQ is made of `--csv` and asked the questions of that file.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { FaqMatcher } from '../src/modules/knowledge/faq/matcher.js';
import { type Outcome, reliabilityOf, selected } from '../src/modules/knowledge/faq/reliability.js';
import { readQuery } from '../src/modules/knowledge/query.js';
import { LocalEmbedder } from '../src/platform/embeddings/index.js';
import { type Language, stem, tokenize } from '../src/platform/text/index.js';

interface Row {
  readonly text: string;
  readonly category: string;
}

interface Guess {
  readonly category: string;
  readonly confidence: number;
}

/** A way of matching: learns from rows, then guesses. */
interface Method {
  readonly name: string;
  learn(rows: readonly Row[]): Promise<(text: string) => Promise<Guess>>;
}

const THRESHOLDS = [0.5, 0.6, 0.75, 0.85, 0.9, 0.95];
const WANTED_PRECISION = 0.97;

function ours(lang: Language): Method {
  return {
    name: 'Teller',
    async learn(rows) {
      const categories = [...byCategory(rows)];
      const entries = categories.map(([id, group]) => ({
        ...{ id, lang, answer: id, document: '', version: '' },
        questions: group.map(({ text }) => text),
      }));
      const matcher = await FaqMatcher.build(entries);
      return async (text) => {
        const match = matcher.match(readQuery(text, lang), '2026-01-01');
        return { category: match?.entry.id ?? '', confidence: match?.confidence ?? 0 };
      };
    },
  };
}

/** What most desks do: the cosine of embeddings, and a threshold. */
const nearestEmbedding: Method = {
  name: 'nearest example, cosine of the local embedder',
  async learn(rows) {
    const embedder = new LocalEmbedder();
    const vectors = await embedder.embed(rows.map(({ text }) => text));
    return async (text) => {
      const [asked] = await embedder.embed([text]);
      return best(rows.map(({ category }, at) => ({ category, confidence: dot(asked, vectors[at]) })));
    };
  },
};

function nearestCentroid(lang: Language): Method {
  const stemsOf = (text: string): string[] => tokenize(text).map((token) => stem(token, lang));
  return {
    name: 'nearest centroid, tf-idf of stems',
    learn: async (rows) => {
      const counts = new Map<string, number>();
      for (const { text } of rows) for (const each of new Set(stemsOf(text))) counts.set(each, (counts.get(each) ?? 0) + 1);
      const vectorOf = (texts: readonly string[]): Map<string, number> => {
        const vector = new Map<string, number>();
        for (const each of texts.flatMap(stemsOf)) {
          vector.set(each, (vector.get(each) ?? 0) + Math.log(1 + rows.length / (counts.get(each) ?? rows.length)));
        }
        const length = Math.hypot(...vector.values()) || 1;
        return new Map([...vector].map(([key, value]) => [key, value / length]));
      };
      const centroids = [...byCategory(rows)].map(([category, group]) => ({
        category,
        vector: vectorOf(group.map(({ text }) => text)),
      }));
      return async (text) => {
        const asked = [...vectorOf([text])];
        return best(
          centroids.map(({ category, vector }) => ({
            category,
            confidence: asked.reduce((sum, [key, value]) => sum + value * (vector.get(key) ?? 0), 0),
          })),
        );
      };
    },
  };
}

function byCategory(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.category);
    if (group === undefined) groups.set(row.category, [row]);
    else group.push(row);
  }
  return groups;
}

function best(guesses: readonly Guess[]): Guess {
  return guesses.reduce((most, guess) => (guess.confidence > most.confidence ? guess : most));
}

function dot(one: Float32Array | undefined, other: Float32Array | undefined): number {
  let sum = 0;
  for (let at = 0; one && other && at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

interface Split {
  readonly learned: readonly Row[];
  readonly asked: readonly Row[];
}

/** Rows of one category go to the folds in turn, so that every fold has some of each. */
function splitsOf(rows: readonly Row[], folds: number): Split[] {
  const ordered = [...byCategory(rows).values()].flat();
  return Array.from({ length: folds }, (_, fold) => ({
    learned: ordered.filter((__, at) => at % folds !== fold),
    asked: ordered.filter((__, at) => at % folds === fold),
  }));
}

interface Result {
  readonly name: string;
  readonly outcomes: readonly Outcome[];
  /** Milliseconds of one core for a fold. */
  readonly learning: number;
  /** Milliseconds for a question, each. */
  readonly matching: readonly number[];
}

async function measure({ name, learn }: Method, splits: readonly Split[]): Promise<Result> {
  const outcomes: Outcome[] = [];
  const matching: number[] = [];
  let learning = 0;
  for (const { learned, asked } of splits) {
    const started = process.cpuUsage();
    const guess = await learn(learned);
    const { user, system } = process.cpuUsage(started);
    learning += (user + system) / 1000 / splits.length;
    for (const { text, category } of asked) {
      const before = performance.now();
      const made = await guess(text);
      matching.push(performance.now() - before);
      outcomes.push({ confidence: made.confidence, right: made.category === category });
    }
  }
  return { name, outcomes, learning, matching: matching.sort((a, b) => a - b) };
}

/** The most questions that a threshold lets through of which so many are right: the threshold is chosen with hindsight. */
function coverageAt(precision: number, outcomes: readonly Outcome[]): number {
  const sorted = [...outcomes].sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  let most = 0;
  for (const [at, outcome] of sorted.entries()) {
    right += Number(outcome.right);
    if (right / (at + 1) >= precision) most = at + 1;
  }
  return most / Math.max(sorted.length, 1);
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

function report({ name, outcomes, learning, matching }: Result): void {
  const at = (part: number): string => `${(matching[Math.floor(part * (matching.length - 1))] ?? 0).toFixed(2)} ms`;
  const { right } = reliabilityOf(outcomes);
  const times = `${(learning / 1000).toFixed(1)} s | ${at(0.5)} / ${at(0.99)}`;
  print(`| ${name} | ${percent(right)} | ${percent(coverageAt(WANTED_PRECISION, outcomes))} | ${times} |`);
}

function reportConfidence(outcomes: readonly Outcome[]): void {
  print('', '| confidence from | answered | of these right |', '|---|---|---|');
  for (const threshold of THRESHOLDS) {
    const { coverage, precision } = selected(outcomes, threshold);
    print(`| ${threshold} | ${percent(coverage)} | ${percent(precision)} |`);
  }
  const { brier, ece, bins } = reliabilityOf(outcomes);
  print('', `Brier ${brier.toFixed(4)}, ECE ${ece.toFixed(4)}`, '', '| confidence | questions | mean confidence | right |', '|---|---|---|---|');
  for (const { from, count, confidence, right } of bins) {
    print(`| ${from.toFixed(1)}–${(from + 0.1).toFixed(1)} | ${count} | ${percent(confidence)} | ${percent(right)} |`);
  }
}

async function readRows(path: string): Promise<Row[]> {
  return parse(await readFile(path), { columns: true });
}

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { csv: text, test: text, folds: text, lang: text, only: { type: 'boolean' } } });
if (values.csv === undefined) throw new Error('Which file? --csv FILE, with the columns text and category.');
const rows = await readRows(values.csv);
const lang = (values.lang ?? 'en') as Language;
const splits = values.test === undefined ? splitsOf(rows, Number(values.folds ?? 5)) : [{ learned: rows, asked: await readRows(values.test) }];
print(`| method | top-1 | answered at ${percent(WANTED_PRECISION)} right | learning | matching p50 / p99 |`, '|---|---|---|---|---|');
const result = await measure(ours(lang), splits);
report(result);
for (const method of values.only === true ? [] : [nearestCentroid(lang), nearestEmbedding]) report(await measure(method, splits));
reportConfidence(result.outcomes);
