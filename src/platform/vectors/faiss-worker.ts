/** Entry of the search thread. Whatever goes wrong with a request is its reply; the thread itself goes on. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { FaissMessage, FaissRequest, FaissResult } from './faiss-protocol.js';
import { FaissSearcher } from './faiss-searcher.js';
import type { FaissModule } from './faiss-searcher.js';

const searchers = new Map<number, FaissSearcher>();

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}

function post(message: FaissMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function handle(faiss: FaissModule, request: FaissRequest): FaissResult {
  switch (request.op) {
    case 'open': {
      const searcher = new FaissSearcher(faiss, request);
      const result = searcher.open();
      searchers.set(request.index, searcher);
      return result;
    }
    case 'search': {
      const searcher = searchers.get(request.index);
      if (!searcher) throw new Error('The vector index is not on this thread');
      return searcher.search(request.unit, request.k);
    }
    case 'close':
      searchers.delete(request.index);
      return undefined;
  }
}

function transferable(result: FaissResult): ArrayBuffer[] {
  if (!result || !('positions' in result)) return [];
  return [result.positions.buffer, result.scores.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
}

function serve(faiss: FaissModule): void {
  parentPort?.on('message', ({ id, request }: { id: number; request: FaissRequest }) => {
    try {
      const result = handle(faiss, request);
      post({ id, result }, transferable(result));
    } catch (error) {
      post({ id, error: reasonOf(error) });
    }
  });
  post({ ready: true });
}

/**
 * FAISS would share each search among threads of its own, which wait for each other by spinning: on a busy
 * machine that takes four times as long. The libraries read this once, from the environment, when they are
 * loaded.
 */
function useOneThread(): void {
  // Set for the native libraries, not read for Teller.
  // eslint-disable-next-line no-restricted-properties
  for (const name of ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS']) process.env[name] ??= '1';
}

try {
  useOneThread();
  const { module } = workerData as { readonly module: string };
  serve(createRequire(import.meta.url)(module) as FaissModule);
} catch (error) {
  post({ ready: false, reason: reasonOf(error) });
}
