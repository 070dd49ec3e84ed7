import type { Embedder } from '../../../platform/embeddings/index.js';
import { embedAll, EMBEDDED_AT_ONCE, type EmbeddingCache } from '../embedding-cache.js';
import { type Likeness, likenessOf, scaled } from '../likeness.js';
import { stableHash } from '../passage.js';

/** Vectors of example questions by a semantic embedder, to hold the vector of a question against. */
export interface ExampleVectors {
  /** The embedder's model. */
  readonly model: string;
  readonly likeness: Likeness;
  /** By the example's text; those that are not there count as unlike everything. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/**
 * The vectors of some texts, through a cache; undefined where the embedder knows no meaning: the local one adds nothing to
 * what is learned from the words.
 * @throws what the embedder and the cache throw.
 */
export async function vectorsOf(texts: readonly string[], embedder: Embedder, cache: EmbeddingCache): Promise<ExampleVectors | undefined> {
  const likeness = likenessOf(embedder.model);
  if (!likeness.semantic) return undefined;
  const byHash = new Map(texts.map((text) => [stableHash(text), text]));
  const known = await cache.get(embedder.model, [...byHash.keys()]);
  const missing = [...byHash].filter(([hash]) => !known.has(hash));
  for (let at = 0; at < missing.length; at += EMBEDDED_AT_ONCE) {
    const made = await embedAll(embedder, new Map(missing.slice(at, at + EMBEDDED_AT_ONCE)));
    await cache.put(embedder.model, made);
    for (const [hash, vector] of made) known.set(hash, vector);
  }
  const vectors = new Map([...known].map(([hash, vector]) => [byHash.get(hash) ?? '', vector]));
  return { model: embedder.model, likeness, vectors };
}

/** Gives how like in meaning a question is to the nearest of some examples, 0..1. */
export function meaningOf(question: Float32Array, { vectors, likeness }: ExampleVectors): (examples: readonly string[]) => number {
  return (examples) => Math.max(0, ...examples.map((text) => scaled(cosine(question, vectors.get(text)), likeness)));
}

/** Of vectors of length 1. */
function cosine(one: Float32Array, other: Float32Array | undefined): number {
  if (other?.length !== one.length) return -1;
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
