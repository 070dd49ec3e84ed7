/** The audit log: what seals and proves it. */
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { Sealer, type Verdict, verifyAudit } from '../modules/audit/index.js';
import { keptKey } from '../platform/crypto/kept-keys.js';
import type { KeyRing } from '../platform/crypto/key-ring.js';
import { type Database, connectDatabase } from '../platform/db/database.js';
import { FileStorage } from '../platform/storage/file-storage.js';
import type { ObjectStorage } from '../platform/storage/storage.js';
import type { Foundation } from './foundation.js';

/** Seals the audit log until everything that acts has been released. */
export async function startSealer({ config, db: pool, databaseUrl, keys, log, lifecycle }: Foundation): Promise<void> {
  const db = connectSealer(databaseUrl);
  lifecycle.onRelease('audit connections', () => db.destroy());
  const sealer = new Sealer({ db, log, storage: openArchive(config), chainKey: await chainKey(pool, keys) });
  lifecycle.onRelease('audit sealer', () => sealer.release());
  sealer.start();
}

/** Proves the audit log of an installation, or names the first row that is not as it was written. */
export async function proveAudit(config: Config, databaseUrl: string, keys: KeyRing): Promise<Verdict> {
  const db = connectSealer(databaseUrl);
  try {
    return await verifyAudit({ db, storage: openArchive(config), chainKey: await chainKey(db, keys) });
  } finally {
    await db.destroy();
  }
}

function connectSealer(url: string): Database {
  return connectDatabase({ url, role: 'teller_sealer', poolSize: 2 });
}

function openArchive({ settings }: Config): ObjectStorage {
  return new FileStorage(join(settings.dirs.data, 'archive'));
}

function chainKey(db: Database, keys: KeyRing): Promise<Buffer> {
  return keptKey(db, keys, 'audit chain');
}
