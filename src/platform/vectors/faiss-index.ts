import { checkedQuery, scan } from './exact-index.js';
import type { FaissHost } from './faiss-host.js';
import type { FaissThread } from './faiss-thread.js';
import type { Matrix } from './matrix.js';
import type { VectorHit, VectorIndex, VectorIndexOptions, VectorLog } from './vector-index.js';

let lastIndex = 0;

/**
 * An index searched on the search thread. It keeps the vectors (in memory shared with the thread), so that a
 * search the thread cannot answer, because it is building another index or has died, is answered by an exact
 * scan.
 */
export class FaissIndex implements VectorIndex {
  readonly size: number;
  readonly dimension: number;
  private readonly index = (lastIndex += 1);
  private released: Promise<void> | undefined;

  private constructor(
    private readonly host: FaissHost,
    private readonly thread: FaissThread,
    private readonly matrix: Matrix,
    private readonly log: VectorLog | undefined,
  ) {
    this.size = matrix.size;
    this.dimension = matrix.dimension;
  }

  /**
   * @throws {FaissUnavailable} when the native module cannot be loaded.
   * @throws {Error} when the thread died, or FAISS refused.
   */
  static async open(host: FaissHost, matrix: Matrix, options: VectorIndexOptions): Promise<FaissIndex> {
    const thread = await host.acquire();
    const opened = new FaissIndex(host, thread, matrix, options.log);
    try {
      await opened.load(options);
      return opened;
    } catch (error) {
      await host.giveBack(thread);
      throw error;
    }
  }

  get kind(): 'faiss' | 'exact' {
    return this.thread.isAlive ? 'faiss' : 'exact';
  }

  async search(query: Float32Array, k: number): Promise<VectorHit[]> {
    if (this.released) throw new Error('The vector index was released');
    const { unit, k: wanted } = checkedQuery(this.matrix, query, k);
    if (!this.thread.isAlive || this.thread.isBusy) return scan(this.matrix, unit, wanted);
    try {
      const { positions, scores } = await this.thread.search({ index: this.index, unit, k: wanted });
      return Array.from(positions, (position, rank) => ({ position, score: scores[rank] ?? 0 }));
    } catch (error) {
      this.log?.warn({ err: error }, 'FAISS did not answer; the vectors are scanned exactly');
      return scan(this.matrix, unit, wanted);
    }
  }

  release(): Promise<void> {
    this.released ??= this.free();
    return this.released;
  }

  private async free(): Promise<void> {
    if (this.thread.isAlive) {
      await this.thread.close(this.index).catch((error: unknown) => {
        this.log?.warn({ err: error }, 'The search thread ended before the vector index was released');
      });
    }
    await this.host.giveBack(this.thread);
  }

  private async load(options: VectorIndexOptions): Promise<void> {
    const { rows, size, dimension } = this.matrix;
    const { fingerprint, file } = options;
    const request = { index: this.index, rows, size, dimension, fingerprint, file };
    const { origin, trouble } = await this.thread.open(request);
    for (const message of trouble) this.log?.warn({ file }, message);
    this.log?.info({ size, dimension, origin }, 'Vector index ready');
  }
}
