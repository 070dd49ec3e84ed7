/** One try of a job, the same for both adapters. */
import type { JobKind, QueueEvents, RunJob } from './job-queue.js';

export interface TakenJob {
  readonly key: string;
  readonly payload: unknown;
  /** From 1 on. */
  readonly attempt: number;
}

/** Why a job is dead that nobody has given up on: workers died over it, try after try. */
export const LOST = 'The workers that had it in hand were lost.';

class JobTimeout extends Error {
  override readonly name = 'JobTimeout';
}

/** The try was broken off because this process stops; it does not count. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Runs the job. What fails for good is buried, and done with; else the error is thrown, for the adapter to try again.
 * @param stopping is aborted when this process can wait no longer.
 * @throws Interrupted
 */
export async function attempt<Payload extends object>(
  kind: JobKind<Payload>,
  { key, payload, attempt: number }: TakenJob,
  run: RunJob<Payload>,
  { events, stopping }: { readonly events: QueueEvents; readonly stopping: AbortSignal },
): Promise<void> {
  const started = performance.now();
  const parsed = kind.payload.safeParse(payload);
  try {
    if (!parsed.success) throw parsed.error;
    await withinTime(kind.timeoutSeconds, stopping, (signal) => run(parsed.data, signal));
    events.finished(kind.name, (performance.now() - started) / 1000);
  } catch (error) {
    if (stopping.aborted) throw new Interrupted();
    events.failed(kind.name, error, number);
    if (parsed.success && number < kind.attempts) throw error;
    await events.bury({ queue: kind.name, key, payload, error: error instanceof Error ? error.message : String(error) });
  }
}

async function withinTime(seconds: number, stopping: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new JobTimeout(`The job took longer than ${seconds} s.`)), seconds * 1000);
  const signal = AbortSignal.any([late.signal, stopping]);
  let end = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    end = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', end);
  try {
    await Promise.race([work(signal), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** The pause before the next try, in milliseconds: it doubles from try to try, and up to as much again is added. */
export function backoffMs(kind: Pick<JobKind<object>, 'backoffSeconds'>, attemptsMade: number): number {
  return kind.backoffSeconds * 1000 * 2 ** Math.min(16, attemptsMade - 1) * (1 + Math.random());
}
