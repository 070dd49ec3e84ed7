import type { Database, Tx } from '../../platform/db/database.js';
import { storableJson } from '../../platform/db/database.js';
import { type Audience, audienceOf } from './audience/audience.js';
import type { BroadcastContent } from './content.js';

export type BroadcastState =
  | 'draft'
  | 'to_approve'
  | 'scheduled'
  | 'preparing'
  | 'running'
  | 'paused'
  | 'finished'
  | 'cancelled';

export type RecipientState = 'waiting' | 'sending' | 'sent' | 'failed' | 'blocked' | 'unknown' | 'cancelled';

export interface Broadcast {
  readonly id: number;
  readonly authorId: number;
  readonly state: BroadcastState;
  readonly content: BroadcastContent;
  readonly audience: Audience;
  /** Those get it as well who want no broadcasts. */
  readonly service: boolean;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export type RecipientCounts = Readonly<Record<RecipientState, number>>;

interface BroadcastRow {
  readonly id: number;
  readonly author_id: number;
  readonly state: BroadcastState;
  readonly content: BroadcastContent;
  readonly audience: unknown;
  readonly service: boolean;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}

/** People at once. */
const CHUNK = 1_000;

export async function insertBroadcast(tx: Tx, botId: number, authorId: number, content: BroadcastContent): Promise<Broadcast> {
  const [row] = await tx('broadcasts')
    .insert({ bot_id: botId, author_id: authorId, content: storableJson(content) })
    .returning<BroadcastRow[]>('*');
  if (!row) throw new Error('A broadcast that was just added is missing.');
  return broadcastOf(row);
}

export async function findBroadcast(tx: Tx, id: number): Promise<Broadcast | undefined> {
  const row = await tx('broadcasts').where({ id }).first<BroadcastRow | undefined>('*');
  return row && broadcastOf(row);
}

/** A draft of the author's, which nobody else changes until the transaction ends. */
export async function lockDraft(tx: Tx, id: number, authorId: number): Promise<Broadcast | undefined> {
  const draft = await lockAnyDraft(tx, id);
  return draft?.authorId === authorId ? draft : undefined;
}

/** A draft, which nobody else changes until the transaction ends. */
export async function lockAnyDraft(tx: Tx, id: number): Promise<Broadcast | undefined> {
  const row = await tx('broadcasts').where({ id, state: 'draft' }).forUpdate().first<BroadcastRow | undefined>('*');
  return row && broadcastOf(row);
}

export async function setAudience(tx: Tx, id: number, audience: Audience): Promise<void> {
  await tx('broadcasts').where({ id }).update({ audience: storableJson(audience) });
}

/** Moves a broadcast on. Answers whether it stood where it may be moved on from. */
export async function moveBroadcast(tx: Tx, id: number, from: readonly BroadcastState[], to: BroadcastState): Promise<boolean> {
  const now = tx.fn.now();
  const times = {
    ...(to === 'preparing' && { started_at: now, prepared_up_to: 0 }),
    ...((to === 'finished' || to === 'cancelled') && { ended_at: now }),
    ...(to === 'finished' && { settled_at: now }),
  };
  return (await tx('broadcasts').where({ id }).whereIn('state', [...from]).update({ state: to, ...times })) === 1;
}

/** Whether somebody wants broadcasts. Answers whether that was otherwise before. */
export async function setSubscribed(tx: Tx, personId: number, wanted: boolean): Promise<boolean> {
  const changed = await tx('persons')
    .where({ id: personId })
    .whereRaw('(unsubscribed_at is null) = ?', [!wanted])
    .update({ unsubscribed_at: wanted ? null : tx.fn.now() });
  return changed === 1;
}

export async function countRecipients(tx: Tx, id: number): Promise<RecipientCounts> {
  const rows = await tx('broadcast_recipients')
    .where({ broadcast_id: id })
    .groupBy('state')
    .select<{ state: RecipientState; count: number }[]>('state', tx.raw('count(*) as count'));
  const none: RecipientCounts = { waiting: 0, sending: 0, sent: 0, failed: 0, blocked: 0, unknown: 0, cancelled: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

/** Gives up on the next of those who still wait for a broadcast that was cancelled. Answers whether there may be more. */
export async function cancelChunk(tx: Tx, id: number): Promise<boolean> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update broadcast_recipients set state = 'cancelled', changed_at = now()
     where broadcast_id = ? and person_id in (
       select person_id from broadcast_recipients where broadcast_id = ? and state = 'waiting' limit ${CHUNK})
     and state = 'waiting'`,
    [id, id],
  );
  return rowCount === CHUNK;
}

/** Nobody waits any more for a broadcast that was cancelled. */
export async function settleCancelled(tx: Tx, id: number): Promise<void> {
  await tx('broadcasts').where({ id, state: 'cancelled', settled_at: null }).update({ settled_at: tx.fn.now() });
}

/** Whether its progress may be shown again: sparingly, and by one worker. */
export async function mayBeShown(tx: Tx, id: number): Promise<boolean> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update broadcasts set shown_at = now()
     where id = ? and (shown_at is null or shown_at < now() - interval '${SHOWN_EVERY}')`,
    [id],
  );
  return rowCount === 1;
}

const SHOWN_EVERY = '3 seconds';

/** Broadcasts of whatever bot that somebody has to work on: to read their lists, to prepare them, to show how far they are, to settle them. */
export async function broadcastsUnderWay(db: Database): Promise<{ readonly botId: number; readonly broadcastId: number }[]> {
  const { rows } = await db.raw<{ rows: { botId: number; broadcastId: number }[] }>(
    `select bot_id as "botId", id as "broadcastId" from broadcasts
     where state <> 'draft' and settled_at is null and (state in ('preparing', 'cancelled')
       or state = 'running' and coalesce(shown_at, '-infinity') < now() - interval '${SHOWN_EVERY}')
     union
     select bot_id, broadcast_id from broadcast_lists where state in ('waiting', 'dropped') or tag is not null`,
  );
  return rows;
}

function broadcastOf({ id, author_id, state, content, audience, service, started_at, ended_at }: BroadcastRow): Broadcast {
  const times = { startedAt: started_at, endedAt: ended_at };
  return { id, authorId: author_id, state, content, audience: audienceOf(audience), service, ...times };
}
