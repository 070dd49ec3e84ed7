/** What the commands beside `npm start` share: the configuration, the keys, and the database of a Teller that may be running. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { loadConfig, readDotenv } from '../config/env.js';
import { resolveEncryptionKey } from '../platform/crypto/encryption-key.js';
import type { KeyRing } from '../platform/crypto/key-ring.js';
import { joinEmbeddedPostgres } from '../platform/db/embedded-postgres.js';
import { createKeyRing } from './foundation.js';

export interface CommandParts {
  readonly config: Config;
  readonly url: string;
  readonly keys: KeyRing;
}

/** Runs a command and ends the process: with 1 and its message on stderr when it fails. */
export function runCommand(work: (parts: CommandParts) => Promise<void>): void {
  run(work).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}

async function run(work: (parts: CommandParts) => Promise<void>): Promise<void> {
  readDotenv();
  const config = loadConfig();
  const { settings, secrets } = config;
  if (secrets.databaseUrl === undefined) expectInstallation(settings.dirs.data);
  const keys = createKeyRing(config, resolveEncryptionKey(secrets.encryptionKey, settings.dirs.data).key);
  const embedded = secrets.databaseUrl === undefined ? await joinEmbeddedPostgres(settings.dirs.data) : undefined;
  try {
    await work({ config, url: secrets.databaseUrl ?? embedded?.url ?? '', keys });
  } finally {
    await embedded?.stop();
  }
}

/** A command run in the wrong folder makes no installation of its own there, with another key. */
function expectInstallation(dataDir: string): void {
  if (existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) return;
  throw new Error(`There is no Teller in ${resolve(dataDir)}. Set DATA_DIR, or DATABASE_URL, as the Teller has it that is meant.`);
}
