/**
 * Takes the inbox of one bot through its handler. Updates of one chat are handled one after another, in the order
 * of their ids; chats run in parallel. A chat that waits for a retry or floods holds up nobody else.
 */
import type { Logger } from '../platform/logging/logger.js';
import type { Handling } from './handling.js';
import type { Inbox, InboxRow } from './inbox.js';
import { type Lane, Lanes } from './lanes.js';
import type { Lease } from './lease.js';

const MAX_PARALLEL = 200;

export class Dispatcher {
  readonly #lease: Lease;
  readonly #handling: Handling;
  readonly #lanes: Lanes<InboxRow>;
  readonly #ready: Lane<InboxRow>[] = [];
  /** Updates whose pause from before a restart was waited for. */
  readonly #rested = new Set<number>();

  constructor(inbox: Inbox, lease: Lease, handling: Handling, log: Logger) {
    this.#lease = lease;
    this.#handling = handling;
    this.#lanes = new Lanes<InboxRow>({
      load: (except, limit) => inbox.pending(lease.botId, except, limit),
      idOf: ({ updateId }) => updateId,
      ready: (lane) => {
        this.#ready.push(lane);
        this.#run();
      },
      freed: () => this.#run(),
      loadFailed: (error) => log.error({ err: error, botId: lease.botId }, 'the inbox could not be read'),
    });
  }

  /** Says that the inbox may hold something new. Cheap; may be called for nothing. */
  wake(): void {
    this.#lanes.wake();
  }

  /** Takes nothing new and waits for the handlers in hand. */
  stop(): Promise<void> {
    return this.#lanes.stop();
  }

  #run(): void {
    while (this.#lanes.active < MAX_PARALLEL && !this.#lanes.stopped && this.#lease.isValid()) {
      const lane = this.#ready.shift();
      const row = lane?.rows[0];
      if (!lane || !row) return;
      if (row.retryInMs > 0 && !this.#rested.has(row.updateId)) {
        this.#rested.add(row.updateId);
        this.#lanes.readyIn(row.retryInMs, lane);
      } else this.#lanes.start(() => this.#handleFirst(lane, row));
    }
  }

  async #handleFirst(lane: Lane<InboxRow>, row: InboxRow): Promise<void> {
    const outcome = await this.#handling.attempt(row, row.attempts + lane.failures);
    if (outcome.settled) {
      this.#rested.delete(row.updateId);
      this.#lanes.settle(lane);
    } else {
      if (outcome.counted) lane.failures++;
      this.#lanes.readyIn(outcome.retryInMs, lane);
    }
  }
}
