import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database.js';
import { KEY_BYTES, type KeyRing } from './key-ring.js';

/**
 * A key that outlives changes of ENCRYPTION_KEY, such as that of an index or a hash chain: made once, and kept in the
 * database under the seal of the ring. Several processes may ask at once; all get the same.
 */
export async function keptKey(db: Database, ring: KeyRing, name: string): Promise<Buffer> {
  let sealed = await findSealed(db, name);
  if (sealed === undefined) {
    const fresh = ring.seal(randomBytes(KEY_BYTES).toString('base64'), contextOf(name));
    await db('kept_keys').insert({ name, sealed: fresh }).onConflict('name').ignore();
    sealed = await findSealed(db, name);
  }
  if (sealed === undefined) throw new Error(`The key "${name}" was not kept.`);
  return Buffer.from(ring.open(sealed, contextOf(name)), 'base64');
}

async function findSealed(db: Database, name: string): Promise<string | undefined> {
  const row = await db('kept_keys').where({ name }).first<{ sealed: string } | undefined>('sealed');
  return row?.sealed;
}

/** Seals all kept keys with the ring's current key; answers how many had another. */
export async function resealKeptKeys(db: Database, ring: KeyRing): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx('kept_keys').forUpdate().select<{ name: string; sealed: string }[]>('name', 'sealed');
    const old = rows.filter(({ sealed }) => !sealed.startsWith(`${ring.currentKeyId}.`));
    for (const { name, sealed } of old) {
      const resealed = ring.seal(ring.open(sealed, contextOf(name)), contextOf(name));
      await tx('kept_keys').where({ name }).update({ sealed: resealed });
    }
    return old.length;
  });
}

function contextOf(name: string): string {
  return `kept key ${name}`;
}
