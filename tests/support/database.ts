import { randomBytes } from 'node:crypto';
import { type Database, connectDatabase } from '../../src/platform/db/database.js';
import { eventually } from './eventually.js';

export const TEMPLATE = 'teller_template';

export interface TestDatabase {
  readonly url: string;
  /** Acts as the owner, whom row-level security does not bind: for looking at what happened. */
  readonly owner: Database;
  /** Acts as Teller does. */
  readonly db: Database;
  release(): Promise<void>;
}

/** A database of the test's own, cloned from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template ${TEMPLATE}`);
  const url = databaseUrl(name);
  const owner = connectDatabase({ url, poolSize: 3 });
  const db = connectDatabase({ url, poolSize: 10, role: 'teller_transport' });
  return {
    url,
    owner,
    db,
    async release() {
      await Promise.all([owner.destroy(), db.destroy()]);
      await asAdmin(`drop database ${name} with (force)`);
    },
  };
}

/** Waits until one session of the database stands before a lock that another holds. */
export async function somebodyWaits(db: Database): Promise<void> {
  await eventually(async () => {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (rows.length !== 1) throw new Error(`${rows.length} sessions wait for a lock`);
  });
}

/** The URL of a database of the test server. */
export function databaseUrl(name: string): string {
  const url = new URL(process.env.TELLER_TEST_POSTGRES ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(statement: string): Promise<void> {
  const admin = connectDatabase({ url: databaseUrl('postgres'), poolSize: 1 });
  try {
    await admin.raw(statement);
  } finally {
    await admin.destroy();
  }
}
