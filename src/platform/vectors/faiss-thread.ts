import type { Worker } from 'node:worker_threads';
import type {
  FaissMessage,
  FaissRequest,
  FaissResult,
  OpenRequest,
  OpenResult,
  SearchRequest,
  SearchResult,
} from './faiss-protocol.js';

interface Pending {
  readonly resolve: (result: FaissResult) => void;
  readonly reject: (error: Error) => void;
}

/** FAISS cannot be had on this machine: asking again is of no use. */
export class FaissUnavailable extends Error {
  override readonly name = 'FaissUnavailable';
}

/**
 * One search thread as seen from this side. When the thread ends, for whatever reason, every request under
 * way and every later one is rejected; nothing of it reaches the process.
 */
export class FaissThread {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private opening = 0;
  private ended: Error | undefined;

  private constructor(private readonly worker: Worker) {}

  /** @throws {FaissUnavailable} when the native module cannot be loaded. */
  static async start(worker: Worker): Promise<FaissThread> {
    const thread = new FaissThread(worker);
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FaissMessage) => {
        if (!('ready' in message)) thread.settle(message);
        else if (message.ready) resolve();
        else reject(new FaissUnavailable(message.reason));
      });
      const end = (error: Error): void => {
        reject(error);
        thread.end(error);
      };
      worker.on('error', end);
      worker.on('exit', () => end(new Error('The search thread ended')));
    }).catch(async (error: unknown) => {
      await worker.terminate();
      throw error;
    });
    return thread;
  }

  get isAlive(): boolean {
    return this.ended === undefined;
  }

  /** While an index is being built the thread answers nobody. */
  get isBusy(): boolean {
    return this.opening > 0;
  }

  /** Makes an index ready to be searched, from its file or by building it. */
  async open(request: Omit<OpenRequest, 'op'>): Promise<OpenResult> {
    this.opening += 1;
    try {
      return (await this.request({ op: 'open', ...request })) as OpenResult;
    } finally {
      this.opening -= 1;
    }
  }

  async search(request: Omit<SearchRequest, 'op'>): Promise<SearchResult> {
    return (await this.request({ op: 'search', ...request })) as SearchResult;
  }

  /** Forgets an index, once the searches asked for before were answered. */
  async close(index: number): Promise<void> {
    await this.request({ op: 'close', index });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private request(request: FaissRequest): Promise<FaissResult> {
    if (this.ended) return Promise.reject(this.ended);
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, request });
    });
  }

  private settle(message: Extract<FaissMessage, { id: number }>): void {
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if ('error' in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.result);
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}
