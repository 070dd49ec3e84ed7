/** Passages that are to be embedded by a job (table `embeddings_wanted`), by what was embedded and with which model. */
import type { Database } from '../../platform/db/database.js';

export interface WantedPassage {
  readonly hash: string;
  readonly content: string;
}

const ROWS_AT_ONCE = 500;
/** A job that has passages in hand and dies leaves them to others after this long. */
const CLAIM_SECONDS = 90;
/** A job that is to be tried again finds them free by then: no pause is longer than this. */
const LONGEST_PAUSE_SECONDS = 60;
/** What the queue was not told of, or has lost, is looked for after this long. */
const UNSEEN_SECONDS = 2;
const LOST_SECONDS = 30;

export async function wantEmbeddings(db: Database, model: string, passages: readonly WantedPassage[]): Promise<void> {
  const rows = passages.map(({ hash, content }) => ({ model, content_hash: hash, content }));
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const batch = rows.slice(at, at + ROWS_AT_ONCE);
    await db('embeddings_wanted').insert(batch).onConflict(['model', 'content_hash']).ignore();
  }
}

/** Whether there are some that nobody seems to be at. */
export async function isEmbeddingDue(db: Database, model: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { due: boolean }[] }>(
    `select exists (
       select from embeddings_wanted where model = ?
         and (attempts = 0 and wanted_at < now() - ? * interval '1 second' or free_at < now() - ? * interval '1 second')) as due`,
    [model, UNSEEN_SECONDS, LOST_SECONDS],
  );
  return rows[0]?.due === true;
}

/** Claims the next of them for a limited time. */
export async function claimWanted(db: Database, model: string, limit: number): Promise<WantedPassage[]> {
  const { rows } = await db.raw<{ rows: WantedPassage[] }>(
    `update embeddings_wanted set attempts = attempts + 1, free_at = now() + ? * interval '1 second'
     where model = ? and content_hash in (
       select content_hash from embeddings_wanted where model = ? and free_at <= now()
       order by wanted_at, content_hash limit ? for update skip locked)
     returning content_hash as hash, content`,
    [CLAIM_SECONDS, model, model, limit],
  );
  return rows;
}

/** Frees what could not be embedded, after a pause that doubles from try to try as that of their job does. */
export async function freeWanted(db: Database, model: string, passages: readonly WantedPassage[]): Promise<void> {
  await db.raw(
    `update embeddings_wanted set free_at = now() + least(power(2, least(attempts, 16)), ?) * interval '1 second'
     where model = ? and content_hash = any(?)`,
    [LONGEST_PAUSE_SECONDS, model, passages.map(({ hash }) => hash)],
  );
}

/** Takes what is embedded off the list. Answers whether the list is empty now. */
export async function dropWanted(db: Database, model: string, passages: readonly WantedPassage[]): Promise<boolean> {
  await db('embeddings_wanted').where({ model }).whereIn('content_hash', passages.map(({ hash }) => hash)).delete();
  return (await db('embeddings_wanted').where({ model }).first<object | undefined>('model')) === undefined;
}
