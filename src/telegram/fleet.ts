/**
 * The bots this process runs: takes leases, starts a runner for each bot and wakes the right one when its queues
 * have something new.
 */
import type { Database } from '../platform/db/database.js';
import type { Logger } from '../platform/logging/logger.js';
import { BotRunner, type RunnerParts } from './bot-runner.js';
import { INBOX_CHANNEL } from './inbox.js';
import { type Lease, LeaseKeeper, type LeaseTimes } from './lease.js';
import { MAILING_CHANNEL } from './mailing-ledger.js';
import { OUTBOX_CHANNEL } from './outbox.js';
import { WakeUp } from '../platform/db/wake-up.js';

export interface FleetParts {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly leaseTimes?: LeaseTimes;
  /** Builds what a bot needs; called when its lease was taken. */
  readonly outfit: (lease: Lease) => Promise<RunnerParts>;
}

export class Fleet {
  readonly #runners = new Map<number, BotRunner>();
  readonly #keeper: LeaseKeeper;
  readonly #wakeUp: WakeUp;

  constructor({ db, databaseUrl, log, leaseTimes, outfit }: FleetParts) {
    this.#keeper = new LeaseKeeper(
      db,
      {
        start: async (lease) => {
          const runner = new BotRunner(await outfit(lease));
          this.#runners.set(lease.botId, runner);
          runner.start();
        },
        stop: async (botId) => {
          const runner = this.#runners.get(botId);
          this.#runners.delete(botId);
          await runner?.stop();
        },
      },
      log,
      leaseTimes,
    );
    this.#wakeUp = new WakeUp(databaseUrl, [INBOX_CHANNEL, OUTBOX_CHANNEL, MAILING_CHANNEL], (...news) => this.#notified(...news), log);
  }

  /** The bots whose leases this process holds. */
  get bots(): readonly number[] {
    return this.#keeper.heldBots;
  }

  async start(): Promise<void> {
    await this.#wakeUp.start();
    await this.#keeper.start();
  }

  /** Finishes what is in hand and gives the leases back. */
  async release(): Promise<void> {
    await this.#keeper.release();
    await this.#wakeUp.release();
  }

  #notified(channel: string, payload: string): void {
    const runner = this.#runners.get(Number(payload));
    if (channel === INBOX_CHANNEL) runner?.wakeInbox();
    else if (channel === MAILING_CHANNEL) runner?.wakeMailing();
    else runner?.wakeOutbox();
  }
}
