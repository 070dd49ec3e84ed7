import { setImmediate as breathe } from 'node:timers/promises';
import type { Language } from '../../platform/text/index.js';
import type { VectorHit, VectorIndex } from '../../platform/vectors/index.js';
import type { Library } from './library.js';
import type { Likeness } from './likeness.js';
import { FaqMatcher } from './faq/matcher.js';
import { LexicalIndex, type LexicalResult } from './lexical-index.js';
import { findNearDuplicates, withoutDuplicates } from './near-duplicates.js';
import { holdsOn, stableHash, type Passage } from './passage.js';
import type { Query, QueryWord } from './query.js';
import { readAlong } from './read-along.js';
import { confidenceOf, rank, type SearchResult } from './retrieve.js';
import type { KnowledgeContents } from './source.js';

const LANGUAGES: readonly Language[] = ['ru', 'kk', 'en'];
const NEAREST = 100;
/** Where there are no vectors, no cosine is ever read. */
const NO_LIKENESS: Likeness = { low: 0, high: 1, semantic: false };

/**
 * All that a search needs, as it was at one moment; never changed after it was built. Whoever works with it holds it
 * meanwhile: `retire` frees the vectors once the last one has let go.
 */
export class Snapshot {
  /** Undefined where the words alone are searched. */
  readonly vectors: VectorIndex | undefined;
  readonly faq: FaqMatcher;
  readonly #contents: KnowledgeContents;
  readonly #passages: readonly Passage[];
  readonly #lexical: readonly LexicalIndex[];
  readonly #likeness: Likeness;
  readonly #positions: ReadonlyMap<Passage, number>;
  readonly #duplicates: ReadonlyMap<number, number>;
  #users = 0;
  #retired = false;
  #versions: { readonly day: string; readonly version: string } | undefined;

  private constructor(
    contents: KnowledgeContents,
    lexical: readonly LexicalIndex[],
    vectors: VectorIndex | undefined,
    likeness: Likeness,
    faq: FaqMatcher,
    duplicates: ReadonlyMap<number, number>,
  ) {
    this.faq = faq;
    this.#contents = contents;
    this.#lexical = lexical;
    this.vectors = vectors;
    this.#likeness = likeness;
    this.#passages = contents.passages.map(({ passage }) => passage);
    this.#positions = new Map(this.#passages.map((passage, position) => [passage, position]));
    this.#duplicates = duplicates;
  }

  /** Indexes what was read. `vectors` holds one vector for each passage, in their order, `examples` those of the FAQ. */
  static async build(
    contents: KnowledgeContents,
    vectors: VectorIndex | undefined,
    { likeness = NO_LIKENESS, examples }: Pick<Library, 'likeness' | 'examples'> = {},
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
    const duplicates = await findNearDuplicates(contents.passages.map(({ passage }) => passage));
    const faq = await FaqMatcher.build(contents.faq, { calibrations: contents.calibrations, vectors: examples });
    return new Snapshot(contents, lexical, vectors, likeness, faq, duplicates);
  }

  /** The best `k` passages that hold on a day. Without a question vector the words alone decide. */
  async search(
    query: Query,
    vector: Float32Array | undefined,
    k: number,
    day: string,
  ): Promise<SearchResult> {
    const nearest = vector === undefined ? [] : await this.#nearest(vector, day);
    const results = this.#lexical.map((index) => index.search(query));
    const lexical = results.flatMap((result) => result.hits);
    const hits = rank(query, this.#passages, { lexical, nearest, likeness: this.#likeness }, day);
    const words = query.words.map((word) => ({ ...word, rarity: rarityOf(word, results) }));
    const unknown = weightOf(words.filter(({ rarity }) => rarity === undefined));
    const confidence = confidenceOf(hits[0], unknown / Math.max(weightOf(words), 1), this.#likeness);
    const best = withoutDuplicates(hits, (passage) => this.#duplicates.get(this.#positions.get(passage) ?? -1)).slice(0, k);
    const read = readAlong(best, this.#passages, (passage) => this.#positions.get(passage));
    return { hits: read, confidence, lang: query.lang, words };
  }

  /** Names all that may be answered from on a day. */
  versionOn(day: string): string {
    if (this.#versions?.day !== day) this.#versions = { day, version: stableHash(...versionsOn(day, this.#contents)) };
    return this.#versions.version;
  }

  /** Keeps it alive until `letGo`. Answers false when it was retired: a newer one serves. */
  hold(): boolean {
    if (this.#retired) return false;
    this.#users += 1;
    return true;
  }

  async letGo(): Promise<void> {
    this.#users -= 1;
    if (this.#retired && this.#users === 0) await this.vectors?.release();
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

/** Of a question, how much some of its words say. */
function weightOf(words: readonly QueryWord[]): number {
  return words.reduce((sum, { weight }) => sum + weight, 0);
}

/** In the language where a word is commonest; undefined where no document has it. */
function rarityOf(word: QueryWord, results: readonly LexicalResult[]): number | undefined {
  const rarities = results.flatMap((result) => result.rarity.get(word) ?? []);
  return rarities.length === 0 ? undefined : Math.min(...rarities);
}

function versionsOn(day: string, { documents, faq, calibrations = [] }: KnowledgeContents): string[] {
  const files = [...documents, ...faq.map((entry) => ({ ...entry, path: entry.document }))];
  const held = files.filter((file) => holdsOn(file, day)).map(({ path, version }) => `${path} ${version}`);
  return [...new Set(held), JSON.stringify(calibrations)];
}
