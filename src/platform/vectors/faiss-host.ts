import { SHARE_ENV, Worker } from 'node:worker_threads';
import { FaissThread, FaissUnavailable } from './faiss-thread.js';

/** Starts the search thread; `module` is the native module it loads. */
export function spawnFaissWorker(module = 'faiss-node'): Worker {
  const entry = new URL('./faiss-worker.js', import.meta.url);
  return new Worker(entry, { workerData: { module }, env: SHARE_ENV });
}

/**
 * Keeps at most one search thread at a time, shared by all indexes: started for the first, ended with the
 * last. It must be one, and faiss-node must not be loaded outside it: the module keeps its JavaScript
 * classes in global variables, so that two threads that use it break each other.
 */
export class FaissHost {
  private thread: FaissThread | undefined;
  private users = 0;
  private unavailable: FaissUnavailable | undefined;
  /** Changes to `thread` happen one after another. */
  private changes: Promise<unknown> = Promise.resolve();

  constructor(private readonly spawn: () => Worker = spawnFaissWorker) {}

  /**
   * @throws {FaissUnavailable} when the native module cannot be loaded; remembered, so that it is tried
   * once.
   */
  acquire(): Promise<FaissThread> {
    return this.change(async () => {
      if (this.unavailable) throw this.unavailable;
      const thread = await this.living();
      this.users += 1;
      return thread;
    });
  }

  /** Gives a thread back; the last to do so waits until it has ended. */
  giveBack(thread: FaissThread): Promise<void> {
    return this.change(async () => {
      if (this.thread !== thread) return;
      this.users -= 1;
      if (this.users > 0) return;
      this.thread = undefined;
      await thread.stop();
    });
  }

  private async living(): Promise<FaissThread> {
    if (this.thread?.isAlive) return this.thread;
    this.thread = undefined;
    this.users = 0;
    try {
      this.thread = await FaissThread.start(this.spawn());
      return this.thread;
    } catch (error) {
      if (error instanceof FaissUnavailable) this.unavailable = error;
      throw error;
    }
  }

  private change<T>(act: () => Promise<T>): Promise<T> {
    const done = this.changes.then(act);
    this.changes = done.catch(() => undefined);
    return done;
  }
}
