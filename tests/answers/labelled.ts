/** Labelled questions, asked of the whole engine without a language model, and what share came out right. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type Answer, createAnswerEngine, type Turn } from '../../src/modules/answers/index.js';
import { MIN_CONFIDENCE } from '../../src/modules/knowledge/index.js';
import { mask } from '../../src/modules/privacy/index.js';
import { type Bench, createBench } from '../knowledge/support.js';

export interface Labelled {
  readonly id: string;
  readonly lang: 'ru' | 'kk' | 'en';
  readonly question: string;
  readonly expect: 'answer' | 'refuse' | 'handoff';
  readonly document?: string;
  readonly contains?: readonly string[];
}

export interface Outcome {
  readonly asked: Labelled;
  readonly answer: Answer;
}

/** Asks a question after the customer's earlier ones. */
export type Ask = (question: string, lang: Labelled['lang'], earlier?: readonly string[]) => Promise<Answer>;

/** Tests run from the project's root. */
const project = process.cwd();

/** The sample bank: the documents and the questions that ship with the project. */
export const SAMPLE_BANK = {
  documents: join(project, 'contexts'),
  questions: join(project, 'tests/fixtures/questions.jsonl'),
};

/** A bank with other products, for what must hold whatever the documents are. */
export const SECOND_BANK = {
  documents: join(project, 'tests/fixtures/second-bank'),
  questions: join(project, 'tests/fixtures/second-bank/questions.jsonl'),
};

/** A bank whose documents are long prose, numbered rules, wide tables and headings that ask. */
export const THIRD_BANK = {
  documents: join(project, 'tests/fixtures/third-bank'),
  questions: join(project, 'tests/fixtures/third-bank/questions.jsonl'),
};

/** No frequent question is as sure as this: what is asked here is how well the documents are quoted. */
const QUOTING_ALONE = 2;

/** The day on which all questions are asked. */
export const clock = (): Date => new Date('2026-11-21T09:00:00Z');

export async function readLabelled(path: string): Promise<Labelled[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Labelled);
}

/** The engine without a model over a folder of documents. */
function engineOver(bench: Bench, documents: string): Ask {
  const knowledge = bench.open({ from: documents, clock });
  const engine = createAnswerEngine({
    retrieve: (question, k) => knowledge.search(question, k),
    matchFaq: (question) => knowledge.matchFaq(question),
    mask,
    log: { info: () => undefined, warn: () => undefined },
    clock: () => performance.now(),
    timeoutMs: 30_000,
  });
  return (question, lang, earlier = []) => {
    const dialogue: Turn[] = earlier.map((text) => ({ role: 'customer', text }));
    return engine.answer({ question, lang, dialogue, minConfidence: MIN_CONFIDENCE, autoResolveFrom: QUOTING_ALONE, signal: new AbortController().signal });
  };
}

async function askAll(ask: Ask, questions: readonly Labelled[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const asked of questions) outcomes.push({ asked, answer: await ask(asked.question, asked.lang) });
  return outcomes;
}

export interface AskedBank {
  readonly ask: Ask;
  /** What its labelled questions brought. */
  readonly outcomes: readonly Outcome[];
}

/** A bank whose labelled questions have all been asked before the tests of this file. */
export function shareAsked({ documents, questions }: typeof SAMPLE_BANK): AskedBank {
  let bench: Bench;
  let ask: Ask;
  let outcomes: readonly Outcome[];
  beforeAll(async () => {
    bench = await createBench();
    ask = engineOver(bench, documents);
    outcomes = await askAll(ask, await readLabelled(questions));
  });
  afterAll(() => bench.release());
  return {
    ask: (...question) => ask(...question),
    get outcomes() {
      return outcomes;
    },
  };
}

/** Digit groups joined, decimal points, one kind of dash, no currency sign: spelling is no difference. */
function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(/(?<=\d)[\s\u00a0\u202f,](?=\d{3})/g, '')
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/\s*₸/g, '')
    .replace(/[–—]/g, '-');
}

/** Whether each word and figure of a fact stands in the text; a table row has its words in another order. */
function tellsFact(text: string, fact: string): boolean {
  const said = normalized(text);
  return normalized(fact)
    .split(/\s+/)
    .every((word) => {
      const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return new RegExp(`(?<![\\d.])${literal}(?!\\d)`, 'u').test(said);
    });
}

export const hasFacts = ({ asked, answer }: Outcome): boolean =>
  answer.outcome === 'answered' && (asked.contains ?? []).every((fact) => tellsFact(answer.text ?? '', fact));
export const hasSource = ({ asked, answer }: Outcome): boolean =>
  answer.sources.some(({ document }) => document === asked.document);
export const isRefused = ({ answer }: Outcome): boolean => answer.outcome === 'refused';

/** Fails with a table of what went wrong, one question a line. */
export function expectShare(
  outcomes: readonly Outcome[],
  kind: Labelled['expect'],
  floor: number,
  holds: (outcome: Outcome) => boolean,
): void {
  const all = outcomes.filter(({ asked }) => asked.expect === kind);
  const wrong = all.filter((outcome) => !holds(outcome));
  const share = 1 - wrong.length / Math.max(1, all.length);
  const rows = wrong.map(({ asked, answer }) => {
    const said = answer.text?.replace(/\s+/g, ' ').slice(0, 100) ?? answer.reason;
    return [asked.id, answer.confidence.toFixed(2), answer.sources[0]?.document ?? '-', said].join('  ');
  });
  const summary = `${kind}: ${all.length - wrong.length} of ${all.length}, at least ${floor * 100} % wanted`;
  if (all.length === 0 || share < floor) throw new Error([summary, ...rows].join('\n'));
}
