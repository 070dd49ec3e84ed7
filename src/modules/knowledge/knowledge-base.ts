/**
 * The knowledge base: the documents and frequent questions of some sources, searchable. What is in a source is live within
 * about a second of its last write, without a restart: a change builds a new snapshot beside the old one, which serves
 * until the new one is whole. A file that cannot be used is in `problems()` and keeps nothing else from serving; so does an
 * embedder or cache that is down (words alone are searched until it is back). Where vectors are ordered, the old snapshot
 * serves until they are there, for half a minute at most. A bot sees what is for all and what is its own (see scope.ts).
 */
import type { Embedder } from '../../platform/embeddings/index.js';
import type { Language } from '../../platform/text/index.js';
import type { VectorIndex } from '../../platform/vectors/index.js';
import { Days } from './days.js';
import { EmbeddingsOrdered, PassageEmbedder, type EmbeddingCache, type OrderEmbeddings } from './embedding-cache.js';
import type { FaqMatch } from './faq/entry.js';
import { type ExampleVectors, vectorsOf } from './faq/meaning.js';
import { type EmbeddedPassages, type Library, embedPassages, indexScope } from './library.js';
import type { KnowledgeLog } from './log.js';
import type { KnowledgeDocument, KnowledgeProblem } from './passage.js';
import { readQuery } from './query.js';
import { Rebuilds } from './rebuilds.js';
import type { SearchResult } from './retrieve.js';
import { Scopes } from './scopes.js';
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
  /** Where the built vector indexes are kept. */
  readonly indexDir: string;
  readonly log: KnowledgeLog;
  /** What the day is taken from when documents expire. */
  readonly clock: () => Date;
  /** Whose midnight a day begins at where no bot is named; the process's own zone when left out. */
  readonly timeZone?: string;
  /** Whose midnight a day of a bot begins at; as where none is named when left out. */
  readonly timeZoneOf?: (botId: number) => Promise<string>;
  /** How many bots' snapshots are kept at once, of those with documents of their own. */
  readonly keptBots?: number;
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
  /** The `k` frequent questions that fit best, best first. */
  guessFaq(question: Question, k: number): Promise<readonly FaqMatch[]>;
  /** Names all that a bot may answer from today: it changes with every document and entry, and with those that expire. */
  version(botId?: number): Promise<string>;
  /** Those of all bots, each with the bot it belongs to, also where they hold no more. */
  documents(): readonly KnowledgeDocument[];
  /** Of all bots. */
  problems(): readonly KnowledgeProblem[];
  /** Reads everything again, for changes that the watch has missed. Never rejects: failures are logged. */
  reload(): Promise<void>;
  /** Calls back after each new snapshot; returns how to stop that. */
  onChange(listener: () => void): () => void;
  /** Stops watching, waits for a build under way and frees the index. */
  release(): Promise<void>;
}

const DEFAULT_HITS = 6;
const RETRY_AFTER_MS = 30_000;

export function createKnowledgeBase(options: KnowledgeBaseOptions): KnowledgeBase {
  return new ScopedKnowledgeBase(options);
}

class ScopedKnowledgeBase implements KnowledgeBase {
  readonly ready: Promise<void>;
  readonly #scopes: Scopes;
  #library: Library | undefined;
  #problem: KnowledgeProblem | undefined;
  /** Since when the old snapshots serve only because vectors were ordered, by this process's clock. */
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
  readonly #days: Days;

  constructor(options: KnowledgeBaseOptions) {
    this.#options = options;
    const { sources, embedder, cache, log, order, keptBots } = options;
    this.#passages = new PassageEmbedder(embedder, cache, log, order);
    this.#days = new Days(options);
    this.#scopes = new Scopes((contents, library, botId) => this.#build(contents, library, botId), keptBots);
    this.#rebuilds = new Rebuilds(() => this.#rebuild(), log);
    // Watching starts first: a file written while the first snapshot is built must not be missed.
    const changed = (): void => void this.#rebuilds.request();
    this.#unwatch = Promise.all(sources.map((source) => source.watch(changed)));
    this.ready = this.#unwatch.then(() => this.#rebuilds.request());
  }

