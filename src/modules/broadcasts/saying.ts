/** What drafts say, in the database: changed while their author's lock is held, and found by the author's messages. */
import { type Database, type Tx, storableJson } from '../../platform/db/database.js';
import type { BroadcastContent } from './content.js';

/** Messages of an album come one after another; this long after the last one it is taken for complete. */
const ALBUM_COMPLETE_AFTER = '1.5 seconds';

export async function setContent(tx: Tx, id: number, content: BroadcastContent): Promise<void> {
  await tx('broadcasts').where({ id }).update({ content: storableJson(content) });
}

/** More of the album may come; its author is shown it when nothing has come for a while. */
export async function awaitAlbum(tx: Tx, id: number, groupId: string): Promise<void> {
  const preview_at = tx.raw(`now() + interval '${ALBUM_COMPLETE_AFTER}'`);
  await tx('broadcasts').where({ id }).update({ album_id: groupId, preview_at });
}

/** The broadcast of the author's that an album belongs to. */
export async function withAlbum(tx: Tx, authorId: number, groupId: string): Promise<number | undefined> {
  const row = await tx('broadcasts')
    .where({ author_id: authorId, album_id: groupId })
    .orderBy('id', 'desc')
    .first<{ id: number } | undefined>('id');
  return row?.id;
}

/** The draft of the author's that says what a message of theirs said. */
export async function withMessage(tx: Tx, authorId: number, messageId: number): Promise<number | undefined> {
  const row = await tx('broadcasts')
    .where({ author_id: authorId, state: 'draft' })
    .whereRaw(`jsonb_path_exists(content, '$.said.**.messageId \\? (@ == $id)', ?)`, [JSON.stringify({ id: messageId })])
    .orderBy('id', 'desc')
    .first<{ id: number } | undefined>('id');
  return row?.id;
}

/** The album that its author is to be shown now, by Telegram's name for it: to be done by whoever is told so, and once. */
export async function takePreview(tx: Tx, id: number): Promise<string | undefined> {
  const [row] = await tx('broadcasts')
    .where({ id })
    .where('preview_at', '<=', tx.fn.now())
    .update({ preview_at: null })
    .returning<{ album_id: string }[]>('album_id');
  return row?.album_id;
}

/** Broadcasts of whatever bot whose authors are to be shown what they say. */
export async function previewsDue(db: Database): Promise<{ readonly botId: number; readonly broadcastId: number }[]> {
  const { rows } = await db.raw<{ rows: { botId: number; broadcastId: number }[] }>(
    `select bot_id as "botId", id as "broadcastId" from broadcasts where preview_at <= now()`,
  );
  return rows;
}
