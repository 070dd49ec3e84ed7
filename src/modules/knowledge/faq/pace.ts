import { setImmediate as nextRound } from 'node:timers/promises';

const SLICE_MS = 4;

/** Long work in slices of some milliseconds, between which the process serves others. */
export class Pace {
  #deadline = performance.now() + SLICE_MS;

  /** Whether it is time to let others go first: then `await rest()`. */
  get isDue(): boolean {
    return performance.now() >= this.#deadline;
  }

  async rest(): Promise<void> {
    await nextRound();
    this.#deadline = performance.now() + SLICE_MS;
  }

  /** What comes of each item, in their order. */
  async map<T, R>(items: readonly T[], work: (item: T, at: number) => R): Promise<R[]> {
    const results: R[] = [];
    for (const [at, item] of items.entries()) {
      results.push(work(item, at));
      if (this.isDue) await this.rest();
    }
    return results;
  }
}
