/**
 * Ends the handling of an update: its calls enter the outbox and its inbox row becomes `done`, if the row is still
 * pending and this process still holds the lease. Updates whose handlers opened no transaction of their own are
 * committed together, many in one statement. What the update said leaves the inbox: what must be kept of it has its
 * place elsewhere, and that it was received stays known.
 */
import { Batcher } from '../platform/batcher.js';
import { type Database, isDatabaseUnavailable } from '../platform/db/database.js';
import { INSERT_CALLS, OUTBOX_CHANNEL, serializeCalls } from './outbox.js';
import type { Lease } from './lease.js';
import type { UpdateScope } from './update-scope.js';

/** The update was handled before, or another process owns the bot now: nothing of this handling may stay. */
export class StaleUpdate extends Error {
  override readonly name = 'StaleUpdate';
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

export class Committer {
  readonly #db: Database;
  readonly #lease: Lease;
  readonly #light: Batcher<UpdateScope, boolean>;

  constructor(db: Database, lease: Lease) {
    this.#db = db;
    this.#lease = lease;
    this.#light = new Batcher(
      async (scopes) => {
        const finished = await this.#finish(this.#db, scopes);
        return scopes.map(({ updateId }) => finished.has(updateId));
      },
      { isOnesFault: (error) => !isDatabaseUnavailable(error) },
    );
  }

  /** @throws StaleUpdate when the effects were dropped. Any other error leaves the update pending. */
  async commit(scope: UpdateScope): Promise<void> {
    if (scope.openTx === undefined) {
      if (!(await this.#light.add(scope))) throw new StaleUpdate();
      return;
    }
    const tx = await scope.openTx;
    const finished = await this.#finish(tx, [scope]);
    if (!finished.has(scope.updateId)) throw new StaleUpdate();
    await tx.commit();
    // knex tells a failed COMMIT here only.
    await tx.executionPromise;
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
