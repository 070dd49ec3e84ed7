/** What is kept of a person, as a file for them: made when it is sent, from what is there then. */
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import type { Tx } from '../../platform/db/database.js';
import type { FileRef, OutgoingFile } from '../../telegram/files.js';
import { phoneOf } from '../identity/index.js';
import { findKeptPerson, keptMessages, keptRequests } from './repository.js';

/** Stands in a call for the person's file. */
export function exportOf(personId: number): FileRef {
  return { $file: `personal-data:${personId}` };
}

export async function makeExport(tx: Tx, keys: KeyRing, botId: number, name: string): Promise<OutgoingFile | undefined> {
  const personId = Number(/^personal-data:(\d{1,15})$/.exec(name)?.[1]);
  const kept = Number.isNaN(personId) ? undefined : await findKeptPerson(tx, personId);
  if (!kept) return undefined;
  const { id, ...person } = kept;
  const phone = await phoneOf(tx, keys, botId, id);
  const data = { person: { ...person, phone: phone ?? null }, messages: await keptMessages(tx, id), requests: await keptRequests(tx, id) };
  return { filename: 'my-data.json', source: Buffer.from(`${JSON.stringify(data, null, 2)}\n`) };
}
