import { takeTurn } from './turns.js';

const NUMBERS_PER_TURN = 2 ** 18;

/** Vectors of length 1, row after row, in memory that the search thread sees too. */
export interface Matrix {
  readonly rows: Float32Array;
  readonly size: number;
  readonly dimension: number;
}

/**
 * Writes `vector`, scaled to length 1, into `target` at `offset`. A vector of zeros stays one: it is like
 * nothing.
 * @throws {RangeError} when it has another dimension or is not finite.
 */
export function writeNormalised(
  vector: Float32Array,
  dimension: number,
  target: Float32Array,
  offset = 0,
): void {
  if (vector.length !== dimension) {
    throw new RangeError(`A vector has ${vector.length} numbers instead of ${dimension}`);
  }
  let squares = 0;
  for (let i = 0; i < dimension; i += 1) squares += (vector[i] ?? 0) ** 2;
  if (!Number.isFinite(squares)) throw new RangeError('A vector has a number that is not finite');
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < dimension; i += 1) target[offset + i] = (vector[i] ?? 0) * scale;
}

/**
 * Copies vectors into a matrix, each scaled to length 1, letting others have the event loop now and then.
 * @throws {RangeError} as `writeNormalised`.
 */
export async function toMatrix(vectors: readonly Float32Array[], dimension: number): Promise<Matrix> {
  const bytes = vectors.length * dimension * Float32Array.BYTES_PER_ELEMENT;
  const rows = new Float32Array(new SharedArrayBuffer(bytes));
  const rowsPerTurn = Math.ceil(NUMBERS_PER_TURN / dimension);
  for (const [row, vector] of vectors.entries()) {
    if (row % rowsPerTurn === 0) await takeTurn();
    writeNormalised(vector, dimension, rows, row * dimension);
  }
  return { rows, size: vectors.length, dimension };
}

/** The inner product of `query` with row `row`: their cosine similarity, since both have length 1. */
export function similarity(matrix: Matrix, row: number, query: Float32Array): number {
  const { rows, dimension } = matrix;
  const start = row * dimension;
  const blocks = dimension - (dimension % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < blocks; i += 4) {
    a += (rows[start + i] ?? 0) * (query[i] ?? 0);
    b += (rows[start + i + 1] ?? 0) * (query[i + 1] ?? 0);
    c += (rows[start + i + 2] ?? 0) * (query[i + 2] ?? 0);
    d += (rows[start + i + 3] ?? 0) * (query[i + 3] ?? 0);
  }
  for (let i = blocks; i < dimension; i += 1) a += (rows[start + i] ?? 0) * (query[i] ?? 0);
  return a + b + c + d;
}
