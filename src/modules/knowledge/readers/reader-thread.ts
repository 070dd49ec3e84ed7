import { Worker } from 'node:worker_threads';
import type { ProblemCode } from '../passage.js';
import type { Outline } from './outline.js';
import type { HeavyFormat } from './read.js';
import { Unusable } from './unusable.js';

/** What the thread answers to a document. */
export type ReaderReply =
  | { readonly outline: Outline }
  | { readonly code: ProblemCode; readonly detail: string };

export interface ReaderLimits {
  /** A document may take this long. */
  readonly milliseconds: number;
  /** The process may grow by this much meanwhile: unpacked data does not count as the thread's own memory. */
  readonly growthBytes: number;
  /** An idle thread ends after this long: the libraries it has loaded take memory. */
  readonly idleMilliseconds: number;
}

const LIMITS: ReaderLimits = { milliseconds: 30_000, growthBytes: 700 * 2 ** 20, idleMilliseconds: 3_000 };
const HEAP_MEGABYTES = 512;
const LOOK_MS = 50;

/** Starts the thread that reads. */
export function spawnReader(): Worker {
  return new Worker(new URL('./reader-worker.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES, maxYoungGenerationSizeMb: 32 },
    // What libraries print about a document is for nobody, and is not read: that would keep the process alive.
    stdout: true,
    stderr: true,
    execArgv: [],
  });
}

/**
 * Reads documents on a thread of its own, one after another, so that none of them can hold up or exhaust the process: the
 * thread is ended when it takes too long or too much memory, and another is started for the next document. It does not keep
 * the process alive when idle.
 */
export class ReaderThread {
  readonly #limits: ReaderLimits;
  readonly #spawn: () => Worker;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Documents are read one after another. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(limits: Partial<ReaderLimits> = {}, spawn: () => Worker = spawnReader) {
    this.#limits = { ...LIMITS, ...limits };
    this.#spawn = spawn;
  }

  /** Whether there is a thread at present. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** @throws {Unusable} where the document cannot be read, or not within the limits. */
  read(format: HeavyFormat, bytes: Uint8Array): Promise<Outline> {
    const done = this.#turn.then(() => this.#readNow(format, bytes));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Ends the thread; a document that comes later starts another. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #readNow(format: HeavyFormat, bytes: Uint8Array): Promise<Outline> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    try {
      const reply = await this.#ask(worker, format, bytes);
      if ('outline' in reply) return reply.outline;
      throw new Unusable(reply.code, reply.detail);
    } finally {
      worker.unref();
      this.#idle = setTimeout(() => void this.stop(), this.#limits.idleMilliseconds).unref();
    }
  }

  #start(): Worker {
    const worker = this.#spawn();
    // What ends it is the answer to the document it was at; an idle one is merely gone.
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    return worker;
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
  }

  #ask(worker: Worker, format: HeavyFormat, bytes: Uint8Array): Promise<ReaderReply> {
    const { milliseconds, growthBytes } = this.#limits;
    const started = performance.now();
    const before = process.memoryUsage.rss();
    return new Promise<ReaderReply>((resolve) => {
      const end = (reply: ReaderReply): void => {
        clearInterval(watch);
        worker.off('message', end).off('error', fail).off('exit', exit);
        resolve(reply);
      };
      const give = (code: ProblemCode, detail: string): void => {
        end({ code, detail });
        this.#forget(worker);
        void worker.terminate();
      };
      const fail = (error: Error & { code?: string }): void => {
        const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        give(isMemory ? 'too_large' : 'unreadable', isMemory ? 'reading it takes too much memory' : error.message);
      };
      const exit = (): void => give('unreadable', 'the thread that read it ended');
      const watch = setInterval(() => {
        if (performance.now() - started > milliseconds) give('timeout', `reading it took longer than ${milliseconds} ms`);
        else if (process.memoryUsage.rss() - before > growthBytes) give('too_large', 'reading it takes too much memory');
      }, LOOK_MS);
      worker.on('message', end).on('error', fail).on('exit', exit);
      worker.postMessage({ format, bytes });
    });
  }
}
