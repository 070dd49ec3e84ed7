/**
 * What a customer reads without a language model, over the sample documents and the labelled questions: the
 * whole engine, from the question to the quotation. The floors lie a little under what is reached.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, type AnswerEngine, createAnswerEngine } from '../../src/modules/answers/index.js';
import { MIN_CONFIDENCE } from '../../src/modules/knowledge/index.js';
import { mask } from '../../src/modules/privacy/index.js';
import { createBench, type Bench } from '../knowledge/support.js';

interface Labelled {
  readonly id: string;
  readonly lang: 'ru' | 'kk' | 'en';
  readonly question: string;
  readonly expect: 'answer' | 'refuse' | 'handoff';
  readonly document?: string;
  readonly contains?: readonly string[];
}

interface Outcome {
  readonly asked: Labelled;
  readonly answer: Answer;
}

/** Tests run from the project's root. */
const project = process.cwd();

let bench: Bench;
let engine: AnswerEngine;
const outcomes: Outcome[] = [];

beforeAll(async () => {
  bench = await createBench();
  const clock = () => new Date('2026-11-21T09:00:00Z');
  const knowledge = bench.open({ dir: join(project, 'contexts'), clock });
  engine = createAnswerEngine({
    retrieve: (question, k) => knowledge.search(question, k),
    mask,
    thresholds: { minConfidence: MIN_CONFIDENCE, minQuoteConfidence: MIN_CONFIDENCE },
    log: { info: () => undefined, warn: () => undefined },
    clock: () => performance.now(),
    timeoutMs: 30_000,
  });
  const lines = await readFile(join(project, 'tests/fixtures/questions.jsonl'), 'utf8');
  for (const line of lines.trim().split('\n')) {
    const asked = JSON.parse(line) as Labelled;
    outcomes.push({ asked, answer: await ask(asked.question, asked.lang) });
  }
});

function ask(question: string, lang: Labelled['lang']): Promise<Answer> {
  return engine.answer({ question, lang, dialogue: [], signal: new AbortController().signal });
}

afterAll(() => bench.release());

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

const hasFacts = ({ asked, answer }: Outcome): boolean =>
  answer.outcome === 'answered' && (asked.contains ?? []).every((fact) => tellsFact(answer.text ?? '', fact));
const hasSource = ({ asked, answer }: Outcome): boolean =>
  answer.sources.some(({ document }) => document === asked.document);

/** Fails with a table of what went wrong, one question a line. */
function expectShare(kind: Labelled['expect'], floor: number, holds: (outcome: Outcome) => boolean): void {
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

describe('without a model', () => {
  test('the quoted sentences hold the facts asked for', () => {
    expectShare('answer', 0.86, hasFacts);
  });

  test('the quotation is from the right document', () => {
    expectShare('answer', 0.94, hasSource);
  });

  test('what the documents cannot answer is refused', () => {
    expectShare('refuse', 0.93, ({ answer }) => answer.outcome === 'refused');
  });

  test('who asks for a human gets one', () => {
    expectShare('handoff', 1, ({ answer }) => answer.outcome === 'handed_off');
  });

  test('a question for a rate gets the rates, one a line, and not the rate of an early end', async () => {
    const { text = '' } = await ask('Депозитке қандай пайыз бересіздер?', 'kk');
    expect(text).toContain('16,0%');
    expect(text.split('\n').length).toBeGreaterThan(3);
    expect(text).not.toMatch(/мерзімінен бұрын/);
  });

  test('a question for one row of a table gets that row, however the name is spelled', async () => {
    const { text } = await ask('до скольки можно снять наличные по карте классик в день', 'ru');
    expect(text?.split('\n')).toEqual([expect.stringMatching(/^Карта: Classic — .*в день: 500 000 ₸/)]);
  });

  test('every line of a quotation stands word for word in its document, in the language asked', async () => {
    for (const { asked, answer } of outcomes.filter((outcome) => outcome.answer.reason === 'quoted')) {
      const [source] = answer.sources;
      expect(source?.document).toMatch(new RegExp(`^${asked.lang}/`));
      const document = await readFile(join(project, 'contexts', source?.document ?? ''), 'utf8');
      const plain = document.replace(/\*\*|`/g, '').replace(/\s+/g, ' ');
      for (const line of (answer.text ?? '').split('\n').filter((text) => !text.includes(' — '))) {
        expect(plain).toContain(line.replace(/\s+/g, ' '));
      }
    }
  });

  test('a quotation is at most a short list, mostly of one to three sentences', () => {
    const lengths = outcomes.flatMap(({ answer }) => answer.text?.split('\n').length ?? []);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(10);
    expect(lengths.filter((length) => length <= 3).length / lengths.length).toBeGreaterThan(0.75);
  });
});
