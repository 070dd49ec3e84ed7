/**
 * The one way to PostgreSQL. A pooled session acts as `teller_transport`, which reaches only the transport's
 * tables; a tenant transaction (`tenant.ts`) acts as `teller_app`, which row-level security binds to one bot.
 * Nothing at run time acts as the role of DATABASE_URL: that one only migrates.
 */
import knex, { type Knex } from 'knex';
import pg from 'pg';

export type Database = Knex;
export type Tx = Knex.Transaction;

const INT8_OID = 20;

/** Telegram ids and our own row ids stay far below 2^53, so bigint columns are read as numbers. */
const types = {
  getTypeParser: (oid: number, format: string): unknown =>
    oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** Session role; the role of the URL itself when left out. */
  readonly role?: 'teller_transport';
}

/** A pool of connections; `destroy()` is the caller's duty. */
export function connectDatabase({ url, poolSize = 20, role }: DatabaseOptions): Database {
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      types,
      application_name: 'teller',
      connectionTimeoutMillis: 5_000,
      // A stopped process must not hold row locks: its bots are another's within 15 s.
      idle_in_transaction_session_timeout: 12_000,
      // Migrations, which act as the owner, may take their time.
      ...(role && { statement_timeout: 15_000 }),
    },
    pool: {
      min: 0,
      max: poolSize,
      ...(role && { afterCreate: setRole(role) }),
    },
    acquireConnectionTimeout: 10_000,
  });
}

function setRole(role: string) {
  return (connection: pg.Client, done: (error: Error | null, connection: pg.Client) => void): void => {
    connection.query(`set role ${role}`, (error: Error | null) => done(error, connection));
  };
}

const UNAVAILABLE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOENT', 'ENOTFOUND']);

/** Whether an error says that PostgreSQL cannot be reached or is shutting down, rather than that a query is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (UNAVAILABLE_CODES.has(code)) return true;
  // Classes 08 connection, 53 resources, 57P admin shutdown, 25P03 idle transaction ended by the server.
  if (/^(08|53|57P|25P03)/.test(code)) return true;
  return /Connection terminated|Timeout acquiring a connection|connection timeout|Connection ended/i.test(error.message);
}
