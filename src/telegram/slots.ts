import type { Database } from '../platform/db/database.js';

/** A number of places for work; who finds none free waits in line. */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

const slotsOfPools = new WeakMap<Database, Slots>();

/** Guarded calls hold a connection each while Telegram answers; all bots together take half of a pool. */
export function guardedSlots(db: Database): Slots {
  let slots = slotsOfPools.get(db);
  if (!slots) {
    const { max } = db.client.config.pool as { readonly max: number };
    slots = new Slots(Math.max(1, Math.floor(max / 2)));
    slotsOfPools.set(db, slots);
  }
  return slots;
}
