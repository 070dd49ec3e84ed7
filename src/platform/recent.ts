import { setTimeout as sleep } from 'node:timers/promises';

const FRESH_MS = 2_000;
const PATIENCE_MS = 1_000;

/**
 * What is read at most every two seconds, by one reader at a time, for whoever cannot wait: `get` never throws, and gives
 * undefined when the reading has failed or does not come within a second.
 */
export class Recent<T> {
  readonly #read: () => Promise<T>;
  readonly #troubled: (error: unknown) => void;
  #reading: Promise<T | undefined> | undefined;
  #staleAt = -Infinity;

  constructor(read: () => Promise<T>, troubled: (error: unknown) => void) {
    this.#read = read;
    this.#troubled = troubled;
  }

  async get(): Promise<T | undefined> {
    if (!this.#reading || performance.now() > this.#staleAt) {
      // Not read again while it is being read, however long that takes.
      this.#staleAt = Infinity;
      this.#reading = this.#readOnce();
    }
    return Promise.race([this.#reading, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  async #readOnce(): Promise<T | undefined> {
    try {
      return await this.#read();
    } catch (error) {
      this.#troubled(error);
      return undefined;
    } finally {
      this.#staleAt = performance.now() + FRESH_MS;
    }
  }
}
