/** `npm run keys:rotate` seals everything anew with ENCRYPTION_KEY; ENCRYPTION_KEY_PREVIOUS names the keys before. */
import { createKeyRing } from './app/foundation.js';
import { rotateKeys } from './app/keys.js';
import { loadConfig, readDotenv } from './config/env.js';
import { resolveEncryptionKey } from './platform/crypto/encryption-key.js';
import { startEmbeddedPostgres } from './platform/db/embedded-postgres.js';

async function main(): Promise<void> {
  readDotenv();
  const config = loadConfig();
  const { settings, secrets } = config;
  const { key } = resolveEncryptionKey(secrets.encryptionKey, settings.dirs.data);
  const embedded = secrets.databaseUrl === undefined ? await startEmbeddedPostgres(settings.dirs.data) : undefined;
  try {
    const url = secrets.databaseUrl ?? embedded?.url ?? '';
    const { phones, tokens, keys } = await rotateKeys(url, createKeyRing(config, key), (done) => {
      process.stdout.write(`\r${done} phones sealed anew`);
    });
    process.stdout.write(`\rSealed anew: ${phones} phones, ${tokens} tokens, ${keys} keys. ENCRYPTION_KEY_PREVIOUS may go.\n`);
  } finally {
    await embedded?.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
