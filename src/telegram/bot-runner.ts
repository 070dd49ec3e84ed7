/**
 * Everything one leased bot needs in this process: intake (polling, or the webhook's registration), dispatcher and
 * delivery. Stops in the order of a message's path, so that what is in hand is finished.
 */
import { performance } from 'node:perf_hooks';
import type { Database } from '../platform/db/database.js';
import type { Logger } from '../platform/logging/logger.js';
import type { BotApi } from './bot-api.js';
import { Delivery } from './delivery.js';
import { Dispatcher } from './dispatcher.js';
import { Handling, type UpdateHandler } from './handling.js';
import type { Inbox } from './inbox.js';
import type { Lease } from './lease.js';
import { FARES, SendLimits } from './limits.js';
import { Mailing } from './mailing.js';
import type { MailingLedger, MailingOutcome } from './mailing-ledger.js';
import { Polling } from './polling.js';
import { type SendPolicy, Sending } from './sending.js';
import type { Slots } from './slots.js';
import type { TransportEvents } from './transport-events.js';
import { registerWebhook } from './webhook.js';

export interface RunnerParts {
  readonly db: Database;
  readonly inbox: Inbox;
  readonly lease: Lease;
  readonly api: BotApi;
  readonly handler: UpdateHandler;
  readonly policy: SendPolicy;
  /** Shared by all bots of this process; see `SendingParts`. */
  readonly guardedSlots: Slots;
  readonly events: TransportEvents;
  readonly log: Logger;
  readonly sendRate: number;
  readonly mailing: { readonly ledger: MailingLedger; readonly rate: number };
  /** Where Telegram shall send updates; polling when left out. */
  readonly webhook?: { readonly url: string; readonly secret: string };
}

/** Looks at both queues even when no notification came. */
const SAFETY_NET_MS = 2_000;

export class BotRunner {
  readonly #parts: RunnerParts;
  readonly #dispatcher: Dispatcher;
  readonly #delivery: Delivery;
  /** One for each fare, so that neither waits for the other. */
  readonly #mailings: readonly Mailing[];
  readonly #stopping = new AbortController();
  #polling: Polling | undefined;
  #safetyNet: NodeJS.Timeout | undefined;

  constructor(parts: RunnerParts) {
    const { db, inbox, lease, api, handler, policy, guardedSlots, events, log } = parts;
    this.#parts = parts;
    this.#dispatcher = new Dispatcher(inbox, lease, new Handling({ db, inbox, lease, handler, events, log }), log);
    const sending = new Sending({ db, lease, api, policy, guardedSlots });
    const limits = new SendLimits(parts.sendRate, performance.now());
    const idle = (): void => this.#mailings.forEach((mailing) => mailing.goOn());
    this.#delivery = new Delivery({ db, lease, sending, events, log, limits, idle });
    const mailing = {
      ...parts.mailing,
      ...{ lease, api, limits },
      inHand: new Set<string>(),
      repliesWait: () => this.#delivery.isWaiting,
      recorded: (result: MailingOutcome['result']) => events.mailed(lease.botId, result),
      troubled: (error: unknown) => log.error({ err: error, botId: lease.botId }, 'a broadcast had trouble'),
    };
    this.#mailings = FARES.map((fare) => new Mailing({ ...mailing, fare }));
  }

  start(): void {
    this.wakeInbox();
    this.wakeOutbox();
    for (const mailing of this.#mailings) mailing.start();
    this.#safetyNet = setInterval(() => {
      this.wakeInbox();
      this.wakeOutbox();
    }, SAFETY_NET_MS);
    this.#startIntake();
  }

  wakeInbox(): void {
    this.#dispatcher.wake();
  }

  wakeOutbox(): void {
    this.#delivery.wake();
  }

  wakeMailing(): void {
    for (const mailing of this.#mailings) mailing.wake();
  }

  /** Intake first, then handlers, then calls under way. */
  async stop(): Promise<void> {
    clearInterval(this.#safetyNet);
    this.#stopping.abort();
    await this.#polling?.stop();
    await this.#dispatcher.stop();
    await Promise.all([this.#delivery.stop(), ...this.#mailings.map((mailing) => mailing.stop())]);
  }

  #startIntake(): void {
    const { api, inbox, lease, events, log, webhook } = this.#parts;
    if (webhook) {
      void registerWebhook(api, webhook, log, this.#stopping.signal);
      return;
    }
    this.#polling = new Polling({ api, inbox, lease, events, log, stored: () => this.wakeInbox() });
    this.#polling.start();
  }
}
