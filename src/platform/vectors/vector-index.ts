/** One vector found: its place in the list the index was built from, and its cosine similarity (-1 to 1). */
export interface VectorHit {
  readonly position: number;
  readonly score: number;
}

/**
 * Finds the vectors nearest to a query. Built once from a list, never changed afterwards.
 *
 * Guarantees: a search never blocks the event loop for longer than a few milliseconds; scores are exact
 * cosine similarities whatever the kind; when the native library fails at run time, the index goes on as
 * `exact`.
 */
export interface VectorIndex {
  /** `faiss`: searched on its own thread (approximate candidates, exact scores). `exact`: scanned in full. */
  readonly kind: 'faiss' | 'exact';
  /** How many vectors it holds. */
  readonly size: number;
  readonly dimension: number;
  /**
   * The `k` nearest vectors, best first (fewer when the index holds fewer).
   * @throws {RangeError} when the query has another dimension or a number in it is not finite, or k is not a
   * positive integer.
   * @throws {Error} after `release`.
   */
  search(query: Float32Array, k: number): Promise<VectorHit[]>;
  /** Waits for searches under way and frees the memory; the last index released ends the thread. */
  release(): Promise<void>;
}

/** The part of a logger used here (pino's has this shape). */
export interface VectorLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface VectorIndexOptions {
  /** Numbers in a vector. */
  readonly dimension: number;
  /** Names the vectors: a saved index is used only when it was built under the same fingerprint. */
  readonly fingerprint: string;
  /** Where a built index is kept, so that a restart need not build it again; absent: it is not kept. */
  readonly file?: string;
  readonly log?: VectorLog;
}
