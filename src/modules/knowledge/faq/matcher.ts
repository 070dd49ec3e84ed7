/**
 * Finds the entry of the FAQ that a question asks for, with how likely it is that this is right. What it knows it has
 * learned from the entries' own example questions, in this process, without any model from elsewhere. The same entries give
 * the same answers. Learning takes its time in slices, so that others are served meanwhile.
 */
import type { Language } from '../../../platform/text/index.js';
import { holdsOn } from '../passage.js';
import type { Query } from '../query.js';
import { type Calibration, probabilityOf, type Weights } from './calibration.js';
import type { FaqEntry, FaqMatch } from './entry.js';
import { type ExampleVectors, meaningOf } from './meaning.js';
import { CANDIDATES, type Candidate } from './model.js';
import { calibrationFor } from './shipped.js';
import { type TrainedFaq, trainFaq } from './trained.js';

export interface FaqOptions {
  /** The bank's own; where they have none for a language, the shipped one serves. */
  readonly calibrations?: readonly Calibration[] | undefined;
  /** Taken as further evidence where a calibration was fitted with them. */
  readonly vectors?: ExampleVectors | undefined;
}

/** The entries of one language: those with the same id are one, of which that one answers which holds. */
interface Part {
  readonly topics: readonly (readonly FaqEntry[])[];
  readonly trained: TrainedFaq;
  readonly meaning: { readonly vectors: ExampleVectors; readonly weights: Weights } | undefined;
}

export class FaqMatcher {
  readonly size: number;
  readonly #parts: ReadonlyMap<Language, Part>;

  private constructor(size: number, parts: ReadonlyMap<Language, Part>) {
    this.size = size;
    this.#parts = parts;
  }

  /** Learns from the entries' own questions. */
  static async build(entries: readonly FaqEntry[], options: FaqOptions = {}): Promise<FaqMatcher> {
    const parts = new Map<Language, Part>();
    for (const [lang, group] of groupBy(entries, ({ lang }) => lang)) parts.set(lang, await build(group, lang, options));
    return new FaqMatcher(entries.length, parts);
  }

  /** Whether a question's vector would be looked at. */
  get wantsVectors(): boolean {
    return [...this.#parts.values()].some(({ meaning }) => meaning !== undefined);
  }

  /**
   * The best entry of those that hold on a day, in the question's language where that is known.
   * @param vector of the question, by the model of the examples' vectors
   */
  match(query: Query, day: string, vector?: Float32Array): FaqMatch | undefined {
    return this.guess(query, day, 1, vector)[0];
  }

  /** The `k` best of them, best first. */
  guess(query: Query, day: string, k: number, vector?: Float32Array): FaqMatch[] {
    const parts = query.lang === undefined ? [...this.#parts.values()] : [this.#parts.get(query.lang)];
    return parts
      .flatMap((part) => (part === undefined ? [] : guessIn(part, query, day, vector)))
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, k);
  }
}

async function build(entries: readonly FaqEntry[], lang: Language, { calibrations = [], vectors }: FaqOptions): Promise<Part> {
  const topics = [...groupBy(entries, ({ id }) => id).values()];
  const weights = calibrationFor(lang, undefined, calibrations);
  const withVectors = vectors && calibrationFor(lang, vectors.model, calibrations);
  return {
    topics,
    trained: await trainFaq(topics.map(examplesOf), lang, weights),
    meaning: vectors && withVectors && withVectors !== weights ? { vectors, weights: withVectors } : undefined,
  };
}

function examplesOf(topic: readonly FaqEntry[]): string[] {
  return [...new Set(topic.flatMap(({ questions }) => questions))];
}

function guessIn({ topics, trained, meaning }: Part, query: Query, day: string, vector?: Float32Array): FaqMatch[] {
  const isOpen = (label: number): boolean => entryOf(topics, label, day) !== undefined;
  const found = trained.model.candidates(query, CANDIDATES, { isOpen });
  const byMeaning = meaning && vector && meaningOf(vector, meaning.vectors);
  const candidates = byMeaning
    ? found.map((each): Candidate => ({ ...each, evidence: { ...each.evidence, meaning: byMeaning(examplesOf(topics[each.label] ?? [])) } }))
    : found;
  const weights = byMeaning ? meaning.weights : trained.weights;
  return candidates.flatMap(({ label, evidence }) => {
    const entry = entryOf(topics, label, day);
    return entry === undefined ? [] : [{ entry, confidence: probabilityOf(weights, evidence) }];
  });
}

function entryOf(topics: readonly (readonly FaqEntry[])[], label: number, day: string): FaqEntry | undefined {
  return topics[label]?.find((entry) => holdsOn(entry, day));
}

function groupBy<K>(entries: readonly FaqEntry[], keyOf: (entry: FaqEntry) => K): Map<K, FaqEntry[]> {
  const groups = new Map<K, FaqEntry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}
