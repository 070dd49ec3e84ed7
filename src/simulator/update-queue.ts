import { randomInt } from 'node:crypto';
import type { Clock } from './clock.js';

/**
 * A bot's updates waiting to be confirmed. Delivery is at least once: an update leaves only when the bot
 * confirms it (`confirmBelow`, `remove`) or when it is 24 hours old. Ids grow by one from a random start.
 */

const RETENTION_MS = 24 * 60 * 60 * 1000;

/** Kinds that a bot receives only when it asks for them by name. */
const ON_REQUEST: ReadonlySet<string> = new Set([
  'chat_member',
  'message_reaction',
  'message_reaction_count',
]);

export interface QueuedUpdate {
  readonly id: number;
  readonly at: number;
  /** The whole Update as JSON, written once however often it is delivered. */
  readonly json: string;
  /** Updates with the same key are pushed to a webhook one after another. */
  readonly lane: string;
  /** Put in by hand with its own id: kept until delivered once, even if its id was confirmed before. */
  readonly raw: boolean;
  delivered: boolean;
}

export class UpdateQueue {
  private updates: QueuedUpdate[] = [];
  private nextId = randomInt(100_000_000, 900_000_000);
  /** Whether updates with ids of their own may be among those waiting. */
  private hasRaw = false;
  private allowed: ReadonlySet<string> | undefined;
  /** Called after an update was added. */
  onAdded: () => void = () => {};

  constructor(private readonly clock: Clock) {}

  get size(): number {
    this.forgetOld();
    return this.updates.length;
  }

  get allowedKinds(): string[] | undefined {
    return this.allowed && [...this.allowed];
  }

  /** Sets which kinds are queued from now on; an empty list means Telegram's default. */
  allow(kinds: readonly string[]): void {
    this.allowed = kinds.length > 0 ? new Set(kinds) : undefined;
  }

  /**
   * Queues `{update_id, [kind]: body}`; returns the id, or undefined when the bot does not want this kind.
   */
  add(kind: string, body: object, lane: string): number | undefined {
    if (this.allowed ? !this.allowed.has(kind) : ON_REQUEST.has(kind)) return undefined;
    const id = this.nextId++;
    this.push(id, `{"update_id":${id},"${kind}":${JSON.stringify(body)}}`, lane, false);
    return id;
  }

  /** Queues an update as it is, whatever it holds; fills in `update_id` when it has none. */
  addRaw(update: Record<string, unknown>): number {
    const own = update['update_id'];
    const id = typeof own === 'number' ? own : this.nextId++;
    if (id >= this.nextId && Number.isSafeInteger(id)) this.nextId = id + 1;
    this.hasRaw = true;
    this.push(id, JSON.stringify({ update_id: id, ...update }), 'raw', true);
    return id;
  }

  private push(id: number, json: string, lane: string, raw: boolean): void {
    this.updates.push({ id, at: this.clock.now(), json, lane, raw, delivered: false });
    this.onAdded();
  }

  /** Forgets every update with an id below `offset`; a negative offset keeps only that many of the newest. */
  confirmBelow(offset: number): void {
    if (offset < 0) {
      this.updates = this.updates.slice(offset);
      return;
    }
    const first = this.updates.findIndex(
      (update) => update.id >= offset || (update.raw && !update.delivered),
    );
    if (first === -1) this.updates = [];
    else if (first > 0) this.updates.splice(0, first);
    if (this.hasRaw) {
      this.updates = this.updates.filter(
        (update) => update.id >= offset || (update.raw && !update.delivered),
      );
      this.hasRaw = this.updates.some((update) => update.raw);
    }
  }

  /** The oldest `limit` updates, which stay queued. */
  peek(limit: number): QueuedUpdate[] {
    this.forgetOld();
    const batch = this.updates.slice(0, limit);
    for (const update of batch) update.delivered = true;
    return batch;
  }

  /** All updates waiting, oldest first, without counting as a delivery. */
  waiting(): readonly QueuedUpdate[] {
    this.forgetOld();
    return this.updates;
  }

  remove(update: QueuedUpdate): void {
    const index = this.updates.indexOf(update);
    if (index >= 0) this.updates.splice(index, 1);
  }

  clear(): void {
    this.updates = [];
  }

  private forgetOld(): void {
    const oldest = this.clock.now() - RETENTION_MS;
    let count = 0;
    while ((this.updates[count]?.at ?? Infinity) < oldest) count++;
    if (count > 0) this.updates.splice(0, count);
  }
}
