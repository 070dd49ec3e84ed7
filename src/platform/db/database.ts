/**
 * The one way to PostgreSQL. A pooled session acts as `teller_transport`, which reaches only the transport's
 * tables; a tenant transaction (`tenant.ts`) acts as `teller_app`, which row-level security binds to one bot.
 * Nothing at run time acts as the role of DATABASE_URL: that one only migrates.
 */
import { isNativeError } from 'node:util/types';
import knex, { type Knex } from 'knex';
import pg from 'pg';

export type Database = Knex;
export type Tx = Knex.Transaction;

const INT8_OID = 20;
const INT8_ARRAY_OID = 1016;

/** PostgreSQL ends a session whose open transaction has been idle this long. */
export const IDLE_IN_TRANSACTION_MS = 12_000;

/** Telegram ids and our own row ids stay far below 2^53, so bigint columns, and arrays of them, are read as numbers. */
const types = {
  getTypeParser(oid: number, format: string): unknown {
    if (oid === INT8_OID) return Number;
    const parser = pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
    if (oid !== INT8_ARRAY_OID) return parser;
    return (text: string) => (parser(text) as (string | null)[]).map((each) => (each === null ? null : Number(each)));
  },
};

/** Connections of a pool, unless told otherwise. */
export const POOL_SIZE = 20;

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** Session role; the role of the URL itself when left out. */
  readonly role?: 'teller_transport' | 'teller_sealer';
}

/** A pool of connections; `destroy()` is the caller's duty. */
export function connectDatabase({ url, poolSize = POOL_SIZE, role }: DatabaseOptions): Database {
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      types,
      application_name: 'teller',
      connectionTimeoutMillis: 5_000,
      // A stopped process must not hold row locks: its bots are another's within 15 s.
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      // Migrations, which act as the owner, may take their time.
      ...(role && { statement_timeout: 15_000 }),
    },
    pool: {
      min: 0,
      max: poolSize,
      ...(role && { afterCreate: setRole(role) }),
    },
    acquireConnectionTimeout: 10_000,
    log: SILENT,
    // Errors end up in logs: they name the statement, not what people wrote.
    compileSqlOnError: false,
  });
}

/** knex would print connection errors to the console, past our log; whoever asks the database gets them anyway. */
const SILENT = { warn: ignore, error: ignore, deprecate: ignore, debug: ignore };

function ignore(): void {
  // Nothing is to be printed.
}

function setRole(role: string) {
  return (connection: pg.Client, done: (error: Error | null, connection: pg.Client) => void): void => {
    connection.query(`set role ${role}`, (error: Error | null) => done(error, connection));
  };
}

const NETWORK_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ENOENT'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
]);
/**
 * SQL states, whole or by class: 08 connection, 28 login refused, 3D000 no such database, 53 resources, 55000
 * database accepts no connections, 57P shutdown, 25006 a standby after a fail-over.
 */
const UNAVAILABLE_STATES = /^(08|28|3D000|53|55000|57P|25006)/;
const UNAVAILABLE_MESSAGES =
  /Connection terminated|not queryable|Timeout acquiring a connection|connection timeout|timeout expired|Connection ended/i;

/** Whether an error says that PostgreSQL cannot be reached or is shutting down, rather than that a query is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NETWORK_CODES.has(code) || UNAVAILABLE_STATES.test(code) || UNAVAILABLE_MESSAGES.test(error.message);
}

/** A NUL in a text, and times beyond the calendar or with an impossible zone. */
const UNSTORABLE_STATES = /^22(021|007|008|009)$/;

/** Whether an error says that somebody's text or time is none that PostgreSQL knows. */
export function isUnstorable(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && UNSTORABLE_STATES.test(error.code);
}

/** JSON as PostgreSQL can store it; see `storableText`. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // Written as escapes, what cannot be stored would be seen here; nearly always there is nothing of it.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}

/** The text as PostgreSQL can store it: without NUL and lone surrogates; its length in UTF-16 units stays. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}

/** Runs SQL with `$1` placeholders, for libraries that bring their own. */
export async function queryText(db: Database, text: string, values: readonly unknown[] = []): Promise<{ rows: unknown[] }> {
  const client = db.client as { acquireConnection(): Promise<pg.Client>; releaseConnection(connection: pg.Client): Promise<void> };
  const connection = await client.acquireConnection();
  try {
    return await connection.query(text, [...values]);
  } finally {
    await client.releaseConnection(connection);
  }
}
