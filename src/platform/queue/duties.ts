/**
 * Duties: work that rows in Postgres ask for. The queue says soon that there is some; whatever it has lost, or could not
 * take, is found by looking at the rows from time to time, and where the queue takes nothing at all it is done here, by
 * the same hands. So the queue may be away, empty or full: work comes later then, and none is lost. Dead jobs that people
 * want to be tried again come back the same way.
 */
import { Interrupted, attempt } from './attempt.js';
import { reviveJobs } from './dead-jobs.js';
import type { JobKind, JobQueue, QueueEvents, RunJob } from './job-queue.js';
import type { Database } from '../db/database.js';

export interface Duty<Payload extends object> {
  readonly kind: JobKind<Payload>;
  /** Jobs at once, in this process. */
  readonly concurrency: number;
  readonly keyOf: (payload: Payload) => string;
  /** What the rows say is to be done and nobody seems to be at. Left out for what only has times of its own. */
  readonly due?: (limit: number) => Promise<readonly Payload[]>;
  readonly run: RunJob<Payload>;
}

const SWEEP_MS = 2_000;
const SWEPT_AT_ONCE = 200;

export class Duties {
  readonly #queue: JobQueue;
  readonly #events: QueueEvents;
  readonly #kinds: JobKind<object>[] = [];
  readonly #sweeps: (() => Promise<void>)[] = [];
  readonly #stopping = new AbortController();
  readonly #atWork = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<unknown> | undefined;

  constructor(queue: JobQueue, events: QueueEvents, db: Database) {
    this.#queue = queue;
    this.#events = events;
    this.#sweeps.push(() => reviveJobs(db, queue, this.#kinds));
  }

  /** To be called before `start`. */
  add<Payload extends object>(duty: Duty<Payload>): this {
    this.#kinds.push(duty.kind);
    this.#queue.work(duty.kind, duty.concurrency, duty.run);
    const { due } = duty;
    if (due) {
      const here = new Set<string>();
      this.#sweeps.push(async () => {
        const payloads = await due(SWEPT_AT_ONCE);
        await Promise.all(payloads.map((payload) => this.#passOn(duty, payload, here)));
      });
    }
    return this;
  }

  start(): void {
    this.#sweep();
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** Looks for nothing more and waits for what is at work; the queue is its owner's to release. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort(new Interrupted());
    await this.#sweeping;
    await Promise.all(this.#atWork);
    await this.#queue.drain();
  }

  #sweep(): void {
    this.#sweeping ??= Promise.all(this.#sweeps.map((sweep) => sweep().catch(this.#events.troubled))).finally(() => {
      this.#sweeping = undefined;
    });
  }

  /** Into the queue; if it takes nothing, into our own hands, as far as there is room. */
  async #passOn<Payload extends object>(duty: Duty<Payload>, payload: Payload, here: Set<string>): Promise<void> {
    const { kind, concurrency, keyOf, run } = duty;
    const key = keyOf(payload);
    if (this.#stopping.signal.aborted || here.has(key)) return;
    try {
      await this.#queue.enqueue(kind, payload, { key });
    } catch (error) {
      this.#events.troubled(error);
      if (here.has(key) || here.size >= concurrency) return;
      here.add(key);
      const ends = { events: this.#events, stopping: this.#stopping.signal };
      const work = attempt(kind, { key, payload, attempt: 1 }, run, ends)
        // The row still asks for it, and is found again.
        .catch(() => undefined)
        .finally(() => {
          here.delete(key);
          this.#atWork.delete(work);
        });
      this.#atWork.add(work);
    }
  }
}
