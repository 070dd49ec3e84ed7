/**
 * The knowledge base: the documents and frequent questions of some sources, searchable. What is in a source is live within
 * about a second of its last write, without a restart: a change builds a new snapshot beside the old one, which serves
 * until the new one is whole. A file that cannot be used is in `problems()` and keeps nothing else from serving; so does an
 * embedder or cache that is down (words alone are searched until it is back). Where vectors are ordered, the old snapshot
 * serves until they are there, for half a minute at most.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embedder } from '../../platform/embeddings/index.js';
import type { Language } from '../../platform/text/index.js';
import { buildVectorIndex, type VectorIndex } from '../../platform/vectors/index.js';
import { EmbeddingsOrdered, PassageEmbedder, type EmbeddingCache, type OrderEmbeddings } from './embedding-cache.js';
import type { FaqMatch } from './faq/entry.js';
import { likenessOf } from './likeness.js';
import type { KnowledgeLog } from './log.js';
import type { KnowledgeDocument, KnowledgeProblem } from './passage.js';
import { readQuery } from './query.js';
import { Rebuilds } from './rebuilds.js';
import type { SearchResult } from './retrieve.js';
import { Snapshot } from './snapshot.js';
import { type KnowledgeContents, type KnowledgeSource, together } from './source.js';

export interface KnowledgeBaseOptions {
  /** Where the documents come from. */
  readonly sources: readonly KnowledgeSource[];
  readonly embedder: Embedder;
  readonly cache: EmbeddingCache;
  /**
   * Has what the cache lacks embedded elsewhere; a `reload` is to follow once it is. Embedded here when left out, which is
   * for embedders that take no time worth speaking of.
   */
  readonly order?: OrderEmbeddings;
  /** Where the built vector index is kept. */
  readonly indexDir: string;
  readonly log: KnowledgeLog;
  /** What the day is taken from when documents expire. */
  readonly clock: () => Date;
  /** Whose midnight a day begins at; the process's own zone when left out. */
  readonly timeZone?: string;
  /** After an embedder's failure, milliseconds until the vectors are tried again; 30 s when left out. */
  readonly retryAfterMs?: number;
}

export interface Question {
  readonly text: string;
  /** The customer's language, where it is known better than by detection. */
  readonly lang?: Language | undefined;
  /** Whose documents are looked in besides those that are for all bots. */
  readonly botId?: number | undefined;
}

export interface KnowledgeBase {
  /** The first snapshot serves; searches before it wait for it. Never rejects. */
  readonly ready: Promise<void>;
  /** The best passages for a question, from documents that hold today. `k` is 6 when left out. */
  search(question: Question, k?: number): Promise<SearchResult>;
  /** The frequent question that fits best, of those that hold today; undefined where there is none at all. */
  matchFaq(question: Question): Promise<FaqMatch | undefined>;
  /** Names all that answers are made from: it changes with every document and every entry. */
  version(): string;
  documents(): readonly KnowledgeDocument[];
  problems(): readonly KnowledgeProblem[];
  /** Reads the folder again, for changes that the watch has missed. Never rejects: failures are logged. */
  reload(): Promise<void>;
  /** Calls back after each new snapshot; returns how to stop that. */
  onChange(listener: () => void): () => void;
  /** Stops watching, waits for a build under way and frees the index. */
  release(): Promise<void>;
}

interface Indexed {
  readonly vectors?: VectorIndex;
  readonly problem?: KnowledgeProblem;
  /** The vectors come later. */
  readonly ordered?: boolean;
}

const DEFAULT_HITS = 6;
const RETRY_AFTER_MS = 30_000;

export function createKnowledgeBase(options: KnowledgeBaseOptions): KnowledgeBase {
  return new FolderKnowledgeBase(options);
}

class FolderKnowledgeBase implements KnowledgeBase {
  readonly ready: Promise<void>;
  #snapshot: Snapshot | undefined;
  /** Since when the old snapshot serves only because vectors were ordered, by this process's clock. */
  #orderedAt: number | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Vectors of another length than the model gives now: words alone are searched until others take their place. */
  #misfit: VectorIndex | undefined;
  #released = false;
  readonly #options: KnowledgeBaseOptions;
  readonly #passages: PassageEmbedder;
  readonly #rebuilds: Rebuilds;
  readonly #unwatch: Promise<readonly (() => Promise<void>)[]>;
  readonly #listeners = new Set<() => void>();
  readonly #dayFormat: Intl.DateTimeFormat;

  constructor(options: KnowledgeBaseOptions) {
    this.#options = options;
    const { sources, embedder, cache, log, timeZone, order } = options;
    this.#passages = new PassageEmbedder(embedder, cache, log, order);
    this.#dayFormat = new Intl.DateTimeFormat('en-CA', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    this.#rebuilds = new Rebuilds(() => this.#rebuild(), log);
    // Watching starts first: a file written while the first snapshot is built must not be missed.
    const changed = (): void => void this.#rebuilds.request();
    this.#unwatch = Promise.all(sources.map((source) => source.watch(changed)));
    this.ready = this.#unwatch.then(() => this.#rebuilds.request());
  }

