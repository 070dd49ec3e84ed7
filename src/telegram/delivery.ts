/**
 * Drains the outbox of one bot: in order per chat, chats in parallel, replies before broadcasts, within Telegram's
 * limits. A call that can succeed later is tried until it does; one that cannot is recorded with its reason.
 */
import { performance } from 'node:perf_hooks';
import type { Database } from '../platform/db/database.js';
import type { Logger } from '../platform/logging/logger.js';
import { type Lane, Lanes } from './lanes.js';
import type { Lease } from './lease.js';
import type { SendLimits } from './limits.js';
import { type OutboxRow, pendingCalls } from './outbox.js';
import type { SendError } from './send-error.js';
import type { Made, Sending } from './sending.js';
import type { TransportEvents } from './transport-events.js';

const MAX_PARALLEL = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const UNAUTHORIZED_PAUSE_MS = 60_000;
const DATABASE_PAUSE_MS = 1_000;

export interface DeliveryParts {
  readonly db: Database;
  readonly lease: Lease;
  readonly sending: Sending;
  readonly events: TransportEvents;
  readonly log: Logger;
  readonly limits: SendLimits;
  /** Nothing waits to be sent: others may. */
  readonly idle: () => void;
}

export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #limits: SendLimits;
  readonly #lanes: Lanes<OutboxRow>;
  readonly #urgent: Lane<OutboxRow>[] = [];
  readonly #bulk: Lane<OutboxRow>[] = [];
  #waitsForBot = false;

  constructor(parts: DeliveryParts) {
    const { db, lease, log } = parts;
    this.#parts = parts;
    this.#limits = parts.limits;
    this.#lanes = new Lanes<OutboxRow>({
      load: (except, limit) => pendingCalls(db, lease.botId, except, limit),
      idOf: ({ id }) => id,
      ready: (lane) => {
        this.#queueFor(lane).push(lane);
        this.#run();
      },
      freed: () => this.#run(),
      loadFailed: (error) => log.error({ err: error, botId: lease.botId }, 'the outbox could not be read'),
    });
  }

  /** Says that the outbox may hold something new. Cheap; may be called for nothing. */
  wake(): void {
    this.#lanes.wake();
  }

  /** Makes no further call and waits for those under way. */
  stop(): Promise<void> {
    return this.#lanes.stop();
  }

  /** Whether a call waits for its turn. */
  get isWaiting(): boolean {
    return this.#urgent.length + this.#bulk.length > 0;
  }

  #queueFor(lane: Lane<OutboxRow>): Lane<OutboxRow>[] {
    return (lane.rows[0]?.priority ?? 0) <= 0 ? this.#urgent : this.#bulk;
  }

  #run(): void {
    while (this.#lanes.active < MAX_PARALLEL && !this.#lanes.stopped && this.#parts.lease.isValid()) {
      const now = performance.now();
      const botWait = this.#limits.botWaitMs(now);
      if (botWait > 0) {
        this.#waitForBot(botWait);
        return;
      }
      const lane = this.#urgent.shift() ?? this.#bulk.shift();
      const row = lane?.rows[0];
      if (!lane || !row) {
        this.#parts.idle();
        return;
      }
      const chatWait = this.#limits.chatWaitMs(lane.chatId, now);
      if (chatWait > 0) this.#lanes.readyIn(chatWait, lane);
      else {
        this.#limits.take(lane.chatId, now);
        this.#lanes.start(() => this.#deliverFirst(lane, row));
      }
    }
  }

  #waitForBot(ms: number): void {
    if (this.#waitsForBot) return;
    this.#waitsForBot = true;
    this.#lanes.after(ms, () => {
      this.#waitsForBot = false;
      this.#run();
    });
  }

  async #deliverFirst(lane: Lane<OutboxRow>, row: OutboxRow): Promise<void> {
    const { lease, events, log } = this.#parts;
    const made = await this.#make(row);
    this.#limits.answered(lane.chatId, performance.now());
    if (!made) {
      this.#lanes.readyIn(DATABASE_PAUSE_MS, lane);
      return;
    }
    events.callMade(lease.botId, made.error?.kind ?? (made.result === 'cancelled' ? 'cancelled' : 'sent'));
    if (made.result === 'retry') {
      this.#retry(lane, made.error);
      return;
    }
    if (made.result === 'failed') {
      log.warn({ botId: lease.botId, outboxId: row.id, method: row.method, ...made.error }, 'a call was refused for good');
    }
    this.#lanes.settle(lane);
  }

  /** Makes the call and records it; without the record the chat does not go on. `undefined`: to be made again. */
  async #make(row: OutboxRow): Promise<Made | undefined> {
    const { sending, lease, log } = this.#parts;
    let made: Made | undefined;
    for (;;) {
      try {
        made ??= await sending.make(row);
        await made.record();
        return made;
      } catch (error) {
        log.error({ err: error, botId: lease.botId, outboxId: row.id }, 'a call could not be recorded');
        if (!made || this.#lanes.stopped) return undefined;
        await new Promise((resolve) => setTimeout(resolve, DATABASE_PAUSE_MS));
      }
    }
  }

  #retry(lane: Lane<OutboxRow>, error: SendError): void {
    const { botId } = this.#parts.lease;
    const now = performance.now();
    if (error.kind === 'flood') {
      this.#limits.pause(lane.chatId, error.retryAfterMs ?? FIRST_PAUSE_MS, now);
      this.#lanes.readyIn(0, lane);
      return;
    }
    if (error.kind === 'unauthorized') {
      this.#parts.log.error({ botId }, 'Telegram refuses the token of this bot; is it revoked?');
      this.#limits.pauseBot(UNAUTHORIZED_PAUSE_MS, now);
      this.#lanes.readyIn(UNAUTHORIZED_PAUSE_MS, lane);
      return;
    }
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** lane.failures++) * (0.5 + Math.random() / 2);
    this.#parts.log.warn({ botId, kind: error.kind, code: error.description, pause }, 'a call will be made again');
    this.#lanes.readyIn(pause, lane);
  }
}
