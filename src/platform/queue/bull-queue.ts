/**
 * Jobs in Redis, by Bull. Redis may be killed, lose its data, be full or refuse to write: nothing of ours stands in it
 * alone, and a call that it does not take soon is an error rather than a wait.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import Bull from 'bull';
import { Redis } from 'ioredis';
import { Interrupted, LOST, attempt, backoffMs } from './attempt.js';
import { type EnqueueOptions, GRACE_MS, type JobKind, type JobQueue, type QueueDepth, type QueueEvents, type RunJob } from './job-queue.js';

const PREFIX = 'teller';
/** Longer is the customer's wait. */
const COMMAND_MS = 2_000;
/** A worker renews its jobs' locks; those of one that died are taken over after this. */
const LOCK_MS = 15_000;
const MAINTENANCE_MS = 5_000;
const CLOSE_MS = 1_000;
const BURIED_AT_ONCE = 100;

interface JobData {
  readonly key: string;
  readonly payload: unknown;
}

interface Worker {
  readonly kind: JobKind<object>;
  readonly concurrency: number;
  readonly run: (job: Bull.Job<JobData>) => Promise<void>;
}

export class BullQueue implements JobQueue {
  readonly #events: QueueEvents;
  readonly #url: string;
  readonly #client: Redis;
  readonly #subscriber: Redis;
  readonly #blocking: Redis[] = [];
  readonly #queues = new Map<string, Bull.Queue<JobData>>();
  readonly #workers: Worker[] = [];
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;
  #maintaining: Promise<void> = Promise.resolve();

  constructor(redisUrl: string, events: QueueEvents) {
    this.#events = events;
    this.#url = redisUrl;
    // What cannot be said now is an error: a queue of commands would grow while Redis is away.
    this.#client = this.#connect({ maxRetriesPerRequest: 1, commandTimeout: COMMAND_MS });
    this.#subscriber = this.#connect({ maxRetriesPerRequest: null });
  }

  async enqueue<Payload extends object>(kind: JobKind<Payload>, payload: Payload, options: EnqueueOptions = {}): Promise<void> {
    const { key = randomUUID(), delayMs = 0, priority = 0 } = options;
    const added = this.#queue(kind).add(
      { key, payload },
      { ...retriesOf(kind), jobId: key, delay: delayMs, ...(priority > 0 && { priority }) },
    );
    await within(COMMAND_MS, added);
  }

  work<Payload extends object>(kind: JobKind<Payload>, concurrency: number, run: RunJob<Payload>): void {
    const ends = { events: this.#events, stopping: this.#stopping.signal };
    const take = ({ data, attemptsMade }: Bull.Job<JobData>): Promise<void> =>
      attempt(kind, { ...data, attempt: attemptsMade + 1 }, run, ends).catch(untilTakenOver);
    this.#workers.push({ kind, concurrency, run: take });
  }

  async depths(kinds: readonly JobKind<object>[]): Promise<ReadonlyMap<string, QueueDepth>> {
    const counts = await within(COMMAND_MS, Promise.all(kinds.map((kind) => this.#queue(kind).getJobCounts())));
    return new Map(counts.map(({ waiting, delayed, active }, index) => [kinds[index]?.name ?? '', { waiting, delayed, active }]));
  }

  start(): Promise<void> {
    for (const { kind, concurrency, run } of this.#workers) {
      this.#queue(kind).process(concurrency, run).catch(this.#events.troubled);
    }
    this.#maintain();
    this.#timer = setInterval(() => this.#maintain(), MAINTENANCE_MS);
    return Promise.resolve();
  }

  drain(): Promise<void> {
    this.#draining ??= this.#drain();
    return this.#draining;
  }

  async release(): Promise<void> {
    await this.drain();
    const queues = [...this.#queues.values()];
    // Bull waits for ever for a Redis that is away.
    await Promise.race([Promise.all(queues.map((queue) => queue.close(true))), sleep(CLOSE_MS, undefined, { ref: false })]);
    for (const connection of [...this.#blocking, this.#subscriber, this.#client]) connection.disconnect();
  }

  async #drain(): Promise<void> {
    clearInterval(this.#timer);
    await this.#maintaining;
    const paused = Promise.all([...this.#queues.values()].map((queue) => queue.pause(true)));
    await Promise.race([paused, sleep(GRACE_MS, undefined, { ref: false })]);
    this.#stopping.abort(new Interrupted());
  }

  /** Buries what workers died over, and plans anew what has a time of its own, since Redis may have forgotten it. */
  #maintain(): void {
    this.#maintaining = Promise.all(this.#workers.map((worker) => this.#maintainOne(worker))).then(
      () => undefined,
      (error: unknown) => this.#events.troubled(error),
    );
  }

  async #maintainOne({ kind }: Worker): Promise<void> {
    const queue = this.#queue(kind);
    const { cron, name } = kind;
    if (cron) {
      const repeat = { cron: cron.expression, tz: cron.timeZone };
      await within(COMMAND_MS, queue.add({ key: name, payload: {} }, { ...retriesOf(kind), jobId: name, repeat }));
    }
    for (const job of await within(COMMAND_MS, queue.getFailed(0, BURIED_AT_ONCE - 1))) {
      await this.#events.bury({ queue: name, ...job.data, error: job.failedReason ?? LOST });
      await within(COMMAND_MS, job.remove());
    }
  }

  #queue(kind: JobKind<object>): Bull.Queue<JobData> {
    let queue = this.#queues.get(kind.name);
    if (!queue) {
      queue = new Bull<JobData>(kind.name, {
        prefix: PREFIX,
        createClient: (type) => this.#connectionFor(type),
        settings: {
          lockDuration: LOCK_MS,
          stalledInterval: MAINTENANCE_MS,
          maxStalledCount: kind.attempts - 1,
          backoffStrategies: { doubling: (attemptsMade) => backoffMs(kind, attemptsMade) },
        },
      });
      queue.on('error', (error) => this.#events.troubled(error));
      this.#queues.set(kind.name, queue);
    }
    return queue;
  }

  #connectionFor(type: 'client' | 'subscriber' | 'bclient'): Redis {
    if (type === 'client') return this.#client;
    if (type === 'subscriber') return this.#subscriber;
    const connection = this.#connect({ maxRetriesPerRequest: null });
    this.#blocking.push(connection);
    return connection;
  }

  #connect(options: { maxRetriesPerRequest: number | null; commandTimeout?: number }): Redis {
    const connection = new Redis(this.#url, {
      ...options,
      enableReadyCheck: false,
      retryStrategy: (times) => Math.min(2_000, 100 * times),
    });
    connection.on('error', (error) => this.#events.troubled(error));
    return connection;
  }
}

function retriesOf({ attempts }: JobKind<object>): Bull.JobOptions {
  return { attempts, backoff: { type: 'doubling' }, removeOnComplete: true };
}

/** An interrupted job is left as it is: its lock runs out, and another process takes it over. */
function untilTakenOver(error: unknown): Promise<never> {
  if (error instanceof Interrupted) return new Promise(() => undefined);
  throw error;
}

async function within<T>(ms: number, command: Promise<T>): Promise<T> {
  const ending = new AbortController();
  const timeout = sleep(ms, undefined, { signal: ending.signal }).then(() => {
    throw new Error(`Redis did not answer within ${ms} ms.`);
  });
  try {
    return await Promise.race([command, timeout]);
  } finally {
    ending.abort();
    timeout.catch(() => undefined);
    command.catch(() => undefined);
  }
}
