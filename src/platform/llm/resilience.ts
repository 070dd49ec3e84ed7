import { setTimeout as sleep } from 'node:timers/promises';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { createCircuit } from './circuit.js';
import { LlmUnavailable } from './errors.js';
import type { Llm, LlmCallOptions, LlmCompletion, LlmRequest } from './llm.js';

export interface ResilienceOptions {
  /** The whole time a call may take, waiting, attempts and pauses together, in milliseconds. */
  timeoutMs: number;
  /** Told of every failed attempt, for the log and the metric. */
  onError: (error: unknown, attempt: { number: number; willRetry: boolean }) => void;
  /** Monotonic milliseconds; `performance.now` if left out. */
  clock?: () => number;
  /** 0..1, spreads the retries of many callers. */
  random?: () => number;
  /** Calls at the same time, and calls that may wait for a place. */
  concurrency?: number;
  queue?: number;
  /** Failures in a row that open the circuit, and how long it stays open. */
  breakAfter?: number;
  openMs?: number;
}

const RETRYABLE = new Set(['timeout', 'rate_limited', 'server', 'network']);
/** An attempt with less time than this left is not worth starting. */
const SHORTEST_ATTEMPT_MS = 500;

/**
 * Wraps a model so that a call ends within its time whatever the server does: one retry where it can help, a
 * limit on calls at once, and a circuit that spares a failing server. Rejects with `LlmUnavailable`,
 * `LlmRejected`, or the caller's own abort reason.
 */
export function withResilience(llm: Llm, options: ResilienceOptions): Llm {
  const { timeoutMs, clock = () => performance.now() } = options;
  const places = bulkhead(options.concurrency ?? 16, options.queue ?? 64);
  const circuit = createCircuit({
    threshold: options.breakAfter ?? 5,
    openMs: options.openMs ?? 15_000,
    clock,
  });
  const attempts = createAttempts(llm, options, clock);

  return {
    name: llm.name,
    async complete(request, { signal, timeoutMs: shorter = timeoutMs, onText }) {
      const limit = Math.min(timeoutMs, shorter);
      return await withDeadline(limit, signal, (inner) => {
        const deadline = clock() + limit;
        return places
          .execute(() => circuit.run(() => attempts(request, inner, deadline, onText)), inner)
          .catch((error: unknown) => {
            throw error instanceof BulkheadRejectedError ? new LlmUnavailable('busy') : error;
          });
      });
    },
  };
}

type Attempts = (
  request: LlmRequest,
  signal: AbortSignal,
  deadline: number,
  onText: LlmCallOptions['onText'],
) => Promise<LlmCompletion>;

function createAttempts(llm: Llm, options: ResilienceOptions, clock: () => number): Attempts {
  const { onError, random = Math.random } = options;
  return async (request, signal, deadline, onText) => {
    // A call that was given up may go on by itself for a while: nobody listens to it any more.
    const heard = onText && ((text: string): void => (signal.aborted ? undefined : onText(text)));
    const call: LlmCallOptions = { signal, onText: heard };
    signal.throwIfAborted();
    try {
      return await llm.complete(request, call);
    } catch (error) {
      const pause = pauseBeforeRetry(error, random());
      const willRetry = pause !== undefined && clock() + pause + SHORTEST_ATTEMPT_MS < deadline;
      onError(error, { number: 1, willRetry });
      if (!willRetry) throw error;
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    try {
      return await llm.complete(request, call);
    } catch (error) {
      onError(error, { number: 2, willRetry: false });
      throw error;
    }
  };
}

/** Milliseconds to wait, or undefined where trying again cannot help. */
function pauseBeforeRetry(error: unknown, random: number): number | undefined {
  if (!(error instanceof LlmUnavailable) || !RETRYABLE.has(error.reason)) return undefined;
  const jitter = 100 + random * 400;
  return error.retryAfterMs === undefined ? jitter : error.retryAfterMs + jitter / 4;
}

/**
 * Runs the task under one signal for the caller's abort and the deadline, and settles when that fires even if
 * the task does not listen.
 */
async function withDeadline<T>(
  timeoutMs: number,
  outer: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new LlmUnavailable('timeout')), timeoutMs);
  const signal = AbortSignal.any([outer, controller.signal]);
  try {
    signal.throwIfAborted();
    return await new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true });
      task(signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
