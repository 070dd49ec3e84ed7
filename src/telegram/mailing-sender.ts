/** Makes the calls of a mailing, each with what follows it, and says what came of them. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BotApi, messageIdsIn } from './bot-api.js';
import type { Lease } from './lease.js';
import type { Fare, SendLimits } from './limits.js';
import type { MailingCall, MailingOutcome } from './mailing-ledger.js';
import { type Trouble, outcomeOf } from './mailing-trouble.js';
import { type SendError, classifySendError } from './send-error.js';

export interface MailingSenderParts {
  readonly api: BotApi;
  readonly lease: Lease;
  readonly limits: SendLimits;
  readonly fare: Fare;
  readonly trouble: Trouble;
  readonly troubled: (error: unknown) => void;
  /** Aborted when the mailing stops. */
  readonly stopping: AbortSignal;
}

const CALL_TIMEOUT_MS = 30_000;
/** How often a call that follows is tried which Telegram has surely not taken. */
const FOLLOW_UP_TRIES = 3;

export class MailingSender {
  readonly #parts: MailingSenderParts;

  constructor(parts: MailingSenderParts) {
    this.#parts = parts;
  }

  /** Makes a call whose turn it is, and that is marked as under way. */
  async send(call: MailingCall): Promise<MailingOutcome> {
    if (!this.#parts.lease.isValid()) return { result: 'again' };
    try {
      const messageIds = await this.#ask(call.chatId, call);
      return { result: 'sent', messageIds: [...messageIds, ...(await this.#follow(call))] };
    } catch (error) {
      const outcome = outcomeOf(this.#refused(error));
      return call.repeatable && outcome.result === 'unknown' ? { result: 'again' } : outcome;
    }
  }

  /** Answers the messages it made: none when it was not made, which is reported and no more. */
  async #follow({ chatId, followUp }: MailingCall): Promise<number[]> {
    if (!followUp) return [];
    const { lease, limits, fare, stopping, troubled } = this.#parts;
    limits.answered(chatId, performance.now());
    for (let tries = 1; ; tries++) {
      await this.#turnOf(chatId);
      if (!lease.isValid()) return [];
      limits.take(chatId, performance.now(), 1, fare);
      try {
        return await this.#ask(chatId, followUp);
      } catch (error) {
        const refusal = this.#refused(error);
        if (outcomeOf(refusal).result === 'again' && tries < FOLLOW_UP_TRIES && !stopping.aborted) continue;
        troubled(new Error(`What follows an album was not sent: ${refusal.description}`));
        return [];
      }
    }
  }

  /** Waits until the chat may be written to again; not at all when the mailing stops. */
  async #turnOf(chatId: number): Promise<void> {
    const { limits, fare, trouble, stopping } = this.#parts;
    while (!stopping.aborted) {
      const now = performance.now();
      const wait = Math.max(trouble.waitMs(now), limits.botWaitMs(now, fare), limits.chatWaitMs(chatId, now));
      if (wait <= 0) return;
      await sleep(wait, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  async #ask(chatId: number, { method, payload }: Pick<MailingCall, 'method' | 'payload'>): Promise<number[]> {
    const { api, trouble } = this.#parts;
    const made = await api.call(method, { chat_id: chatId, ...payload }, CALL_TIMEOUT_MS);
    trouble.succeeded();
    return messageIdsIn(made);
  }

  #refused(error: unknown): SendError {
    const refusal = classifySendError(error);
    const now = performance.now();
    const pause = this.#parts.trouble.refused(refusal, now);
    if (refusal.kind === 'flood') this.#parts.limits.pauseBot(pause, now);
    return refusal;
  }
}
