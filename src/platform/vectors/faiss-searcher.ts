import { findSaved, save } from './faiss-store.js';
import type { OpenRequest, OpenResult, SearchResult } from './faiss-protocol.js';
import { similarity } from './matrix.js';
import type { Matrix } from './matrix.js';
import { TopK } from './top-k.js';
import type { VectorHit } from './vector-index.js';

/** The part of faiss-node used here. */
export interface FaissNative {
  isTrained(): boolean;
  train(values: number[]): void;
  add(values: number[]): void;
  search(values: number[], k: number): { labels: number[]; distances: number[] };
  write(file: string): void;
  ntotal(): number;
  getDimension(): number;
}

export interface FaissModule {
  readonly Index: {
    fromFactory(dimension: number, description: string, metric: number): FaissNative;
    read(file: string): FaissNative;
  };
}

const INNER_PRODUCT = 0;
const ROWS_PER_ADD = 256;
const TRAINING_ROWS = 2048;
/** Below this many rows comparing with all of them is as fast, and building takes no time worth saving. */
const COMPRESS_FROM = 2000;
/** Candidates compared before their errors are taken as typical. */
const CERTAIN_AFTER = 64;
const LAYOUT = 'v1';

/**
 * Which FAISS index fits: small ones hold the rows as they are; large ones hold four bits for every four
 * numbers, scanned with SIMD for candidates. (A graph, HNSW, finds far fewer of the true neighbours: its
 * search effort cannot be set from faiss-node.)
 */
function description(size: number, dimension: number): string {
  if (size < COMPRESS_FROM || dimension % 4 !== 0) return 'Flat';
  return `PQ${dimension / 4}x4fs`;
}

/**
 * How many candidates are compared exactly to find `k`: a tenth of the rows holds 98 of 100 true neighbours
 * even among random vectors, the worst case; embeddings of texts need far fewer.
 */
function candidates(k: number, size: number): number {
  return Math.min(size, Math.max(20 * k, 500, Math.min(Math.ceil(size / 10), 2000)));
}

/** One index on the search thread: candidates from FAISS, ranked by their exact similarity. */
export class FaissSearcher {
  private readonly matrix: Matrix;
  private readonly factory: string;
  private native: FaissNative | undefined;

  constructor(
    private readonly faiss: FaissModule,
    private readonly request: OpenRequest,
  ) {
    this.matrix = request;
    this.factory = description(request.size, request.dimension);
  }

  /**
   * Reads the index from its file when that is whole and about these vectors; else builds it and saves it.
   */
  open(): OpenResult {
    const trouble: string[] = [];
    const file = this.factory === 'Flat' ? undefined : this.request.file;
    if (file !== undefined) {
      this.attempt(trouble, 'The saved vector index is not used', () => this.load(file));
    }
    if (this.native) return { origin: 'loaded', trouble };
    const built = this.build();
    this.native = built;
    if (file !== undefined) {
      const bytes = this.request.size * this.request.dimension + 2 ** 20;
      this.attempt(trouble, 'The vector index was not saved', () => {
        save(file, this.identity(), bytes, (path) => built.write(path));
      });
    }
    return { origin: 'built', trouble };
  }

  search(unit: Float32Array, k: number): SearchResult {
    if (!this.native) throw new Error('The vector index is not open');
    const wanted = this.factory === 'Flat' ? k : candidates(k, this.matrix.size);
    const { labels, distances } = this.native.search(Array.from(unit), wanted);
    const hits = this.rank(unit, k, labels, distances);
    return {
      positions: Int32Array.from(hits, (hit) => hit.position),
      scores: Float32Array.from(hits, (hit) => hit.score),
    };
  }

  /**
   * Compares candidates exactly, in the order of their estimates, until an estimate is so low that not even four
   * times the error seen so far would bring it among the best.
   */
  private rank(unit: Float32Array, k: number, labels: number[], estimates: number[]): VectorHit[] {
    const best = new TopK(k);
    let squaredErrors = 0;
    for (const [seen, row] of labels.entries()) {
      if (row < 0) break;
      const estimate = estimates[seen] ?? 0;
      const error = Math.sqrt(squaredErrors / Math.max(seen, 1));
      if (seen >= CERTAIN_AFTER && estimate + 4 * error < best.threshold) break;
      const score = similarity(this.matrix, row, unit);
      squaredErrors += (score - estimate) ** 2;
      best.offer(row, score);
    }
    return best.sorted();
  }

  private load(file: string): void {
    const data = findSaved(file, this.identity());
    if (data === undefined) return;
    const native = this.faiss.Index.read(data);
    if (native.ntotal() !== this.matrix.size || native.getDimension() !== this.matrix.dimension) {
      throw new Error('it is about other vectors');
    }
    this.native = native;
  }

  private build(): FaissNative {
    const { rows, size, dimension } = this.matrix;
    const native = this.faiss.Index.fromFactory(dimension, this.factory, INNER_PRODUCT);
    if (!native.isTrained()) native.train(this.trainingRows());
    for (let row = 0; row < size; row += ROWS_PER_ADD) {
      native.add(Array.from(rows.subarray(row * dimension, (row + ROWS_PER_ADD) * dimension)));
    }
    return native;
  }

  private trainingRows(): number[] {
    const { rows, size, dimension } = this.matrix;
    const count = Math.min(size, TRAINING_ROWS);
    const sample = new Float32Array(count * dimension);
    for (let i = 0; i < count; i += 1) {
      const start = Math.floor((i * size) / count) * dimension;
      sample.set(rows.subarray(start, start + dimension), i * dimension);
    }
    return Array.from(sample);
  }

  private identity(): string {
    const { size, dimension, fingerprint } = this.request;
    return [LAYOUT, this.factory, size, dimension, fingerprint].join(' ');
  }

  private attempt(trouble: string[], what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      trouble.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
