/** Turns texts into vectors of length 1, near to each other when the texts mean alike. */
export interface Embedder {
  /** Names the model with its version: vectors of different models must not be compared. */
  readonly model: string;
  /** Numbers in a vector; 0 as long as a remote model has not told. */
  readonly dimension: number;
  /**
   * One vector for each text, in the order of the texts.
   * @throws {EmbeddingUnavailable} when a remote model cannot be had now; the same call may succeed later.
   */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

/** The embedding model did not answer, or not with vectors. */
export class EmbeddingUnavailable extends Error {
  readonly code = 'embedding_unavailable';
  override readonly name = 'EmbeddingUnavailable';
}

/** Scales a vector to length 1, in place; zeros stay zeros. */
export function normalise(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) * scale;
  return vector;
}
