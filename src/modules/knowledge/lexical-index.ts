import type { Language } from '../../platform/text/index.js';
import { formsOf } from './forms.js';
import type { Query, QueryWord } from './query.js';
import type { PassageTerms } from './terms.js';
import { Vocabulary } from './vocabulary.js';

/** What the words of a question say for one passage. */
export interface LexicalHit {
  readonly position: number;
  readonly bm25: number;
  /** Part of the question's content words, weighted by how rare they are, that the passage has: 0..1. */
  readonly coverage: number;
}

/** What one language's index says to a question. */
export interface LexicalResult {
  /** Every passage that has something of the question, in no order. */
  readonly hits: readonly LexicalHit[];
  /** How rare each word of the question is that some passage has: larger is rarer. */
  readonly rarity: ReadonlyMap<QueryWord, number>;
}

interface Posting {
  readonly position: number;
  readonly weight: number;
}

const K1 = 1.2;
const B = 0.5;

/**
 * BM25 over the passages of one language. Each word of a question may be met by its stem, a concept it stands
 * for, a derived form or a slip of the keyboard: the best of them counts, once.
 */
export class LexicalIndex {
  readonly #language: Language;
  readonly #postings = new Map<string, Posting[]>();
  readonly #lengths = new Map<number, number>();
  #vocabulary = new Vocabulary([]);
  #totalLength = 0;

  constructor(language: Language) {
    this.#language = language;
  }

  /** Adds a passage under a position of the caller's choosing; call `finish` after the last. */
  add(position: number, { weights, length }: PassageTerms): void {
    this.#lengths.set(position, length);
    this.#totalLength += length;
    for (const [term, weight] of weights) this.#post(term, { position, weight });
  }

  /** Makes the index ready to be searched. */
  finish(): void {
    this.#vocabulary = new Vocabulary(this.#postings.keys());
  }

  search(query: Query): LexicalResult {
    const rarity = new Map<QueryWord, number>();
    const bm25 = new Map<number, number>();
    const covered = new Map<number, number>();
    let asked = 0;
    for (const word of query.words) {
      const met = this.#meet(word);
      const rare = this.#rarityOf(met.size);
      if (met.size > 0) rarity.set(word, rare);
      const worth = rare * word.weight;
      asked += worth;
      for (const [position, { support, frequency }] of met) {
        bm25.set(position, (bm25.get(position) ?? 0) + worth * frequency);
        covered.set(position, (covered.get(position) ?? 0) + worth * support);
      }
    }
    const hits = [...bm25].map(([position, score]) => ({
      position,
      bm25: score,
      coverage: asked === 0 ? 0 : (covered.get(position) ?? 0) / asked,
    }));
    return { hits, rarity };
  }

  #post(term: string, posting: Posting): void {
    const row = this.#postings.get(term);
    if (row === undefined) this.#postings.set(term, [posting]);
    else row.push(posting);
  }

  /** The passages that have a word in some form: how surely it is the word, and BM25's frequency part. */
  #meet(word: QueryWord): Map<number, { support: number; frequency: number }> {
    const met = new Map<number, { support: number; frequency: number }>();
    for (const { term, weight } of formsOf(word, this.#language, this.#vocabulary)) {
      for (const posting of this.#postings.get(term) ?? []) {
        const frequency = weight * this.#saturate(posting);
        const before = met.get(posting.position);
        met.set(posting.position, {
          support: Math.max(before?.support ?? 0, weight),
          frequency: Math.max(before?.frequency ?? 0, frequency),
        });
      }
    }
    return met;
  }

  #saturate({ position, weight }: Posting): number {
    const average = this.#totalLength / Math.max(this.#lengths.size, 1);
    const length = (this.#lengths.get(position) ?? 0) / Math.max(average, 1);
    return (weight * (K1 + 1)) / (weight + K1 * (1 - B + B * length));
  }

  #rarityOf(documents: number): number {
    return Math.log(1 + (this.#lengths.size - documents + 0.5) / (documents + 0.5));
  }
}
