import { ExactIndex } from './exact-index.js';
import { FaissHost } from './faiss-host.js';
import { FaissIndex } from './faiss-index.js';
import { FaissUnavailable } from './faiss-thread.js';
import { toMatrix } from './matrix.js';
import type { VectorIndex, VectorIndexOptions } from './vector-index.js';

const processHost = new FaissHost();
const reported = new WeakSet<FaissUnavailable>();

function report(error: unknown, options: VectorIndexOptions): void {
  if (!(error instanceof FaissUnavailable)) {
    options.log?.warn({ err: error }, 'FAISS failed to build an index; the vectors are scanned exactly');
    return;
  }
  if (reported.has(error)) return;
  reported.add(error);
  options.log?.info({ reason: error.message }, 'FAISS is not available; vectors are scanned exactly');
}

/**
 * Builds an index over vectors (or reads it from `options.file`, when that is whole and has the
 * fingerprint). Their lengths do not matter: scores are cosine similarities. The vectors are copied; the
 * caller may drop them.
 *
 * Without FAISS (not installed, or it fails) the index is `exact`; that is logged once for a process.
 * @throws {RangeError} when a vector has another dimension or a number in it is not finite.
 */
export async function buildVectorIndex(
  vectors: readonly Float32Array[],
  options: VectorIndexOptions,
  host: FaissHost = processHost,
): Promise<VectorIndex> {
  const matrix = await toMatrix(vectors, options.dimension);
  if (matrix.size === 0) return new ExactIndex(matrix);
  try {
    return await FaissIndex.open(host, matrix, options);
  } catch (error) {
    report(error, options);
    return new ExactIndex(matrix);
  }
}
