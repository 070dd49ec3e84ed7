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
}
