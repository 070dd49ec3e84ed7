import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keptSecret } from './kept-secret.js';

export interface EncryptionKey {
  readonly key: Buffer;
  /** The file the key was made in, when no key was configured. */
  readonly generatedIn?: string;
}

/** The configured key, or one made in `dataDir` (mode 0600) at the first start and kept there. */
export function resolveEncryptionKey(configured: string | undefined, dataDir: string): EncryptionKey {
  if (configured !== undefined) return { key: Buffer.from(configured, 'base64') };
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'encryption.key');
  const key = keptSecret(file, () => randomBytes(32).toString('base64'));
  return { key: Buffer.from(key, 'base64'), generatedIn: file };
}
