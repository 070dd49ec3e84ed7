/**
 * Group commit: what arrives while a batch is under way waits and goes together with the next one. The first item
 * after a pause goes at once, so an idle system adds no delay and a busy one pays one round trip for many items.
 */
export interface BatcherOptions {
  readonly maxSize?: number;
  /**
   * Whether an error may be the fault of one item: then the halves of the batch are run again, until the others are
   * done and the one has its error. For work that may be repeated. Never, when left out.
   */
  readonly isOnesFault?: (error: unknown) => boolean;
}

export class Batcher<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #maxSize: number;
  readonly #isOnesFault: (error: unknown) => boolean;
  #waiting: Waiting<Item, Result>[] = [];
  #running = false;

  /**
   * @param run handles a batch and answers one result per item, in order; when it throws, every item of the batch
   *   gets the error.
   */
  constructor(
    run: (items: readonly Item[]) => Promise<readonly Result[]>,
    { maxSize = 500, isOnesFault = () => false }: BatcherOptions = {},
  ) {
    this.#run = run;
    this.#maxSize = maxSize;
    this.#isOnesFault = isOnesFault;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running = true;
    // What is added in the same turn of the event loop shares the first batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#runBatch(this.#waiting.splice(0, this.#maxSize));
    this.#running = false;
  }

  async #runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#run(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (batch.length > 1 && this.#isOnesFault(error)) {
        const half = Math.ceil(batch.length / 2);
        await this.#runBatch(batch.slice(0, half));
        await this.#runBatch(batch.slice(half));
      } else for (const { reject } of batch) reject(error);
    }
  }
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}
