/**
 * Embedding what processes have read, where that is slow and costs money: once for all of them. Whoever lacks vectors says
 * so in `embeddings_wanted`; the job puts them into the cache, batch by batch, and has all processes look again. Killed
 * midway, what it has done stays done.
 */
import { z } from 'zod';
import type { Database } from '../../platform/db/database.js';
import type { Embedder } from '../../platform/embeddings/index.js';
import type { Duty, JobKind } from '../../platform/queue/index.js';
import { EMBEDDED_AT_ONCE, embedAll } from './embedding-cache.js';
import { postgresEmbeddingCache } from './repository.js';
import { askToReadAgain } from './standing.js';
import { claimWanted, dropWanted, freeWanted, isEmbeddingDue } from './wanted.js';

export interface IndexJob {
  readonly model: string;
}

export const INDEX: JobKind<IndexJob> = {
  name: 'index',
  payload: z.object({ model: z.string() }),
  attempts: 4,
  backoffSeconds: 2,
  timeoutSeconds: 600,
};

export function indexKey({ model }: IndexJob): string {
  return model;
}

/** The duty of embedding what is wanted. */
export function indexDuty(db: Database, embedder: Embedder): Duty<IndexJob> {
  const { model } = embedder;
  return {
    kind: INDEX,
    concurrency: 1,
    keyOf: indexKey,
    due: async () => ((await isEmbeddingDue(db, model)) ? [{ model }] : []),
    run: async (job, signal) => {
      // A process that is set up otherwise has wanted it, and looks for somebody again.
      if (job.model === model) await embedWanted(db, embedder, signal);
    },
  };
}

async function embedWanted(db: Database, embedder: Embedder, signal: AbortSignal): Promise<void> {
  const { model } = embedder;
  const cache = postgresEmbeddingCache(db);
  while (!signal.aborted) {
    const wanted = await claimWanted(db, model, EMBEDDED_AT_ONCE);
    if (wanted.length === 0) return;
    try {
      await cache.put(model, await embedAll(embedder, new Map(wanted.map(({ hash, content }) => [hash, content]))));
    } catch (error) {
      await freeWanted(db, model, wanted);
      throw error;
    }
    if (await dropWanted(db, model, wanted)) await askToReadAgain(db);
  }
}
