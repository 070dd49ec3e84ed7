import type { Database, Tx } from '../../platform/db/database.js';
import { storableJson } from '../../platform/db/database.js';
import { type Audience, audienceOf } from './audience/audience.js';
import type { BroadcastContent } from './content.js';

export type BroadcastState =
  | 'draft'
  | 'to_approve'
  | 'scheduled'
  | 'preparing'
  | 'resending'
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
  /** A notice of the service: those who want no broadcasts get it, too. */
  readonly service: boolean;
  readonly paid: boolean;
  /** Not before this moment. */
  readonly startAt: Date | null;
  readonly approvedBy: number | null;
  /** How many were to get it when approval was asked for. */
  readonly approvalFor: number | null;
  /** How often approval was asked for. */
  readonly approvalRound: number;
  /** Whether somebody has let it go in quiet hours. */
  readonly atAnyHour: boolean;
  /** Who let it go last. */
  readonly releasedBy: number | null;
  /** Bots that are to send it, too. */
  readonly otherBots: readonly number[];
  /** What became of that, by the ids of the bots. */
  readonly copies: Readonly<Record<string, Copy>>;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** When somebody has moved it on last, such as paused it. */
  readonly movedAt: Date | null;
  /** How long it stood still between its start and its end. */
  readonly pausedSeconds: number;
  /** Kept once nobody is left to whom it may still be said. */
  readonly counts: Partial<RecipientCounts> | null;
  /** How far the deletion of its messages is. */
  readonly undo: 'preparing' | 'running' | 'stopped' | 'finished' | null;
}

/** What became of a broadcast in another bot: a broadcast of its own there, or why there is none. */
export interface Copy {
  /** Of the other bot, without the @. */
  readonly username: string;
  readonly id?: number;
  readonly refused?: 'right' | 'audience' | 'files';
}

export type RecipientCounts = Readonly<Record<RecipientState, number>>;

interface BroadcastRow {
  readonly id: number;
  readonly author_id: number;
  readonly state: BroadcastState;
  readonly content: BroadcastContent;
  readonly audience: unknown;
  readonly service: boolean;
  readonly paid: boolean;
  readonly start_at: Date | null;
  readonly approved_by: number | null;
  readonly approval_for: number | null;
  readonly approval_round: number;
  readonly at_any_hour: boolean;
  readonly released_by: number | null;
  readonly other_bots: readonly number[];
  readonly copies: Broadcast['copies'];
  readonly prepared_up_to: number | null;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly moved_at: Date | null;
  readonly paused_seconds: number;
  readonly counts: Broadcast['counts'];
  readonly undo: Broadcast['undo'];
}

/** What may be changed of a broadcast besides what it says. */
export type BroadcastChanges = Partial<Omit<BroadcastRow, 'id' | 'author_id' | 'content' | 'ended_at'>>;

/** People at once. */
const CHUNK = 1_000;

/** A broadcast that nobody gets yet. */
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
  const draft = await lockBroadcast(tx, id, 'draft');
  return draft?.authorId === authorId ? draft : undefined;
}

export async function setAudience(tx: Tx, id: number, audience: Audience): Promise<void> {
  await tx('broadcasts').where({ id }).update({ audience: storableJson(audience) });
}

/** Broadcasts, newest first, without drafts that were thrown away. */
export async function listBroadcasts(tx: Tx, limit: number, offset: number): Promise<Broadcast[]> {
  const rows = await tx('broadcasts')
    .whereRaw(`(state <> 'cancelled' or started_at is not null)`)
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .select<BroadcastRow[]>('*');
  return rows.map(broadcastOf);
}

/** A broadcast in this state, which nobody moves on until the transaction ends. */
export async function lockBroadcast(tx: Tx, id: number, state: BroadcastState): Promise<Broadcast | undefined> {
  const row = await tx('broadcasts').where({ id, state }).forUpdate().first<BroadcastRow | undefined>('*');
  return row && broadcastOf(row);
}