  async search(question: Question, k = DEFAULT_HITS): Promise<SearchResult> {
    await this.ready;
    const query = readQuery(question.text, question.lang);
    const nothing = { hits: [], confidence: 0, lang: query.lang, words: query.words };
    if (query.words.length === 0 || this.#snapshot === undefined) return nothing;
    const vector = await this.#embedQuestion(query.text, this.#snapshot);
    // A newer snapshot may have come, or the end, while the question was embedded.
    return (await this.#current()?.search(query, vector, k, this.#today())) ?? nothing;
  }

  async matchFaq(question: Question): Promise<FaqMatch | undefined> {
    await this.ready;
    return this.#snapshot?.faq.match(readQuery(question.text, question.lang), this.#today());
  }

  version(): string {
    return this.#snapshot?.version ?? '';
  }

  #today(): string {
    return this.#dayFormat.format(this.#options.clock());
  }

  documents(): readonly KnowledgeDocument[] {
    return this.#snapshot?.documents ?? [];
  }

  problems(): readonly KnowledgeProblem[] {
    return this.#snapshot?.problems ?? [];
  }

  reload(): Promise<void> {
    return this.#rebuilds.request();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    clearTimeout(this.#retry);
    for (const stop of await this.#unwatch) await stop();
    await this.#rebuilds.idle();
    await this.#snapshot?.retire();
    this.#snapshot = undefined;
  }

  #current(): Snapshot | undefined {
    return this.#snapshot;
  }

  async #rebuild(): Promise<void> {
    if (this.#released) return;
    const started = performance.now();
    const contents = together(await Promise.all(this.#options.sources.map((source) => source.read())));
    const { vectors, problem, ordered } = await this.#index(contents);
    if (ordered === true && this.#mayWait()) return;
    this.#orderedAt = undefined;
    const complete =
      problem === undefined ? contents : { ...contents, problems: [...contents.problems, problem] };
    const next = await Snapshot.build(complete, vectors, likenessOf(this.#options.embedder.model));
    const before = this.#snapshot;
    this.#snapshot = next;
    await before?.retire();
    this.#report(next, contents.passages.length, Math.round(performance.now() - started));
    for (const listener of this.#listeners) listener();
  }

  async #index(contents: KnowledgeContents): Promise<Indexed> {
    if (contents.passages.length === 0) return {};
    const { embedder, indexDir, log } = this.#options;
    try {
      const { vectors, fingerprint } = await this.#passages.embed(
        contents.passages.map(({ passage }) => passage),
      );
      await mkdir(indexDir, { recursive: true });
      const file = join(indexDir, 'passages.index');
      return {
        vectors: await buildVectorIndex(vectors, {
          dimension: vectors[0]?.length ?? embedder.dimension,
          file,
          fingerprint,
          log,
        }),
      };
    } catch (err) {
      const ordered = err instanceof EmbeddingsOrdered;
      if (ordered) log.info({ reason: err.message }, 'the vectors of the knowledge base are waited for');
      else log.error({ err }, 'no vectors for the knowledge base, searching by words');
      this.#retryLater();
      const detail = err instanceof Error ? err.message : String(err);
      return { problem: { document: '', code: 'embedding_failed', detail }, ordered };
    }
  }

  /** Whether what serves is better, for some time, than the newest documents searched by words alone. */
  #mayWait(): boolean {
    if (this.#snapshot?.vectors === undefined) return false;
    this.#orderedAt ??= performance.now();
    return performance.now() - this.#orderedAt < (this.#options.retryAfterMs ?? RETRY_AFTER_MS);
  }

  #retryLater(): void {
    clearTimeout(this.#retry);
    if (this.#released) return;
    const wait = this.#options.retryAfterMs ?? RETRY_AFTER_MS;
    this.#retry = setTimeout(() => void this.#rebuilds.request(), wait);
    this.#retry.unref();
  }

  async #embedQuestion(text: string, { vectors }: Snapshot): Promise<Float32Array | undefined> {
    if (!vectors) return undefined;
    const { embedder, log } = this.#options;
    try {
      const [vector] = await embedder.embed([text]);
      if (vector?.length === vectors.dimension) return vector;
      if (this.#misfit !== vectors) {
        this.#misfit = vectors;
        log.warn({ model: embedder.model }, 'the embedding model has changed, embedding the documents anew');
        void this.#rebuilds.request();
      }
      return undefined;
    } catch (err) {
      log.warn({ err }, 'question not embedded, searching by words');
      return undefined;
    }
  }

  #report(snapshot: Snapshot, passages: number, ms: number): void {
    const details = { documents: snapshot.documents.length, passages, problems: snapshot.problems, ms };
    if (snapshot.documents.length === 0 && snapshot.faq.size === 0) this.#options.log.error(details, 'there are no documents to answer from');
    else if (snapshot.problems.length === 0) this.#options.log.info(details, 'knowledge base is live');
    else this.#options.log.warn(details, 'knowledge base is live, with problems');
  }
}
