import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createKnowledgeBase,
  folderSource,
  memoryEmbeddingCache,
  type KnowledgeBase,
  type KnowledgeBaseOptions,
} from '../../src/modules/knowledge/index.js';
import { LocalEmbedder, type Embedder } from '../../src/platform/embeddings/index.js';

/** A folder of documents with a knowledge base over it; `release` removes both. */
export interface Bench {
  readonly dir: string;
  readonly indexDir: string;
  write(path: string, text: string | Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
  /** @param options.from another folder than its own */
  open(options?: Partial<KnowledgeBaseOptions> & { readonly from?: string }): KnowledgeBase;
  release(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function createBench(): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'teller-knowledge-'));
  const dir = join(root, 'contexts');
  const indexDir = join(root, 'index');
  await mkdir(dir);
  const opened: KnowledgeBase[] = [];
  return {
    dir,
    indexDir,
    async write(path, text) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    },
    remove: (path) => rm(join(dir, path)),
    open({ from = dir, ...options } = {}) {
      const knowledge = createKnowledgeBase({
        sources: [folderSource(from, silent)],
        indexDir,
        embedder: new LocalEmbedder(),
        cache: memoryEmbeddingCache(),
        log: silent,
        clock: () => new Date('2026-06-15T12:00:00Z'),
        timeZone: 'UTC',
        ...options,
      });
      opened.push(knowledge);
      return knowledge;
    },
    async release() {
      await Promise.all(opened.map((knowledge) => knowledge.release()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** An embedder that keeps what it was asked. */
export class WitnessEmbedder implements Embedder {
  readonly texts: string[] = [];
  private readonly inner = new LocalEmbedder();
  readonly model = this.inner.model;
  readonly dimension = this.inner.dimension;

  embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.texts.push(...texts);
    return this.inner.embed(texts);
  }
}

/** Resolves at the next snapshot for which the condition holds; at once when it holds already. */
export async function until(
  knowledge: KnowledgeBase,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  if (await holds()) return;
  await new Promise<void>((resolve, reject) => {
    const stop = knowledge.onChange(() => {
      Promise.resolve(holds()).then((met) => {
        if (!met) return;
        stop();
        resolve();
      }, reject);
    });
  });
}
