import { setImmediate as breathe } from 'node:timers/promises';
import type { Language } from '../../platform/text/index.js';
import type { VectorHit, VectorIndex } from '../../platform/vectors/index.js';
import type { Likeness } from './likeness.js';
import { FaqMatcher } from './faq/matcher.js';
import { LexicalIndex, type LexicalResult } from './lexical-index.js';
import { holdsOn, stableHash, type KnowledgeDocument, type KnowledgeProblem, type Passage } from './passage.js';
import type { Query, QueryWord } from './query.js';
import { confidenceOf, rank, type SearchResult } from './retrieve.js';
import type { KnowledgeContents } from './source.js';

const LANGUAGES: readonly Language[] = ['ru', 'kk', 'en'];
const NEAREST = 100;

/**
 * All that a search needs, as it was at one moment; never changed after it was built. A search under way
 * keeps it alive: `retire` frees the vectors once the last one has finished.
 */
export class Snapshot {
  readonly documents: readonly KnowledgeDocument[];
  readonly problems: readonly KnowledgeProblem[];
  /** Undefined where the words alone are searched. */
  readonly vectors: VectorIndex | undefined;
  readonly faq: FaqMatcher;
  /** Of all that is in it. */
  readonly version: string;
  readonly #passages: readonly Passage[];
  readonly #lexical: readonly LexicalIndex[];
  readonly #likeness: Likeness;
  #users = 0;
  #retired = false;

  private constructor(
    contents: KnowledgeContents,
    lexical: readonly LexicalIndex[],
    vectors: VectorIndex | undefined,
    likeness: Likeness,
    faq: FaqMatcher,
  ) {
    this.faq = faq;
    this.version = stableHash(...versionsOf(contents));
    this.#lexical = lexical;
    this.vectors = vectors;
    this.#likeness = likeness;
    this.documents = contents.documents;
    this.problems = contents.problems;
    this.#passages = contents.passages.map(({ passage }) => passage);
  }

  /** Indexes what was read. `vectors` holds one vector for each passage, in their order. */
  static async build(
    contents: KnowledgeContents,
    vectors: VectorIndex | undefined,
    likeness: Likeness,
  ): Promise<Snapshot> {
    const lexical: LexicalIndex[] = [];
    for (const language of LANGUAGES) {
      const index = new LexicalIndex(language);
      for (const [position, { passage, terms }] of contents.passages.entries()) {
        if (passage.lang === language) index.add(position, terms);
        if (position % 50 === 49) await breathe();
      }
      index.finish();
      lexical.push(index);
    }
    return new Snapshot(contents, lexical, vectors, likeness, await FaqMatcher.build(contents.faq));
  }

  /** The best `k` passages that hold on a day. Without a question vector the words alone decide. */
  async search(
    query: Query,
    vector: Float32Array | undefined,
    k: number,
    day: string,
  ): Promise<SearchResult> {
    this.#users += 1;
    try {
      const nearest = vector === undefined ? [] : await this.#nearest(vector, day);
      const results = this.#lexical.map((index) => index.search(query));
      const lexical = results.flatMap((result) => result.hits);
      const hits = rank(query, this.#passages, { lexical, nearest, likeness: this.#likeness }, day);
      const words = query.words.map((word) => ({ ...word, rarity: rarityOf(word, results) }));
      const unknown = words.filter(({ rarity }) => rarity === undefined).length;
      const confidence = confidenceOf(hits[0], unknown / Math.max(query.words.length, 1), this.#likeness);
      return { hits: hits.slice(0, k), confidence, lang: query.lang, words };
    } finally {
      this.#users -= 1;
      if (this.#retired && this.#users === 0) await this.vectors?.release();
    }
  }

  /** Called once, when a newer snapshot serves. */
  async retire(): Promise<void> {
    this.#retired = true;
    if (this.#users === 0) await this.vectors?.release();
  }

  /** Documents out of date take places among the nearest: ask for as many more. */
  async #nearest(vector: Float32Array, day: string): Promise<VectorHit[]> {
    if (this.vectors === undefined) return [];
    const out = this.#passages.filter((passage) => !holdsOn(passage, day)).length;
    return this.vectors.search(vector, NEAREST + out);
  }
}

/** In the language where a word is commonest; undefined where no document has it. */
function rarityOf(word: QueryWord, results: readonly LexicalResult[]): number | undefined {
  const rarities = results.flatMap((result) => result.rarity.get(word) ?? []);
  return rarities.length === 0 ? undefined : Math.min(...rarities);
}

function versionsOf({ documents, faq }: KnowledgeContents): string[] {
  return [...new Set([...documents, ...faq.map(({ document, version }) => ({ path: document, version }))].map(({ path, version }) => `${path} ${version}`))];
}
