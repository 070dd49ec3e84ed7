/**
 * Ends the handling of an update: its calls enter the outbox and its inbox row becomes `done`, if the row is still
 * pending and this process still holds the lease. Updates whose handlers opened no transaction of their own are
 * committed together, with what they left to the commit. What the update said leaves the inbox: what must be kept of
 * it has its place elsewhere, and that it was received stays known.
 */
import { Batcher } from '../platform/batcher.js';
import { type Database, type Tx, isDatabaseUnavailable } from '../platform/db/database.js';
import { tenantTransaction } from '../platform/db/tenant.js';
import { INSERT_CALLS, OUTBOX_CHANNEL, serializeCalls } from './outbox.js';
import type { Lease } from './lease.js';
import type { UpdateScope } from './update-scope.js';

/** The update was handled before, or another process owns the bot now: nothing of this handling may stay. */
export class StaleUpdate extends Error {
  override readonly name = 'StaleUpdate';
}

/** Things have changed since the update was looked at: nothing of this handling may stay, and it is handled anew. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const FINISH = `
  with finished as (
    update inbox set state = 'done', finished_at = now(), payload = '{}'
    where bot_id = ? and update_id = any(?::bigint[]) and state = 'pending'
      and exists (select from leases where bot_id = ? and fence = ?)
    returning update_id
  ), queued as (
    ${INSERT_CALLS} where call.update_id in (select update_id from finished)
    order by call.position on conflict do nothing returning 1
  ), woken as (select pg_notify(?, ?::text) from (select 1 from queued limit 1) as first_queued)
  select update_id, (select count(*) from woken) as woken from finished`;

type Outcome = 'finished' | 'stale' | 'overtaken';

export class Committer {
  readonly #db: Database;
  readonly #lease: Lease;
  readonly #together: Batcher<UpdateScope, Outcome>;

  constructor(db: Database, lease: Lease) {
    this.#db = db;
    this.#lease = lease;
    this.#together = new Batcher((scopes) => this.#commitTogether(scopes), {
      isOnesFault: (error) => !isDatabaseUnavailable(error),
    });
  }

  /**
   * @throws StaleUpdate when the effects were dropped, `Overtaken` when the update must be handled anew. Any other
   *   error leaves the update pending.
   */
  async commit(scope: UpdateScope): Promise<void> {
    const isAlone = scope.openTx !== undefined || scope.company === 'alone';
    const outcome = await (isAlone ? this.#commitAlone(scope, await scope.tx()) : this.#together.add(scope));
    if (outcome === 'stale') throw new StaleUpdate();
    if (outcome === 'overtaken') throw new Overtaken();
  }

  async #commitAlone(scope: UpdateScope, tx: Tx): Promise<Outcome> {
    const overtaken = await this.#write(tx, [scope], 'wait');
    if (overtaken.size > 0) return 'overtaken';
    const finished = await this.#finish(tx, [scope]);
    if (!finished.has(scope.updateId)) return 'stale';
    await tx.commit();
    // knex tells a failed COMMIT here only.
    await tx.executionPromise;
    return 'finished';
  }

  async #commitTogether(scopes: readonly UpdateScope[]): Promise<Outcome[]> {
    if (scopes.every(({ deferred }) => deferred === undefined)) {
      const finished = await this.#finish(this.#db, scopes);
      return scopes.map(({ updateId }) => (finished.has(updateId) ? 'finished' : 'stale'));
    }
    return tenantTransaction(this.#db, this.#lease.botId, async (tx) => {
      const overtaken = await this.#write(tx, scopes, 'skip');
      const finished = await this.#finish(tx, scopes.filter((scope) => !overtaken.has(scope)));
      const outcomes = scopes.map((scope) => {
        if (overtaken.has(scope)) return 'overtaken';
        return finished.has(scope.updateId) ? 'finished' : 'stale';
      });
      // What a stale update wrote must not stay: the batcher tries again in halves, down to the stale one alone.
      if (outcomes.includes('stale')) throw new StaleUpdate();
      return outcomes;
    });
  }

  /** Writes what the updates left to the commit; answers those that must be handled anew. */
  async #write(tx: Tx, scopes: readonly UpdateScope[], patience: 'wait' | 'skip'): Promise<ReadonlySet<UpdateScope>> {
    const overtaken = new Set<UpdateScope>();
    const writers = new Set(scopes.flatMap(({ deferred }) => deferred?.writer ?? []));
    for (const writer of writers) {
      const own = scopes.filter(({ deferred }) => deferred?.writer === writer);
      const items = own.map(({ deferred }) => deferred?.item);
      const forbidden = await writer.write(tx, this.#lease.botId, items, patience);
      for (const scope of own) if (forbidden.has(scope.deferred?.item)) overtaken.add(scope);
    }
    return overtaken;
  }

  async #finish(db: Database, scopes: readonly UpdateScope[]): Promise<Set<number>> {
    const { botId, fence } = this.#lease;
    const calls = scopes.flatMap((scope) => scope.calls.map((call) => ({ ...call, updateId: scope.updateId })));
    const { rows } = await db.raw<{ rows: { update_id: number }[] }>(FINISH, [
      botId,
      scopes.map(({ updateId }) => updateId),
      botId,
      fence,
      botId,
      serializeCalls(calls),
      OUTBOX_CHANNEL,
      botId,
    ]);
    return new Set(rows.map((row) => row.update_id));
  }
}
