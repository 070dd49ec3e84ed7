/**
 * Long polling of one bot. An offset is confirmed only after the batch before it is committed, so Telegram keeps
 * what we do not have. Failures are waited out with growing pauses; nothing ends the polling but `stop` and the end of
 * the lease.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from 'telegraf/types';
import type { Logger } from '../platform/logging/logger.js';
import type { BotApi } from './bot-api.js';
import type { Inbox } from './inbox.js';
import type { Lease } from './lease.js';
import { classifySendError } from './send-error.js';
import type { TransportEvents } from './transport-events.js';
import { ALLOWED_UPDATES } from './update.js';

const POLL_SECONDS = 30;
const REFUSED_TOKEN = 'Telegram refuses the token of this bot (401): compare BOT_TOKEN with what @BotFather shows';
const BATCH = 100;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export interface PollingParts {
  readonly api: BotApi;
  readonly inbox: Inbox;
  readonly lease: Lease;
  readonly events: TransportEvents;
  readonly log: Logger;
  /** Called after each committed batch. */
  readonly stored: () => void;
}

export class Polling {
  readonly #parts: PollingParts;
  readonly #stopping = new AbortController();
  #offset = 0;
  #failures = 0;
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: PollingParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Gives up the request under way; what it would have brought stays with Telegram. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    await this.#untilDone(() => this.#parts.api.call('deleteWebhook', {}, undefined, this.#stopping.signal));
    while (this.#mayGoOn()) await this.#untilDone(() => this.#poll());
  }

  async #poll(): Promise<void> {
    const { api, inbox, lease, events, stored } = this.#parts;
    const updates = await api.call<Update[]>(
      'getUpdates',
      { offset: this.#offset, limit: BATCH, timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES },
      (POLL_SECONDS + 10) * 1000,
      this.#stopping.signal,
    );
    if (updates.length === 0) return;
    await inbox.storeAll(lease.botId, updates);
    this.#offset = Math.max(...updates.map((update) => update.update_id)) + 1;
    events.updatesReceived(lease.botId, updates.length);
    stored();
  }

  /** Another owner would be disturbed by a second poller. */
  #mayGoOn(): boolean {
    return !this.#stopping.signal.aborted && this.#parts.lease.isValid();
  }

  async #untilDone(work: () => Promise<unknown>): Promise<void> {
    while (this.#mayGoOn()) {
      try {
        await work();
        this.#failures = 0;
        return;
      } catch (error) {
        await this.#failed(error);
      }
    }
  }

  async #failed(error: unknown): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { lease, events, log } = this.#parts;
    const { kind, description, retryAfterMs } = classifySendError(error);
    const pause = retryAfterMs ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    const conflict = description.startsWith('Conflict');
    events.pollFailed(lease.botId, conflict ? 'conflict' : kind);
    if (conflict) log.error({ botId: lease.botId }, 'somebody else polls with the token of this bot');
    else if (kind === 'unauthorized') log.error({ botId: lease.botId }, REFUSED_TOKEN);
    else log.warn({ err: error, botId: lease.botId, pause }, 'polling failed; it goes on');
    await sleep(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
