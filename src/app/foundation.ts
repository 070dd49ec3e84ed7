/** What everything stands on: database, keys, texts, log and metrics. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { type Texts, createTexts } from '../locales/index.js';
import { BotSettings } from '../modules/bots/index.js';
import { resolveEncryptionKey } from '../platform/crypto/encryption-key.js';
import { keptKey } from '../platform/crypto/kept-keys.js';
import { BlindIndex, KeyRing } from '../platform/crypto/key-ring.js';
import { type Database, connectDatabase, isDatabaseUnavailable } from '../platform/db/database.js';
import { startEmbeddedPostgres } from '../platform/db/embedded-postgres.js';
import type { Logger } from '../platform/logging/logger.js';
import { prepareDatabase } from './database.js';
import type { Lifecycle } from './lifecycle.js';
import { Metrics } from './metrics.js';

const DATABASE_PAUSE_MS = 2_000;
const LOOKUP_POOL_SIZE = 4;

export interface Foundation {
  readonly config: Config;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly db: Database;
  /** A few connections for shared look-ups, which a handler may wait for while its transaction holds one of `db`. */
  readonly lookupDb: Database;
  readonly databaseUrl: string;
  readonly botSettings: BotSettings;
  readonly keys: KeyRing;
  /** Finds phones without reading them. */
  readonly phones: BlindIndex;
  readonly texts: Texts;
  readonly metrics: Metrics;
}

/** Starts the embedded PostgreSQL when none is configured, and brings the schema up to date. */
export async function layFoundation(config: Config, log: Logger, lifecycle: Lifecycle): Promise<Foundation> {
  const { settings, secrets } = config;
  const { key, generatedIn } = resolveEncryptionKey(secrets.encryptionKey, settings.dirs.data);
  if (generatedIn !== undefined) {
    log.warn({ file: generatedIn }, 'ENCRYPTION_KEY is not set; a key of its own is kept in this file. Back it up.');
  }
  const keys = createKeyRing(config, key);
  const databaseUrl = secrets.databaseUrl ?? (await embeddedDatabase(config, log, lifecycle));
  await migrateWhenAvailable(databaseUrl, log);
  const db = connectDatabase({ url: databaseUrl, role: 'teller_transport' });
  lifecycle.onRelease('database', () => db.destroy());
  const lookupDb = connectDatabase({ url: databaseUrl, role: 'teller_transport', poolSize: LOOKUP_POOL_SIZE });
  lifecycle.onRelease('look-ups', () => lookupDb.destroy());
  return {
    config,
    log,
    lifecycle,
    db,
    lookupDb,
    databaseUrl,
    botSettings: new BotSettings(lookupDb, log),
    keys,
    phones: new BlindIndex(await keptKey(db, keys, 'blind index')),
    texts: createTexts(settings.defaultLocale),
    metrics: new Metrics(),
  };
}

/** The ring of the current key and of those before it, which still open what they sealed. */
export function createKeyRing({ secrets }: Config, current: Buffer): KeyRing {
  return new KeyRing(current, ...secrets.previousEncryptionKeys.map((key) => Buffer.from(key, 'base64')));
}

/** Waits for a database that is not up yet, as when everything is started together. */
async function migrateWhenAvailable(url: string, log: Logger): Promise<void> {
  for (;;) {
    try {
      await prepareDatabase(url);
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      log.warn({ err: error }, 'PostgreSQL cannot be reached; waiting for it');
      await sleep(DATABASE_PAUSE_MS);
    }
  }
}

async function embeddedDatabase(config: Config, log: Logger, lifecycle: Lifecycle): Promise<string> {
  const server = await startEmbeddedPostgres(config.settings.dirs.data);
  lifecycle.onRelease('embedded PostgreSQL', () => server.stop());
  log.info({ dir: config.settings.dirs.data }, 'DATABASE_URL is not set; the embedded PostgreSQL is used');
  return server.url;
}
