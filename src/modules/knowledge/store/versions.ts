/** What is written about documents. Whoever changes one holds it to the end of their transaction. */
import { createHash } from 'node:crypto';
import type { Tx } from '../../../platform/db/database.js';
import { versionOf } from '../passage.js';
import type { Usable } from './checking.js';
import { contentTypeOf } from './names.js';

export interface Validity {
  /** First and last day, `YYYY-MM-DD`; null where that end is open. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

/** What is to change of it; what is left out stays. */
export interface WantedValidity {
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
}

export interface Stored {
  readonly documentId: number;
  readonly versionId: number;
  /** False where the newest version has these very bytes. */
  readonly isNew: boolean;
}

interface Upload extends Validity {
  readonly file: Usable;
  readonly title: string;
  readonly by: string;
  readonly through: 'panel' | 'api';
}

/** Adds a version, unless the newest one has the same bytes. */
export async function addVersion(tx: Tx, { file, title, by, through, validFrom, validUntil }: Upload): Promise<Stored> {
  const documentId = await holdByName(tx, file.botId, file.name);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const newest = await newestOf(tx, documentId);
  if (newest?.withdrawn_at === null && newest.sha256 === sha256) return { documentId, versionId: newest.id, isNew: false };
  const [added] = await tx('document_versions')
    .insert({
      ...{ bot_id: file.botId, document_id: documentId, content: Buffer.from(file.bytes), sha256, version: versionOf(file.bytes) },
      ...{ content_type: contentTypeOf(file.name), title, passages: file.passages, valid_from: validFrom, valid_until: validUntil },
      ...{ uploaded_by: by, uploaded_through: through },
    })
    .returning<{ id: number }[]>('id');
  if (!added) throw new Error('A version that was just added is missing.');
  return { documentId, versionId: added.id, isNew: true };
}

/** Whether it would end before it begins. */
export function isTurned({ validFrom, validUntil }: Validity): boolean {
  return validFrom !== null && validUntil !== null && validUntil < validFrom;
}

/**
 * Changes from when to when a version holds; an end that is left out stays as it is by then, whoever else changes it. `stale`
 * when it is not the newest, or withdrawn.
 */
export async function setValidity(
  tx: Tx,
  versionId: number,
  wanted: WantedValidity,
): Promise<{ readonly before: Validity; readonly after: Validity } | 'stale' | 'turned'> {
  const newest = await holdNewest(tx, versionId);
  if (newest?.withdrawn_at !== null) return 'stale';
  const before = { validFrom: newest.valid_from, validUntil: newest.valid_until };
  const { validFrom = before.validFrom, validUntil = before.validUntil } = wanted;
  const after = { validFrom, validUntil };
  if (isTurned(after)) return 'turned';
  await tx('document_versions').where({ id: versionId }).update({ valid_from: validFrom, valid_until: validUntil });
  return { before, after };
}

/** Withdraws a document with all its versions. Answers whether it was not before. */
export async function withdrawAll(tx: Tx, documentId: number): Promise<boolean> {
  if (!(await hold(tx, documentId))) return false;
  return (await tx('document_versions').where({ document_id: documentId, withdrawn_at: null }).update({ withdrawn_at: tx.fn.now() })) > 0;
}

/**
 * Makes a former version the newest one, from now on; its last day stays. Answers whether that changed anything: the newest
 * needs no restoring, unless it was withdrawn.
 */
export async function restoreVersion(tx: Tx, versionId: number, by: string, through: 'panel' | 'api'): Promise<boolean> {
  const version = await tx('document_versions').where({ id: versionId }).first<{ document_id: number } | undefined>('document_id');
  if (!version || !(await hold(tx, version.document_id))) return false;
  const newest = await newestOf(tx, version.document_id);
  if (newest?.id === versionId && newest.withdrawn_at === null) return false;
  await tx.raw(
    `insert into document_versions (bot_id, document_id, content, content_type, sha256, version, title, passages, valid_until, uploaded_by, uploaded_through)
     select bot_id, document_id, content, content_type, sha256, version, title, passages, valid_until, ?, ? from document_versions where id = ?`,
    [by, through, versionId],
  );
  return true;
}

interface Newest {
  readonly id: number;
  readonly sha256: string;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly withdrawn_at: Date | null;
}

function newestOf(tx: Tx, documentId: number): Promise<Newest | undefined> {
  return tx('document_versions')
    .where({ document_id: documentId })
    .orderBy('id', 'desc')
    .first<Newest | undefined>('id', 'sha256', 'withdrawn_at', tx.raw('valid_from::text'), tx.raw('valid_until::text'));
}

/** A version, while it is the newest of its document. */
async function holdNewest(tx: Tx, versionId: number): Promise<Newest | undefined> {
  const version = await tx('document_versions').where({ id: versionId }).first<{ document_id: number } | undefined>('document_id');
  if (!version || !(await hold(tx, version.document_id))) return undefined;
  const newest = await newestOf(tx, version.document_id);
  return newest?.id === versionId ? newest : undefined;
}

/** Locks a document against other changes, as an update of it does: whose it is decides who may. */
async function hold(tx: Tx, documentId: number): Promise<boolean> {
  return (await tx('documents').where({ id: documentId }).update({ name: tx.ref('name') })) === 1;
}

async function holdByName(tx: Tx, botId: number | null, name: string): Promise<number> {
  const { rows } = await tx.raw<{ rows: { id: number }[] }>(
    `insert into documents (bot_id, name) values (?, ?)
     on conflict ((coalesce(bot_id, 0)), name) do update set name = excluded.name returning id`,
    [botId, name],
  );
  const [held] = rows;
  if (!held) throw new Error('A document that was just named is missing.');
  return held.id;
}
