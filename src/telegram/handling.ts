/**
 * One attempt at one update. Its effects and its `done` are one transaction: a crash repeats the handling, never
 * the effects. A handler that throws is tried again with growing pauses, then its update is buried as `dead`;
 * while Postgres is away nothing counts as an attempt.
 */
import { performance } from 'node:perf_hooks';
import { type Database, IDLE_IN_TRANSACTION_MS, isDatabaseUnavailable, storableText } from '../platform/db/database.js';
import { tenantTransaction } from '../platform/db/tenant.js';
import { type Logger, redact } from '../platform/logging/logger.js';
import { Committer, Overtaken, StaleUpdate } from './committer.js';
import { type Inbox, type InboxRow, buryUpdate } from './inbox.js';
import type { Lease } from './lease.js';
import { type OutgoingCall, enqueueCalls } from './outbox.js';
import type { TransportEvents } from './transport-events.js';
import { UpdateScope } from './update-scope.js';

export interface UpdateHandler {
  /** Handles one update through its scope; throws when it could not. */
  handle(row: InboxRow, scope: UpdateScope): Promise<void>;
  /** Calls that tell the person that their update could not be handled. */
  apologize(row: InboxRow): Promise<readonly OutgoingCall[]>;
}

/** What becomes of the update: it has left the lane, or the lane waits and tries it again. */
export type HandlingOutcome =
  | { readonly settled: true }
  | { readonly settled: false; readonly counted: boolean; readonly retryInMs: number };

const SETTLED: HandlingOutcome = { settled: true };
const RETRY_PAUSES_MS = [200, 1_000, 3_000, 8_000];
const DATABASE_PAUSE_MS = 1_000;
const ERROR_LENGTH = 2_000;

export interface HandlingParts {
  readonly db: Database;
  readonly inbox: Inbox;
  readonly lease: Lease;
  readonly handler: UpdateHandler;
  readonly events: TransportEvents;
  readonly log: Logger;
  /** Pauses before the second, third, … attempt; after the last one the update is dead. */
  readonly retryPausesMs?: readonly number[];
}

export class Handling {
  readonly #parts: HandlingParts;
  readonly #committer: Committer;
  readonly #retryPausesMs: readonly number[];

  constructor(parts: HandlingParts) {
    this.#parts = parts;
    this.#committer = new Committer(parts.db, parts.lease);
    this.#retryPausesMs = parts.retryPausesMs ?? RETRY_PAUSES_MS;
  }

  /** @param failures how often this update has failed before */
  async attempt(row: InboxRow, failures: number): Promise<HandlingOutcome> {
    const { lease, events, log } = this.#parts;
    const started = performance.now();
    try {
      const scope = await this.#handle(row);
      events.updateHandled(lease.botId, (performance.now() - started) / 1000);
      scope.settle((error) => log.debug({ err: error }, 'a call after the commit failed'));
      return SETTLED;
    } catch (error) {
      if (error instanceof StaleUpdate) return SETTLED;
      return this.#failed(row, failures, error, performance.now() - started);
    }
  }

  /** Handles the update and commits; what was overtaken is handled once more, to be committed by itself. */
  async #handle(row: InboxRow): Promise<UpdateScope> {
    const { db, lease } = this.#parts;
    try {
      return await this.#handleIn(new UpdateScope(db, lease.botId, row.updateId), row);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      return this.#handleIn(new UpdateScope(db, lease.botId, row.updateId, 'alone'), row);
    }
  }

  async #handleIn(scope: UpdateScope, row: InboxRow): Promise<UpdateScope> {
    try {
      await this.#parts.handler.handle(row, scope);
      await this.#committer.commit(scope);
      return scope;
    } catch (error) {
      await this.#rollback(scope);
      throw error;
    }
  }

  async #failed(row: InboxRow, failures: number, error: unknown, tookMs: number): Promise<HandlingOutcome> {
    const { inbox, lease, log } = this.#parts;
    const { botId } = lease;
    // A handler that let its transaction idle until PostgreSQL ended the session has itself to blame.
    if (isDatabaseUnavailable(error) && tookMs < IDLE_IN_TRANSACTION_MS) {
      log.warn({ err: error, botId }, 'an update waits for the database');
      return { settled: false, counted: false, retryInMs: DATABASE_PAUSE_MS };
    }
    if (error instanceof Overtaken) log.warn({ botId, updateId: row.updateId }, 'an update was overtaken twice');
    else log.error({ err: error, botId, updateId: row.updateId, failures: failures + 1 }, 'an update could not be handled');
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const message = storableText(redact(reason.slice(0, ERROR_LENGTH)));
    const pause = this.#retryPausesMs[failures];
    try {
      if (pause === undefined) await this.#bury(row, message);
      else await inbox.recordFailure(lease, row.updateId, message, pause);
    } catch (recordError) {
      log.error({ err: recordError, botId }, 'a failed attempt could not be recorded');
      return { settled: false, counted: false, retryInMs: DATABASE_PAUSE_MS };
    }
    return pause === undefined ? SETTLED : { settled: false, counted: true, retryInMs: pause };
  }

  async #bury(row: InboxRow, message: string): Promise<void> {
    const { db, lease, events } = this.#parts;
    const apology = await this.#apology(row);
    const buried = await tenantTransaction(db, lease.botId, async (tx) => {
      if (!(await buryUpdate(tx, lease, row.updateId, message))) return false;
      await enqueueCalls(tx, lease.botId, apology);
      return true;
    });
    if (buried) events.updateDead(lease.botId);
  }

  async #apology(row: InboxRow): Promise<readonly OutgoingCall[]> {
    const { handler, lease, log } = this.#parts;
    try {
      return await handler.apologize(row);
    } catch (error) {
      log.error({ err: error, botId: lease.botId, updateId: row.updateId }, 'no apology could be made');
      return [];
    }
  }

  async #rollback(scope: UpdateScope): Promise<void> {
    try {
      const tx = await scope.openTx;
      if (tx && !tx.isCompleted()) await tx.rollback();
    } catch (error) {
      // The connection is gone, and PostgreSQL rolls back by itself.
      this.#parts.log.debug({ err: error }, 'a rollback found no connection');
    }
  }
}