  async search(question: Question, k = DEFAULT_HITS): Promise<SearchResult> {
    const query = readQuery(question.text, question.lang);
    const nothing = { hits: [], confidence: 0, lang: query.lang, words: query.words };
    if (query.words.length === 0) return nothing;
    const found = await this.#with(question.botId, async (snapshot, day) => {
      const vector = await this.#embedQuestion(query.text, snapshot);
      return snapshot.search(query, vector, k, day);
    });
    return found ?? nothing;
  }

  async matchFaq(question: Question): Promise<FaqMatch | undefined> {
    return (await this.guessFaq(question, 1))[0];
  }

  async guessFaq(question: Question, k: number): Promise<readonly FaqMatch[]> {
    const query = readQuery(question.text, question.lang);
    const found = await this.#with(question.botId, async ({ faq }, day) => {
      const vector = faq.wantsVectors ? await this.#embedOne(query.text) : undefined;
      return faq.guess(query, day, k, vector);
    });
    return found ?? [];
  }

  async version(botId?: number): Promise<string> {
    return (await this.#with(botId, (snapshot, day) => snapshot.versionOn(day))) ?? '';
  }

  documents(): readonly KnowledgeDocument[] {
    return this.#library?.contents.documents ?? [];
  }

  problems(): readonly KnowledgeProblem[] {
    return [...(this.#library?.contents.problems ?? []), ...(this.#problem ? [this.#problem] : [])];
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
    await this.#scopes.release();
  }

  /** Works with what serves a bot, which stays whole meanwhile; undefined once there is nothing any more. */
  async #with<T>(botId: number | undefined, work: (snapshot: Snapshot, day: string) => T | Promise<T>): Promise<T | undefined> {
    await this.ready;
    const day = await this.#days.today(botId);
    for (;;) {
      const snapshot = await this.#scopes.of(botId);
      if (!snapshot) return undefined;
      // A newer one may have taken its place just now.
      if (!snapshot.hold()) continue;
      try {
        return await work(snapshot, day);
      } finally {
        await snapshot.letGo();
      }
    }
  }

  async #rebuild(): Promise<void> {
    if (this.#released) return;
    const started = performance.now();
    const contents = together(await Promise.all(this.#options.sources.map((source) => source.read())));
    let embedded: EmbeddedPassages = {};
    let problem: KnowledgeProblem | undefined;
    try {
      embedded = await embedPassages(this.#passages, this.#options.embedder.model, contents);
    } catch (err) {
      problem = this.#withoutVectors(err);
      if (err instanceof EmbeddingsOrdered && this.#mayWait()) return;
    }
    this.#orderedAt = undefined;
    this.#problem = problem;
    this.#library = { contents, ...embedded, examples: await this.#examples(contents) };
    await this.#scopes.renew(this.#library);
    this.#report(contents, Math.round(performance.now() - started));
    for (const listener of this.#listeners) listener();
  }

  async #build(contents: KnowledgeContents, library: Library, botId: number | undefined): Promise<Snapshot> {
    const vectors = await indexScope(this.#options, library, contents, botId).catch((err: unknown) => {
      this.#problem = this.#withoutVectors(err);
      return undefined;
    });
    return Snapshot.build(contents, vectors, library);
  }

  /** Words alone are searched for now; vectors are tried again. */
  #withoutVectors(err: unknown): KnowledgeProblem {
    const { log } = this.#options;
    if (err instanceof EmbeddingsOrdered) log.info({ reason: err.message }, 'the vectors of the knowledge base are waited for');
    else log.error({ err }, 'no vectors for the knowledge base, searching by words');
    this.#retryLater();
    return { document: '', code: 'embedding_failed', detail: err instanceof Error ? err.message : String(err) };
  }

  /** The vectors of the FAQ's questions, where a calibration says what they are worth. */
  async #examples({ faq, calibrations = [] }: KnowledgeContents): Promise<ExampleVectors | undefined> {
    const { embedder, cache, log } = this.#options;
    if (!calibrations.some(({ embedding }) => embedding === embedder.model)) return undefined;
    try {
      return await vectorsOf(faq.flatMap(({ questions }) => questions), embedder, cache);
    } catch (err) {
      log.warn({ err }, 'frequent questions not embedded, matching them by words');
      return undefined;
    }
  }

  /** Whether what serves is better, for some time, than the newest documents searched by words alone. */
  #mayWait(): boolean {
    if (this.#library?.vectors === undefined) return false;
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
    const vector = await this.#embedOne(text);
    if (vector === undefined || vector.length === vectors.dimension) return vector;
    if (this.#misfit !== vectors) {
      this.#misfit = vectors;
      this.#options.log.warn({ model: this.#options.embedder.model }, 'the embedding model has changed, embedding the documents anew');
      void this.#rebuilds.request();
    }
    return undefined;
  }

  async #embedOne(text: string): Promise<Float32Array | undefined> {
    const { embedder, log } = this.#options;
    try {
      const [vector] = await embedder.embed([text]);
      return vector;
    } catch (err) {
      log.warn({ err }, 'question not embedded, searching by words');
      return undefined;
    }
  }

  #report(contents: KnowledgeContents, ms: number): void {
    const { log } = this.#options;
    const problems = this.problems();
    const details = { documents: contents.documents.length, passages: contents.passages.length, problems, ms };
    if (contents.documents.length === 0 && contents.faq.length === 0) log.error(details, 'there are no documents to answer from');
    else if (problems.length === 0) log.info(details, 'knowledge base is live');
    else log.warn(details, 'knowledge base is live, with problems');
  }
}