/** One whose time to begin has come, by the clock of the database. */
export async function lockDue(tx: Tx, id: number): Promise<Broadcast | undefined> {
  const row = await tx('broadcasts')
    .where({ id, state: 'scheduled' })
    .where('start_at', '<=', tx.fn.now())
    .forUpdate()
    .first<BroadcastRow | undefined>('*');
  return row && broadcastOf(row);
}

/** Changes a broadcast that the caller has locked. Answers it as it is then. */
export async function changeBroadcast(tx: Tx, { id, state }: Broadcast, changes: BroadcastChanges): Promise<Broadcast> {
  const isMoved = changes.state !== undefined;
  const [row] = await tx('broadcasts').where({ id, state }).update({ ...changes, ...(isMoved && moved(tx)) }).returning<BroadcastRow[]>('*');
  if (!row) throw new Error('A broadcast was changed without its lock.');
  return broadcastOf(row);
}

/** The copy of another bot's broadcast, if there is one. */
export async function copyOf(tx: Tx, originBotId: number, originId: number): Promise<number | undefined> {
  const row = await tx('broadcasts')
    .where({ origin_bot_id: originBotId, origin_id: originId })
    .first<{ id: number } | undefined>('id');
  return row?.id;
}

/** Adds the copy of another bot's broadcast as a draft; undefined when there is one. */
export async function insertCopy(tx: Tx, botId: number, authorId: number, original: Broadcast, originBotId: number): Promise<Broadcast | undefined> {
  const { id, content, audience, service, paid, startAt } = original;
  const [row] = await tx('broadcasts')
    .insert({
      ...{ bot_id: botId, author_id: authorId, origin_bot_id: originBotId, origin_id: id },
      ...{ content: storableJson(content), audience: storableJson(audience), service, paid, start_at: startAt },
    })
    .onConflict(['bot_id', 'origin_bot_id', 'origin_id'])
    .ignore()
    .returning<BroadcastRow[]>('*');
  return row && broadcastOf(row);
}

/** Keeps what became of a broadcast in another bot. */
export async function noteCopy(tx: Tx, id: number, otherBotId: number, copy: Copy): Promise<void> {
  await tx.raw(
    `update broadcasts set copies = copies || ?::jsonb, show_at = null,
       copied_at = case when (select bool_and(copies || ?::jsonb \\? other::text) from unnest(other_bots) as other) then now() end
     where id = ?`,
    [storableJson({ [otherBotId]: copy }), storableJson({ [otherBotId]: copy }), id],
  );
}

/** Now, by the clock of the database. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const { rows } = await tx.raw<{ rows: { now: Date }[] }>('select now() as now');
  const [row] = rows;
  if (!row) throw new Error('PostgreSQL does not tell the time.');
  return row.now;
}

/** Moves a broadcast on. Answers whether it stood where it may be moved on from. */
export async function moveBroadcast(tx: Tx, id: number, from: readonly BroadcastState[], to: BroadcastState): Promise<boolean> {
  const changes = { ...(to === 'cancelled' && { ended_at: tx.fn.now() }), ...moved(tx) };
  return (await tx('broadcasts').where({ id }).whereIn('state', [...from]).update({ state: to, ...changes })) === 1;
}

/** Whether somebody wants broadcasts. Answers whether that was otherwise before. */
export async function setSubscribed(tx: Tx, personId: number, wanted: boolean): Promise<boolean> {
  const changed = await tx('persons')
    .where({ id: personId })
    .whereRaw('(unsubscribed_at is null) = ?', [!wanted])
    .update({ unsubscribed_at: wanted ? null : tx.fn.now() });
  return changed === 1;
}

/** Notes that a person unsubscribed with the button of a broadcast that they got. */
export async function noteUnsubscribed(tx: Tx, id: number, personId: number): Promise<void> {
  await tx('broadcast_recipients')
    .where({ broadcast_id: id, person_id: personId, unsubscribed_at: null })
    .update({ unsubscribed_at: tx.fn.now() });
}

