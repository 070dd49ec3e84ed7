import type { Embedder } from '../../platform/embeddings/index.js';
import { embeddingText, stableHash, type Passage } from './passage.js';
import type { KnowledgeLog } from './log.js';

/** Keeps embeddings by what was embedded, so that nothing is embedded twice. */
export interface EmbeddingCache {
  /** The vectors known for some content hashes; a missing one is simply not in the map. */
  get(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>>;
  /** Keeps vectors, in the place of those that are there already. */
  put(model: string, entries: ReadonlyMap<string, Float32Array>): Promise<void>;
}

/** A cache that lasts as long as the process. */
export function memoryEmbeddingCache(): EmbeddingCache {
  const models = new Map<string, Map<string, Float32Array>>();
  return {
    get(model, hashes) {
      const known = models.get(model);
      return Promise.resolve(
        new Map(
          hashes.flatMap((hash) => {
            const vector = known?.get(hash);
            return vector === undefined ? [] : [[hash, vector] as const];
          }),
        ),
      );
    },
    put(model, entries) {
      models.set(model, new Map([...(models.get(model) ?? []), ...entries]));
      return Promise.resolve();
    },
  };
}

/** Texts that are embedded by one call. */
export const EMBEDDED_AT_ONCE = 64;

/** Has somebody else embed texts, by their hashes; they are in the cache some time later. */
export type OrderEmbeddings = (texts: ReadonlyMap<string, string>) => Promise<void>;

/** Vectors were ordered and are not there yet. */
export class EmbeddingsOrdered extends Error {
  override readonly name = 'EmbeddingsOrdered';
}

/**
 * The vectors of texts, by the same names.
 * @throws what the embedder throws.
 */
export async function embedAll(embedder: Embedder, texts: ReadonlyMap<string, string>): Promise<Map<string, Float32Array>> {
  const vectors = await embedder.embed([...texts.values()]);
  if (vectors.length !== texts.size) throw new Error('The embedder returned fewer vectors than texts.');
  return new Map([...texts.keys()].flatMap((hash, index) => (vectors[index] ? [[hash, vectors[index]] as const] : [])));
}

/** Embeds passages through a cache; remembers the vectors of the last call besides. */
export class PassageEmbedder {
  readonly #embedder: Embedder;
  readonly #cache: EmbeddingCache;
  readonly #log: KnowledgeLog;
  readonly #order: OrderEmbeddings | undefined;
  #current: ReadonlyMap<string, Float32Array> = new Map();

  /** @param order where it is somebody else's to embed what the cache lacks */
  constructor(embedder: Embedder, cache: EmbeddingCache, log: KnowledgeLog, order?: OrderEmbeddings) {
    this.#order = order;
    this.#embedder = embedder;
    this.#cache = cache;
    this.#log = log;
  }

  /**
   * The vectors of passages, in their order. A cache out of order costs time, not the result.
   * @throws what the embedder throws.
   * @throws EmbeddingsOrdered where it is somebody else's to embed; what the cache throws, too: nothing is ordered then.
   */
  async embed(passages: readonly Passage[]): Promise<Float32Array[]> {
    const texts = passages.map(embeddingText);
    const hashes = texts.map((text) => stableHash(text));
    const known = new Map<string, Float32Array>();
    for (const hash of hashes) {
      const vector = this.#current.get(hash);
      if (vector !== undefined && this.#fits(vector)) known.set(hash, vector);
    }
    for (const [hash, vector] of await this.#lookUp(hashes.filter((hash) => !known.has(hash))))
      known.set(hash, vector);
    // Another model has the name of the one before; which of them are its own, nobody can tell.
    if (new Set([...known.values()].map(({ length }) => length)).size > 1) known.clear();
    const missing = new Map(
      hashes.flatMap((hash, at) => (known.has(hash) ? [] : [[hash, texts[at] ?? ''] as const])),
    );
    if (missing.size > 0 && this.#order) {
      await this.#order(missing);
      throw new EmbeddingsOrdered(`${missing.size} passages are still to be embedded.`);
    }
    for (const [hash, vector] of await this.#compute([...missing])) known.set(hash, vector);
    this.#current = known;
    return hashes.map((hash) => known.get(hash) ?? new Float32Array(this.#embedder.dimension));
  }

  async #lookUp(hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    if (hashes.length === 0) return new Map();
    try {
      const found = await this.#cache.get(this.#embedder.model, [...new Set(hashes)]);
      return new Map([...found].filter(([, vector]) => this.#fits(vector)));
    } catch (err) {
      // Everything would be paid for once more.
      if (this.#order) throw err;
      this.#log.warn({ err }, 'embedding cache cannot be read, embedding anew');
      return new Map();
    }
  }

  /** A remote model tells its dimension with its first answer only. */
  #fits(vector: Float32Array): boolean {
    return (
      vector.length > 0 && (this.#embedder.dimension === 0 || vector.length === this.#embedder.dimension)
    );
  }

  async #compute(missing: readonly (readonly [string, string])[]): Promise<Map<string, Float32Array>> {
    const computed = new Map<string, Float32Array>();
    for (let at = 0; at < missing.length; at += EMBEDDED_AT_ONCE) {
      const entries = await embedAll(this.#embedder, new Map(missing.slice(at, at + EMBEDDED_AT_ONCE)));
      for (const [hash, vector] of entries) computed.set(hash, vector);
      await this.#keep(entries);
    }
    return computed;
  }

  async #keep(entries: ReadonlyMap<string, Float32Array>): Promise<void> {
    try {
      await this.#cache.put(this.#embedder.model, entries);
    } catch (err) {
      this.#log.warn({ err }, 'embedding cache cannot be written');
    }
  }
}
