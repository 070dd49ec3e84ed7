import type { Matrix } from './matrix.js';
import { similarity, writeNormalised } from './matrix.js';
import { TopK } from './top-k.js';
import { takeTurn } from './turns.js';
import type { VectorHit, VectorIndex } from './vector-index.js';

const SLICE_MS = 3;
const ROWS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

/**
 * The query scaled to length 1, in memory of its own, and how many hits it can have.
 * @throws {RangeError} as `VectorIndex.search`.
 */
export function checkedQuery(
  matrix: Matrix,
  query: Float32Array,
  k: number,
): { unit: Float32Array; k: number } {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a positive integer, not ${k}`);
  const unit = new Float32Array(matrix.dimension);
  writeNormalised(query, matrix.dimension, unit);
  return { unit, k: Math.min(k, matrix.size) };
}

/** Compares the query (of length 1) with every row, in slices short enough for the event loop. */
export async function scan(matrix: Matrix, unit: Float32Array, k: number): Promise<VectorHit[]> {
  const best = new TopK(k);
  for (let row = 0; row < matrix.size; ) {
    await takeTurn();
    const deadline = performance.now() + SLICE_MS;
    do {
      const end = Math.min(row + ROWS_BETWEEN_LOOKS_AT_THE_CLOCK, matrix.size);
      for (; row < end; row += 1) best.offer(row, similarity(matrix, row, unit));
    } while (row < matrix.size && performance.now() < deadline);
  }
  return best.sorted();
}

/** Scans everything, on this thread: the reference in tests, and what serves where FAISS cannot be had. */
export class ExactIndex implements VectorIndex {
  readonly kind = 'exact';
  readonly size: number;
  readonly dimension: number;
  private matrix: Matrix | undefined;

  constructor(matrix: Matrix) {
    this.matrix = matrix;
    this.size = matrix.size;
    this.dimension = matrix.dimension;
  }

  async search(query: Float32Array, k: number): Promise<VectorHit[]> {
    if (!this.matrix) throw new Error('The vector index was released');
    const checked = checkedQuery(this.matrix, query, k);
    return scan(this.matrix, checked.unit, checked.k);
  }

  async release(): Promise<void> {
    this.matrix = undefined;
  }
}
