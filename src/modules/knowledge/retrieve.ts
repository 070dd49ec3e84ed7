import type { Language } from '../../platform/text/index.js';
import type { LexicalHit } from './lexical-index.js';
import { scaled, type Likeness } from './likeness.js';
import type { Passage } from './passage.js';
import { holdsOn } from './passage.js';
import type { AskedWord, Query } from './query.js';

/** A passage found, with what speaks for it. */
export interface Hit {
  readonly passage: Passage;
  /** What the hits are ordered by; comparable within one search only. */
  readonly score: number;
  readonly bm25: number;
  /** Similarity of the embeddings, -1 to 1; 0 where the passage was not among the nearest. */
  readonly cosine: number;
  /** Part of the question's content words, weighted by rarity, that the passage has: 0..1. */
  readonly coverage: number;
}

/** What a search gives. */
export interface SearchResult {
  /** Best first. */
  readonly hits: readonly Hit[];
  /**
   * How well the best passage supports what was asked, 0..1; below `MIN_CONFIDENCE` do not answer from it.
   */
  readonly confidence: number;
  /** The question's language as given or detected. */
  readonly lang: Language | undefined;
  /** The words of the question that say what it is about. */
  readonly words: readonly AskedWord[];
}

/** Below this the passages most likely do not answer the question. */
export const MIN_CONFIDENCE = 0.6;

const COVERAGE = 0.55;
const BM25 = 0.5;
const COSINE = 0.35;
const OTHER_LANGUAGE = 0.75;
/** Fit over labelled questions of two banks: few of those that can be answered fall below the threshold. */
const FIT = { bias: -2.5, coverage: 6, likeness: 5, unknown: -4 };

/** The evidence of one search, by position in `passages`. */
export interface Evidence {
  readonly lexical: readonly LexicalHit[];
  readonly nearest: readonly { readonly position: number; readonly score: number }[];
  readonly likeness: Likeness;
}

/**
 * Fuses words and vectors into one ranking: the part of the question covered, BM25 against the best of this
 * search, and likeness. The question's language goes first; another one comes up where that has nothing.
 * Documents that do not hold on `day` are left out.
 */
export function rank(query: Query, passages: readonly Passage[], evidence: Evidence, day: string): Hit[] {
  const hits = collect(passages, evidence, day);
  const best = hits.reduce((most, hit) => Math.max(most, hit.bm25), Number.EPSILON);
  const scoreOf = ({ passage, coverage, bm25, cosine }: Hit): number => {
    const foreign = query.lang !== undefined && passage.lang !== query.lang;
    const sum = COVERAGE * coverage + BM25 * (bm25 / best) + COSINE * scaled(cosine, evidence.likeness);
    return foreign ? sum * OTHER_LANGUAGE : sum;
  };
  return hits.map((hit) => ({ ...hit, score: scoreOf(hit) })).sort((a, b) => b.score - a.score);
}

function collect(passages: readonly Passage[], { lexical, nearest }: Evidence, day: string): Hit[] {
  const cosines = new Map(nearest.map((near) => [near.position, near.score]));
  const words = new Map(lexical.map((hit) => [hit.position, hit]));
  const hits: Hit[] = [];
  for (const position of new Set([...words.keys(), ...cosines.keys()])) {
    const passage = passages[position];
    if (passage === undefined || !holdsOn(passage, day)) continue;
    const { bm25 = 0, coverage = 0 } = words.get(position) ?? {};
    hits.push({ passage, score: 0, bm25, coverage, cosine: cosines.get(position) ?? 0 });
  }
  return hits;
}

/**
 * How sure the best hit makes us that the question is answered there: a logistic fit over labelled questions.
 * `unknown` is the part of the question's content words that no document has in any form: the clearest sign
 * that it is about something else.
 */
export function confidenceOf(best: Hit | undefined, unknown: number, likeness: Likeness): number {
  if (best === undefined) return 0;
  const near = scaled(best.cosine, likeness);
  const evidence = FIT.bias + FIT.coverage * best.coverage + FIT.likeness * near + FIT.unknown * unknown;
  const lexical = 1 / (1 + Math.exp(-evidence));
  return likeness.semantic ? Math.max(lexical, near) : lexical;
}
