/** Changing the encryption key: everything that earlier keys have sealed is sealed anew. */
import { SYSTEM, audit } from '../modules/audit/index.js';
import { listBotIds, resealTokens } from '../modules/bots/index.js';
import { resealPhones } from '../modules/identity/index.js';
import { resealKeptKeys } from '../platform/crypto/kept-keys.js';
import type { KeyRing } from '../platform/crypto/key-ring.js';
import { connectDatabase } from '../platform/db/database.js';
import { tenantTransaction } from '../platform/db/tenant.js';

export interface Resealed {
  readonly phones: number;
  readonly tokens: number;
  readonly keys: number;
}

const BATCH = 200;

/**
 * Seals everything with the ring's current key, batch by batch, beside a running Teller that has all keys too. May be
 * stopped and run again: what is done stays done.
 * @param progress told after each batch how many phones are done
 */
export async function rotateKeys(url: string, ring: KeyRing, progress: (phones: number) => void): Promise<Resealed> {
  const db = connectDatabase({ url, role: 'teller_transport', poolSize: 2 });
  try {
    let phones = 0;
    for (const botId of await listBotIds(db)) {
      for (let batch = BATCH; batch > 0; ) {
        batch = await tenantTransaction(db, botId, (tx) => resealPhones(tx, ring, botId, BATCH));
        phones += batch;
        if (batch > 0) progress(phones);
      }
    }
    const tokens = await resealTokens(db, ring);
    // Last: every process opens these when it starts, so none starts without the old key before all is done.
    const keys = await resealKeptKeys(db, ring);
    const actor = { ...SYSTEM, surface: 'command' as const };
    await audit(db, null, { actor, action: 'keys.rotate', details: { keyId: ring.currentKeyId, phones, tokens, keys } });
    return { phones, tokens, keys };
  } finally {
    await db.destroy();
  }
}
