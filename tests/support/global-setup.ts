import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../../src/app/database.js';
import { connectDatabase } from '../../src/platform/db/database.js';
import { type EmbeddedPostgresServer, startEmbeddedPostgres } from '../../src/platform/db/embedded-postgres.js';
import { TEMPLATE, databaseUrl } from './database.js';

declare global {
  // What the teardown stops; Jest hands nothing over between the two.
  var testServer: { server: EmbeddedPostgresServer; dir: string } | undefined;
}

/** One PostgreSQL for the whole run, with a migrated template that every test file clones. */
export default async function setUp(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'teller-tests-'));
  const server = await startEmbeddedPostgres(dir);
  globalThis.testServer = { server, dir };
  process.env.TELLER_TEST_POSTGRES = server.url;
  const admin = connectDatabase({ url: server.url, poolSize: 1 });
  await admin.raw(`create database ${TEMPLATE}`);
  await admin.destroy();
  await prepareDatabase(databaseUrl(TEMPLATE));
}
