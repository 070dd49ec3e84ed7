import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Embedder } from '../../platform/embeddings/index.js';
import { buildVectorIndex, type VectorIndex } from '../../platform/vectors/index.js';
import type { PassageEmbedder } from './embedding-cache.js';
import type { ExampleVectors } from './faq/meaning.js';
import { type Likeness, likenessOf } from './likeness.js';
import type { KnowledgeLog } from './log.js';
import { embeddingText, stableHash } from './passage.js';
import type { IndexedPassage, KnowledgeContents } from './source.js';

/** The vectors of passages, and how their cosines are to be read; nothing where words alone are searched. */
export interface EmbeddedPassages {
  readonly vectors?: ReadonlyMap<IndexedPassage, Float32Array> | undefined;
  readonly likeness?: Likeness | undefined;
}

/** Everything that was read. */
export interface Library extends EmbeddedPassages {
  readonly contents: KnowledgeContents;
  /** Of the FAQ's questions, where they are further evidence. */
  readonly examples?: ExampleVectors | undefined;
}

/**
 * The vectors of passages, each embedded once for all the scopes that see it.
 * @throws what the embedder throws.
 */
export async function embedPassages(
  embedder: PassageEmbedder,
  model: string,
  contents: KnowledgeContents,
): Promise<EmbeddedPassages> {
  const passages = contents.passages.map(({ passage }) => passage);
  if (passages.length === 0) return {};
  const vectors = await embedder.embed(passages);
  return {
    vectors: new Map(contents.passages.flatMap((each, at) => (vectors[at] ? [[each, vectors[at]] as const] : []))),
    likeness: likenessOf(model, passages, vectors),
  };
}

interface IndexOptions {
  readonly embedder: Embedder;
  readonly indexDir: string;
  readonly log: KnowledgeLog;
}

/** The index of what one scope sees, in a file of its own; undefined where there are no vectors. */
export async function indexScope(
  { embedder, indexDir, log }: IndexOptions,
  { vectors }: Library,
  { passages }: KnowledgeContents,
  botId: number | undefined,
): Promise<VectorIndex | undefined> {
  if (vectors === undefined || passages.length === 0) return undefined;
  await mkdir(indexDir, { recursive: true });
  const own = passages.flatMap((each) => vectors.get(each) ?? []);
  return buildVectorIndex(own, {
    dimension: own[0]?.length ?? embedder.dimension,
    file: join(indexDir, botId === undefined ? 'passages.index' : `passages-${botId}.index`),
    fingerprint: stableHash(embedder.model, ...passages.map(({ passage }) => embeddingText(passage))),
    log,
  });
}
