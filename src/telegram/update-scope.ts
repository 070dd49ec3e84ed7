import { beginTenantTransaction } from '../platform/db/tenant.js';
import type { Database, Tx } from '../platform/db/database.js';
import type { OutgoingCall } from './outbox.js';

/**
 * What one update is about to change. Its handler reads and writes through `tx()`, adds calls with `send()`, and
 * touches nothing else: the dispatcher commits the transaction, the calls and the inbox row's `done` together, or
 * none of them.
 */
export class UpdateScope {
  readonly calls: OutgoingCall[] = [];
  readonly #db: Database;
  readonly #afterCommit: (() => Promise<void>)[] = [];
  #tx: Promise<Tx> | undefined;

  constructor(
    db: Database,
    readonly botId: number,
    readonly updateId: number,
  ) {
    this.#db = db;
  }

  /** The update's tenant transaction, opened by the first who asks: a handler that only replies needs none. */
  tx(): Promise<Tx> {
    this.#tx ??= beginTenantTransaction(this.#db, this.botId);
    return this.#tx;
  }

  /** The transaction, if somebody asked for it. */
  get openTx(): Promise<Tx> | undefined {
    return this.#tx;
  }

  /** Adds a Bot API call to the outbox. Keys are made unique to the update, so that handling it twice sends once. */
  send(call: OutgoingCall): void {
    const dedupeKey = call.dedupeKey ?? `u${this.updateId}.${this.calls.length}`;
    this.calls.push({ ...call, dedupeKey });
  }

  /** For what may be lost without harm, such as stopping the spinner on a pressed button. */
  afterCommit(work: () => Promise<void>): void {
    this.#afterCommit.push(work);
  }

  /** Runs what waits for the commit; failures go to `onError`. */
  settle(onError: (error: unknown) => void): void {
    for (const work of this.#afterCommit) void Promise.resolve().then(work).catch(onError);
  }
}
