/**
 * Work outside of the chats' lanes. A job carries ids only and says that there is something to do; what is to be done
 * stands in Postgres. So a job that runs twice must do its work once, and one that is lost is found again by whoever
 * sweeps the rows it spoke of. Two adapters are held to one contract (`tests/queue`): pg-boss on the same Postgres, and
 * Bull on Redis.
 */
import type { z } from 'zod';

/** What a kind of job carries and how it is tried; shared by who enqueues and who works. */
export interface JobKind<Payload extends object> {
  /** Letters, digits and hyphens. */
  readonly name: string;
  /** Ids, not data. */
  readonly payload: z.ZodType<Payload>;
  /** Tries in all; what fails the last one is dead. */
  readonly attempts: number;
  /** The pause before the second try, in whole seconds; it doubles with every further one, and has some jitter. */
  readonly backoffSeconds: number;
  /** A try that takes longer has failed. The jobs of a worker that died are taken over after it at the latest. */
  readonly timeoutSeconds: number;
  /** A time of its own at which the job is added, with an empty payload. */
  readonly cron?: { readonly expression: string; readonly timeZone: string };
}

export interface EnqueueOptions {
  /** Of the jobs with one key, one waits at most; while it runs, another may be taken in or not. */
  readonly key?: string;
  /** Whole milliseconds until it may start. */
  readonly delayMs?: number;
  /** Lower goes first; 0 when left out. */
  readonly priority?: number;
}

/** Does the work of a job; `signal` is aborted when its time is over, or when this process can wait no longer. */
export type RunJob<Payload> = (payload: Payload, signal: AbortSignal) => Promise<void>;

/** A job that failed its last try. */
export interface DeadJob {
  readonly queue: string;
  readonly key: string;
  readonly payload: unknown;
  readonly error: string;
}

/** How long a stopping process waits for its jobs, in milliseconds. */
export const GRACE_MS = 4_000;

export interface QueueDepth {
  /** May start now. */
  readonly waiting: number;
  /** Wait for their time or for the next try. */
  readonly delayed: number;
  readonly active: number;
}

/** What the rest of the product learns from a queue. */
export interface QueueEvents {
  /** Keeps a dead job where people can see it; the job leaves the queue when this has succeeded. */
  readonly bury: (job: DeadJob) => Promise<void>;
  readonly finished: (queue: string, seconds: number) => void;
  readonly failed: (queue: string, error: unknown, attempt: number) => void;
  /** The store behind the queue has trouble; what was under way goes on by itself when it is back. */
  readonly troubled: (error: unknown) => void;
}

export interface JobQueue {
  /** @throws when the queue cannot take it within a short time; the job may have been taken all the same. */
  enqueue<Payload extends object>(kind: JobKind<Payload>, payload: Payload, options?: EnqueueOptions): Promise<void>;
  /** Works on the jobs of a kind, so many at once. To be called before `start`. */
  work<Payload extends object>(kind: JobKind<Payload>, concurrency: number, run: RunJob<Payload>): void;
  /** How many jobs there are, by the names of these kinds. */
  depths(kinds: readonly JobKind<object>[]): Promise<ReadonlyMap<string, QueueDepth>>;
  start(): Promise<void>;
  /** Takes no further job; waits for those at work for some seconds, and leaves them to others after that. It still takes in jobs. */
  drain(): Promise<void>;
  /** Drains it, as far as it is not, and closes it. */
  release(): Promise<void>;
}
