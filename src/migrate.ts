/** `npm run migrate` brings the schema up to date; `npm run db:reset` empties the database first. */
import { emptyDatabase, prepareDatabase } from './app/database.js';
import { ConfigError } from './config/config-error.js';
import { loadConfig, readDotenv } from './config/env.js';
import { startEmbeddedPostgres } from './platform/db/embedded-postgres.js';

async function main(reset: boolean): Promise<void> {
  readDotenv();
  const { settings, secrets } = loadConfig();
  if (reset && settings.production) {
    throw new ConfigError([], 'db:reset deletes everything and is refused while NODE_ENV is production.');
  }
  const embedded = secrets.databaseUrl === undefined ? await startEmbeddedPostgres(settings.dirs.data) : undefined;
  try {
    const url = secrets.databaseUrl ?? embedded?.url ?? '';
    await (reset ? emptyDatabase(url) : prepareDatabase(url));
    process.stdout.write(reset ? 'The database is empty and up to date.\n' : 'The database is up to date.\n');
  } finally {
    await embedded?.stop();
  }
}

main(process.argv.includes('--reset')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
