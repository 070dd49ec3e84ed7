/** What a golden set shows, as figures: pure, the same for the same answers. */
import { type Bin, type CurvePoint, curve, reliability } from './calibration.js';
import { type Judged, claims } from './judge.js';

/** A share of some questions; `of` is 0 where there are none to speak of. */
export interface Share {
  readonly right: number;
  readonly of: number;
}

export interface Figures {
  readonly questions: number;
  /** Answerable questions whose answer tells the facts. */
  readonly facts: Share;
  /** Answerable questions with a right document among the sources. */
  readonly source: Share;
  /** Answerable questions that were refused or handed over. */
  readonly refusedWrongly: Share;
  /** Unanswerable questions that were not answered. */
  readonly refusedRightly: Share;
  /** Unanswerable questions that were answered all the same. */
  readonly wronglyAnswered: Share;
  /** Questions for a human that were handed over. */
  readonly handedOff: Share;
  /** Questions the FAQ answered by itself. */
  readonly autoResolved: Share;
  /** Of those, the ones answered right. */
  readonly autoPrecision: Share;
}

export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface Report {
  readonly figures: Figures;
  readonly byLanguage: readonly (readonly [string, Figures])[];
  readonly byTopic: readonly (readonly [string, Figures])[];
  /** Of answers given: stated confidence against the share that was right. */
  readonly answers: readonly Bin[];
  /** Of the best guesses of the FAQ; empty where there is none. */
  readonly guesses: readonly Bin[];
  /** What auto-resolving from each threshold would cover, and how much of it right. */
  readonly curve: readonly CurvePoint[];
  readonly milliseconds: readonly number[];
  readonly latency: Latency;
  readonly slowest: readonly Judged[];
  /** Everything that came out otherwise than wanted, the worst kind first. */
  readonly amiss: readonly Judged[];
}

const SLOWEST = 5;
const WORST_FIRST = ['claimed', 'not_handed_off', 'wrong', 'silent'];

export function reportOn(judged: readonly Judged[]): Report {
  const milliseconds = judged.map(({ given }) => given.milliseconds).sort((a, b) => a - b);
  const guesses = judged.flatMap(({ given, faqRight }) =>
    given.faq === undefined ? [] : [{ confidence: given.faq.confidence, right: faqRight === true }],
  );
  const answers = judged
    .filter(({ given }) => claims(given))
    .map(({ given, verdict }) => ({ confidence: given.confidence, right: verdict === 'right' }));
  return {
    figures: figuresOf(judged),
    byLanguage: grouped(judged, ({ golden }) => golden.lang),
    byTopic: grouped(judged, ({ golden }) => golden.topic),
    answers: reliability(answers),
    guesses: reliability(guesses),
    curve: curve(guesses, judged.length),
    milliseconds,
    latency: { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95), max: milliseconds.at(-1) ?? 0 },
    slowest: [...judged].sort((a, b) => b.given.milliseconds - a.given.milliseconds).slice(0, SLOWEST),
    amiss: judged
      .filter(({ verdict }) => verdict !== 'right')
      .sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict)),
  };
}

/** The share as a number; undefined where there is nothing to speak of. */
export function valueOf({ right, of }: Share): number | undefined {
  return of === 0 ? undefined : right / of;
}

function figuresOf(judged: readonly Judged[]): Figures {
  const answerable = judged.filter(({ golden }) => golden.expect === 'answer');
  const unanswerable = judged.filter(({ golden }) => golden.expect !== 'answer');
  const auto = judged.filter(({ given }) => given.outcome === 'auto_resolved');
  return {
    questions: judged.length,
    facts: share(answerable, ({ verdict }) => verdict === 'right'),
    source: share(answerable.filter(({ sourceRight }) => sourceRight !== undefined), ({ sourceRight }) => sourceRight === true),
    refusedWrongly: share(answerable, ({ verdict }) => verdict === 'silent'),
    refusedRightly: share(unanswerable, ({ verdict }) => verdict !== 'claimed'),
    wronglyAnswered: share(unanswerable, ({ verdict }) => verdict === 'claimed'),
    handedOff: share(judged.filter(({ golden }) => golden.expect === 'handoff'), ({ verdict }) => verdict === 'right'),
    autoResolved: { right: auto.length, of: judged.length },
    autoPrecision: share(auto, ({ verdict }) => verdict === 'right'),
  };
}

function share(judged: readonly Judged[], test: (one: Judged) => boolean): Share {
  return { right: judged.filter(test).length, of: judged.length };
}

function grouped(judged: readonly Judged[], keyOf: (one: Judged) => string): [string, Figures][] {
  const keys = [...new Set(judged.map(keyOf))];
  return keys.map((key) => [key, figuresOf(judged.filter((one) => keyOf(one) === key))]);
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
