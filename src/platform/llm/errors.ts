/** Why a model could not answer; also a metric label, so the list stays short. */
export type LlmUnavailableReason =
  'timeout' | 'rate_limited' | 'server' | 'network' | 'malformed' | 'open_circuit' | 'busy';

/** The model cannot be had right now; the same request may succeed later. */
export class LlmUnavailable extends Error {
  readonly code = 'llm_unavailable';

  /** @param retryAfterMs how long the server asked to be left alone, if it said so. */
  constructor(
    readonly reason: LlmUnavailableReason,
    readonly retryAfterMs?: number,
  ) {
    super(`language model unavailable: ${reason}`);
    this.name = 'LlmUnavailable';
  }
}

/**
 * The server understood and refused: a wrong key, an unknown model, a request it does not accept. Repeating
 * it cannot help; somebody has to look at the configuration.
 */
export class LlmRejected extends Error {
  readonly code = 'llm_rejected';

  constructor(readonly status: number) {
    super(`language model refused the request with status ${status}`);
    this.name = 'LlmRejected';
  }
}

/** What both SDKs' errors have in common. */
interface ProviderFailure {
  status?: unknown;
  headers?: unknown;
  name?: unknown;
}

const TIMEOUT_STATUS = new Set([408, 504, 524]);

/**
 * Turns whatever a provider's SDK threw into one of ours, dropping its message, which may quote the request.
 */
export function translateProviderError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof LlmUnavailable || error instanceof LlmRejected) return error;
  const { status, headers, name } = (error ?? {}) as ProviderFailure;
  if (name === 'SyntaxError') return new LlmUnavailable('malformed');
  if (typeof status !== 'number') {
    return new LlmUnavailable(isTimeout(error) ? 'timeout' : 'network');
  }
  if (status === 429) return new LlmUnavailable('rate_limited', retryAfterMs(headers));
  if (TIMEOUT_STATUS.has(status)) return new LlmUnavailable('timeout');
  if (status >= 500 || status === 409) return new LlmUnavailable('server', retryAfterMs(headers));
  return new LlmRejected(status);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === 'APIConnectionTimeoutError';
}

/** Reads `retry-after-ms`, or `retry-after` as seconds or as a date. */
function retryAfterMs(headers: unknown): number | undefined {
  if (!(headers instanceof Headers)) return undefined;
  const millis = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (millis >= 0) return millis;
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}
