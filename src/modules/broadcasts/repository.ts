import type { Database, Tx } from '../../platform/db/database.js';
import { storableJson } from '../../platform/db/database.js';
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
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export type RecipientCounts = Readonly<Record<RecipientState, number>>;

interface BroadcastRow {
  readonly id: number;
  readonly author_id: number;
  readonly state: BroadcastState;
  readonly content: BroadcastContent;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}

/** People looked at for the ledger by one statement. */
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
  const row = await tx('broadcasts')
    .where({ id, author_id: authorId, state: 'draft' })
    .forUpdate()
    .first<BroadcastRow | undefined>('*');
  return row && broadcastOf(row);
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

/** How many would get a broadcast now. */
export async function countAudience(tx: Tx): Promise<number> {
  const { rows } = await tx.raw<{ rows: { count: number }[] }>(`select count(*) as count from persons where ${REACHED}`);
  return rows[0]?.count ?? 0;
}

/** Whether somebody wants broadcasts. Answers whether that was otherwise before. */
export async function setSubscribed(tx: Tx, personId: number, wanted: boolean): Promise<boolean> {
  const changed = await tx('persons')
    .where({ id: personId })
    .whereRaw('(unsubscribed_at is null) = ?', [!wanted])
    .update({ unsubscribed_at: wanted ? null : tx.fn.now() });
  return changed === 1;
}

/** Who gets a broadcast: everybody registered who wants it, can be reached, and is not blocked by the bank. */
const REACHED = `registered_at is not null and unsubscribed_at is null and unreachable_at is null and blocked_at is null`;

/** Writes the next people into the ledger of a broadcast that is being prepared. Answers whether there may be more. */
export async function prepareChunk(tx: Tx, botId: number, id: number): Promise<boolean> {
  const row = await tx('broadcasts')
    .where({ id, state: 'preparing' })
    .forUpdate()
    .first<{ prepared_up_to: number } | undefined>('prepared_up_to');
  if (!row) return false;
  const { rows } = await tx.raw<{ rows: { last: number | null; seen: number }[] }>(
    `with next as (select * from persons where id > ? order by id limit ${CHUNK}),
       added as (
         insert into broadcast_recipients (bot_id, broadcast_id, person_id)
         select ?, ?, id from next where ${REACHED} on conflict do nothing
       )
     select max(id) as last, count(*) as seen from next`,
    [row.prepared_up_to, botId, id],
  );
  const { last = null, seen = 0 } = rows[0] ?? {};
  if (last !== null) await tx('broadcasts').where({ id }).update({ prepared_up_to: last });
  return seen === CHUNK;
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

/** Broadcasts of whatever bot that somebody has to work on: to prepare them, to show how far they are, to settle them. */
export async function broadcastsUnderWay(db: Database): Promise<{ readonly botId: number; readonly broadcastId: number }[]> {
  const { rows } = await db.raw<{ rows: { botId: number; broadcastId: number }[] }>(
    `select bot_id as "botId", id as "broadcastId" from broadcasts
     where state <> 'draft' and settled_at is null and (state in ('preparing', 'cancelled')
       or state = 'running' and coalesce(shown_at, '-infinity') < now() - interval '${SHOWN_EVERY}')`,
  );
  return rows;
}

function broadcastOf({ id, author_id, state, content, started_at, ended_at }: BroadcastRow): Broadcast {
  return { id, authorId: author_id, state, content, startedAt: started_at, endedAt: ended_at };
}
