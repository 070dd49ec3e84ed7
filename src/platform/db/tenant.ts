import type { Database, Tx } from './database.js';

/**
 * Runs `work` in a transaction bound to one bot: role and tenant are set by one statement, and row-level security
 * hides every other bot's rows, so a forgotten WHERE leaks nothing.
 */
export async function tenantTransaction<T>(db: Database, botId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await enterTenant(tx, botId);
    return work(tx);
  });
}

/** An open tenant transaction that the caller commits or rolls back. */
export async function beginTenantTransaction(db: Database, botId: number): Promise<Tx> {
  const tx = await db.transaction();
  try {
    await enterTenant(tx, botId);
    return tx;
  } catch (error) {
    // knex hands out a transaction whose BEGIN has failed, too; why is known to the transaction only.
    const cause = tx.executionPromise.then(
      () => error,
      (reason: unknown) => reason,
    );
    await tx.rollback();
    throw await cause;
  }
}

/**
 * Runs a part of a tenant transaction as the role that reads what concerns the whole installation, and no tenant's
 * rows. Whoever calls it has made sure that the reader may. What fails in between ends the transaction.
 */
export function asAuditor<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  return asRole(tx, 'teller_auditor', read);
}

/** Runs a part of a tenant transaction as the role that sees what the transport has to see of all bots. */
export function asTransport<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  return asRole(tx, 'teller_transport', read);
}

async function asRole<T>(tx: Tx, role: string, read: () => Promise<T>): Promise<T> {
  await tx.raw(`select set_config('role', ?, true)`, [role]);
  const result = await read();
  await tx.raw(`select set_config('role', 'teller_app', true)`);
  return result;
}

/** Runs a part of a tenant transaction as another bot's. Whoever calls it shows no more of that bot than the reader may see. */
export async function inOtherBot<T>(tx: Tx, botId: number, otherBotId: number, work: () => Promise<T>): Promise<T> {
  await enterTenant(tx, otherBotId);
  const result = await work();
  await enterTenant(tx, botId);
  return result;
}

/**
 * From here on a tenant transaction reaches what is no bot's own, too, where its tables hold such rows for staff to act
 * on. Whoever calls it has made sure that the reader may.
 */
export async function reachInstallation(tx: Tx): Promise<void> {
  await tx.raw(`select set_config('app.installation', 'on', true)`);
}

/** Goes on with a transaction as one bot's. */
export async function enterTenant(tx: Tx, botId: number): Promise<void> {
  await tx.raw(`select set_config('role', 'teller_app', true), set_config('app.bot_id', ?, true)`, [String(botId)]);
}