/**
 * Gives up on the next of those who still wait for a broadcast that was cancelled. Answers whether there may be more. They
 * are locked, and named by where they stand: of a ledger that was just written the planner knows nothing yet, and would
 * look through all of it for each of them.
 */
export async function cancelChunk(tx: Tx, id: number): Promise<boolean> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update broadcast_recipients set state = ${givenUp('error')}, changed_at = now()
     where ctid = any(array(
       select ctid from broadcast_recipients where broadcast_id = ? and state = 'waiting' limit ${CHUNK} for update skip locked))`,
    [id],
  );
  return rowCount === CHUNK;
}

/** SQL for what becomes of somebody who waits no more: of one who waited to get it again, as little is known as before. */
export function givenUp(error: string): string {
  return `case when ${error} is null then 'cancelled' else 'unknown' end`;
}

/** What every move of a broadcast changes: who looks on sees it at once, and how long it stood still is added up. */
export const moved = (tx: Tx) => ({
  moved_at: tx.fn.now(),
  show_at: null,
  paused_seconds: tx.raw(
    `paused_seconds + case when state in ('paused', 'scheduled') and started_at is not null
       then extract(epoch from now() - moved_at)::integer else 0 end`,
  ),
});

/**
 * Whether its progress may be shown again: by one worker, and the more seldom the longer nobody has moved it on. One that
 * stands still, or waits for its time or for approval, is shown no more.
 */
export async function mayBeShown(tx: Tx, id: number): Promise<boolean> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update broadcasts set show_at = case
       when state in ('paused', 'scheduled', 'to_approve')
           and not exists (select from broadcast_recipients where broadcast_id = id and state = 'sending')
         then 'infinity'
       else now() + least(greatest((now() - moved_at) / 60, interval '3 seconds'), interval '30 seconds') end
     where id = ? and ${SHOW_IS_DUE}`,
    [id],
  );
  return rowCount === 1;
}

const SHOW_IS_DUE = `coalesce(show_at, '-infinity') <= now()`;

/**
 * Broadcasts of whatever bot that somebody has to work on: to read their lists, to prepare them, to show how far they are,
 * to settle them, to delete their messages.
 */
export async function broadcastsUnderWay(db: Database): Promise<{ readonly botId: number; readonly broadcastId: number }[]> {
  const { rows } = await db.raw<{ rows: { botId: number; broadcastId: number }[] }>(
    `select bot_id as "botId", id as "broadcastId" from broadcasts
     where state <> 'draft' and settled_at is null and (state in ('preparing', 'resending', 'running', 'cancelled')
         or state = 'scheduled' and start_at <= now()
         or state in ('paused', 'finished', 'to_approve', 'scheduled') and ${SHOW_IS_DUE})
       or undo = 'preparing' or undo = 'running' and ${SHOW_IS_DUE}
       or other_bots <> '{}' and copied_at is null and state not in ('draft', 'to_approve', 'cancelled')
     union
     select bot_id, broadcast_id from broadcast_lists
     where state = 'waiting' and free_at <= now() or state = 'dropped' or tag is not null`,
  );
  return rows;
}

function broadcastOf(row: BroadcastRow): Broadcast {
  const { id, state, content, service, paid, counts, undo } = row;
  return {
    ...{ id, state, content, service, paid, counts, undo },
    authorId: row.author_id,
    audience: audienceOf(row.audience),
    startAt: row.start_at,
    approvedBy: row.approved_by,
    approvalFor: row.approval_for,
    approvalRound: row.approval_round,
    atAnyHour: row.at_any_hour,
    releasedBy: row.released_by,
    otherBots: row.other_bots,
    copies: row.copies,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    movedAt: row.moved_at,
    pausedSeconds: row.paused_seconds,
  };
}
