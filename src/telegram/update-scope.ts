import { randomUUID } from 'node:crypto';
import { beginTenantTransaction } from '../platform/db/tenant.js';
import type { Database, Tx } from '../platform/db/database.js';
import type { OutgoingCall } from './outbox.js';

interface Deferred {
  readonly writer: GroupWriter<unknown>;
  readonly item: unknown;
}

/** Writes what many updates have to write as one. */
export interface GroupWriter<Item> {
  /**
   * Writes the items in the transaction in which their updates become `done`, except those that things as they stand
   * now forbid: answers these, and their updates are handled anew.
   * @param patience whether to wait for rows that somebody is changing, or to forbid what depends on them
   */
  write(tx: Tx, botId: number, items: readonly Item[], patience: 'wait' | 'skip'): Promise<ReadonlySet<Item>>;
}

/**
 * What one update is about to change. Its handler reads and writes through `tx()`, or leaves one write to the
 * commit with `defer()`, adds calls with `send()`, and touches nothing else: the dispatcher commits the writes, the
 * calls and the inbox row's `done` together, or none of them.
 */
export class UpdateScope {
  readonly calls: OutgoingCall[] = [];
  /** Names this handling in logs and in the audit log: 32 hexadecimal digits. */
  readonly traceId = randomUUID().replaceAll('-', '');
  readonly #db: Database;
  readonly #afterCommit: (() => Promise<void>)[] = [];
  #tx: Promise<Tx> | undefined;
  #deferred: Deferred | undefined;

  constructor(
    db: Database,
    readonly botId: number,
    readonly updateId: number,
    /** Whether it may be committed together with others, which waits for nobody's locks. */
    readonly company: 'together' | 'alone' = 'together',
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

  /**
   * Leaves a write to the commit, which does it together with those of other updates: for what needs no answer. It
   * comes after all that was written through `tx()`. One for an update at most.
   */
  defer<Item>(writer: GroupWriter<Item>, item: Item): void {
    if (this.#deferred) throw new Error('An update may leave one write to its commit only.');
    this.#deferred = { writer, item };
  }

  get deferred(): Deferred | undefined {
    return this.#deferred;
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
