/** Files that were sent to a chat and are to be fetched: a row for each, which leaves when that is done. */
import type { Database, Tx } from '../../../platform/db/database.js';

export interface PendingUpload {
  readonly personId: number;
  readonly name: string;
  /** Whether it is for all bots. */
  readonly shared: boolean;
  readonly fileId: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

export interface UploadName {
  readonly botId: number;
  readonly uploadId: number;
}

/** Longer than a fetch and the reading of a large file take. */
const CLAIM = `interval '2 minutes'`;
const LONGEST_PAUSE_SECONDS = 60;

export async function addUpload(tx: Tx, botId: number, upload: PendingUpload): Promise<void> {
  const { personId, name, shared, fileId, validFrom, validUntil } = upload;
  const row = { bot_id: botId, person_id: personId, name, shared, file_id: fileId, valid_from: validFrom, valid_until: validUntil };
  await tx('document_uploads').insert(row);
}

/** Those of all bots that nobody is at. */
export function uploadsDue(db: Database, limit: number): Promise<UploadName[]> {
  return db('document_uploads')
    .where('free_at', '<=', db.fn.now())
    .orderBy('free_at')
    .limit(limit)
    .select<UploadName[]>('bot_id as botId', 'id as uploadId');
}

/** Begins to fetch it, for nobody else to do so meanwhile. Answers how often that was begun; undefined when it is not due. */
export async function beginUpload(tx: Tx, id: number): Promise<(PendingUpload & { readonly attempts: number }) | undefined> {
  const { rows } = await tx.raw<{ rows: (PendingUpload & { readonly attempts: number })[] }>(
    `update document_uploads set attempts = attempts + 1, free_at = now() + ${CLAIM} where id = ? and free_at <= now()
     returning person_id as "personId", name, shared, file_id as "fileId", valid_from::text as "validFrom",
       valid_until::text as "validUntil", attempts`,
    [id],
  );
  return rows[0];
}

/** Leaves it to the next try, after a pause that doubles from try to try. */
export async function postponeUpload(tx: Tx, id: number): Promise<void> {
  const pause = tx.raw(`now() + least(power(2, least(attempts, 16)), ?) * interval '1 second'`, [LONGEST_PAUSE_SECONDS]);
  await tx('document_uploads').where({ id }).update({ free_at: pause });
}

/** Answers whether it was still to be done: of two that have done it, one ends it. */
export async function endUpload(tx: Tx, id: number): Promise<boolean> {
  return (await tx('document_uploads').where({ id }).delete()) === 1;
}
