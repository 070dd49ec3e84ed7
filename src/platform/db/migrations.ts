import { fileURLToPath } from 'node:url';
import { type Database, connectDatabase } from './database.js';

const MIGRATIONS = {
  directory: fileURLToPath(new URL('../../../migrations', import.meta.url)),
  loadExtensions: ['.js'],
};
const ADVISORY_LOCK = 7_355_608;

/** What else has to be there after the migrations; acts as the owner. */
export type Install = (owner: Database) => Promise<void>;

/**
 * Brings the schema up to date. Several processes may start together: one migrates under an advisory lock, the
 * others wait. The lock goes with its connection, so a killed migrator blocks nobody.
 */
export async function migrate(url: string, install: Install): Promise<void> {
  await withMigrator(url, async (db) => {
    await db.migrate.latest(MIGRATIONS);
    await install(db);
  });
}

/** Drops everything and migrates anew. */
export async function resetDatabase(url: string, install: Install): Promise<void> {
  await withMigrator(url, async (db) => {
    await db.raw('drop schema if exists pgboss cascade');
    await db.raw('drop schema public cascade');
    await db.raw('create schema public');
    await db.migrate.latest(MIGRATIONS);
    await install(db);
  });
}

async function withMigrator(url: string, work: (db: Database) => Promise<void>): Promise<void> {
  const db = connectDatabase({ url, poolSize: 3 });
  try {
    await db.transaction(async (lock) => {
      await lock.raw('set local idle_in_transaction_session_timeout = 0');
      await lock.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
      // knex's own lock survives a kill; ours does not, so whoever holds ours may clear knex's.
      await db.migrate.forceFreeMigrationsLock(MIGRATIONS);
      await work(db);
    });
  } finally {
    await db.destroy();
  }
}
