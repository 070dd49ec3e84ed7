import { Batcher } from '../batcher.js';
import { type Database, type Tx, isDatabaseUnavailable } from './database.js';
import { tenantTransaction } from './tenant.js';

/**
 * Group commit for short transactions of many bots: what is asked for one bot while a transaction of its is under
 * way goes together with the next one. A failing item fails alone, so `run` must bear being repeated.
 */
export class TenantBatcher<Item, Result> {
  readonly #db: Database;
  readonly #run: (tx: Tx, botId: number, items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #batchers = new Map<number, Batcher<Item, Result>>();

  /** @param run handles items of one bot in its tenant transaction and answers one result per item, in order. */
  constructor(db: Database, run: (tx: Tx, botId: number, items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#db = db;
    this.#run = run;
  }

  add(botId: number, item: Item): Promise<Result> {
    let batcher = this.#batchers.get(botId);
    if (!batcher) {
      batcher = new Batcher((items) => tenantTransaction(this.#db, botId, (tx) => this.#run(tx, botId, items)), {
        isOnesFault: (error) => !isDatabaseUnavailable(error),
      });
      this.#batchers.set(botId, batcher);
    }
    return batcher.add(item);
  }
}
