/**
 * What a refusal means for calls that must not be made twice, and how long none are made after it. While Telegram has
 * trouble, calls are made one by one with growing pauses, so that few of them end as unknown.
 */
import type { MailingOutcome } from './mailing-ledger.js';
import type { SendError } from './send-error.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Times are milliseconds of any monotonic clock. */
export class Trouble {
  #pausedUntil = 0;
  #failures = 0;

  /** Since a call has failed by no fault of its own, and none has succeeded after it. */
  get lasts(): boolean {
    return this.#failures > 0;
  }

  waitMs(now: number): number {
    return this.#pausedUntil - now;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** Pauses as long as a refusal asks for. Answers how long that is. */
  refused({ kind, retryAfterMs }: SendError, now: number): number {
    if (kind === 'blocked' || kind === 'chat_not_found' || kind === 'bad_request') return 0;
    if (kind === 'flood') return this.#pause(retryAfterMs ?? FIRST_PAUSE_MS, now);
    // Those that were under way when the trouble began tell nothing new about it.
    if (this.lasts && now < this.#pausedUntil) return 0;
    return this.#pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++), now);
  }

  #pause(ms: number, now: number): number {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + ms);
    return ms;
  }
}

/** The gateways' words for "whoever was to answer did not": the call may have been carried out. */
const ANSWER_LOST = new Set([502, 504]);
/** The connection was not made, so that the call cannot have been carried out. */
const NEVER_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What a refusal means for a call that must not be made twice. */
export function outcomeOf({ kind, code, description: error }: SendError): MailingOutcome {
  switch (kind) {
    case 'flood':
    case 'unauthorized':
      return { result: 'again' };
    case 'server':
      return ANSWER_LOST.has(code ?? 0) ? { result: 'unknown', error } : { result: 'again' };
    case 'network':
      return NEVER_REACHED.has(error) ? { result: 'again' } : { result: 'unknown', error };
    case 'blocked':
      return { result: 'blocked', error };
    case 'chat_not_found':
    case 'bad_request':
    case 'not_modified':
    case 'message_gone':
      return { result: 'failed', error };
  }
}
