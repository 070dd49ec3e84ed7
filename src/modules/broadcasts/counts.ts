/**
 * How far broadcasts are, in numbers. A ledger is counted while its broadcast is under way only: when nobody is left to
 * whom it may still be said, the broadcast is settled and keeps its counts. Whatever changes its ledger after that
 * unsettles it in the same transaction, and it is counted anew.
 */
import type { Database, Tx } from '../../platform/db/database.js';
import type { Broadcast, RecipientCounts, RecipientState } from './repository.js';

export interface Standing {
  readonly counts: RecipientCounts;
  /** Recipients dealt with each second, over the last seconds. */
  readonly perSecond: number;
  /** Messages by what came of deleting them. */
  readonly deletions: Readonly<Record<'waiting' | 'deleted' | 'failed', number>>;
  /** How many have unsubscribed with the button below it. */
  readonly unsubscribed: number;
}

const NOBODY: RecipientCounts = { waiting: 0, sending: 0, sent: 0, failed: 0, blocked: 0, unknown: 0, cancelled: 0 };
const RATE_SECONDS = 10;

export async function standingOf(tx: Tx, { id, counts, movedAt, undo, endedAt }: Broadcast): Promise<Standing> {
  const now = counts ? { counts: { ...NOBODY, ...counts }, recent: 0 } : await countRecipients(tx, id, movedAt);
  const seconds = movedAt ? (Date.now() - movedAt.getTime()) / 1000 : RATE_SECONDS;
  const perSecond = now.recent / Math.min(RATE_SECONDS, Math.max(1, seconds));
  const deletions = { waiting: 0, deleted: 0, failed: 0, ...(undo && (await countDeletions(tx, id))) };
  return { counts: now.counts, perSecond, deletions, unsubscribed: endedAt ? await countUnsubscribed(tx, id) : 0 };
}

export function totalOf(counts: RecipientCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** @param since what came before it, as before a pause, is not recent */
async function countRecipients(tx: Tx, id: number, since: Date | null = null): Promise<{ readonly counts: RecipientCounts; readonly recent: number }> {
  const { rows } = await tx.raw<{ rows: { state: RecipientState; count: number; recent: number }[] }>(
    `select state, count(*) as count, (
       select count(*) from broadcast_recipients where broadcast_id = ? and state in ('sent', 'failed', 'blocked', 'unknown')
         and changed_at > greatest(now() - interval '${RATE_SECONDS} seconds', ?)) as recent
     from broadcast_recipients where broadcast_id = ? group by state`,
    [id, since, id],
  );
  const counts = { ...NOBODY, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
  return { counts, recent: rows[0]?.recent ?? 0 };
}

async function countDeletions(tx: Tx, id: number): Promise<Partial<Standing['deletions']>> {
  const rows = await tx('broadcast_recipients')
    .where({ broadcast_id: id })
    .whereNotNull('deletion')
    .groupBy('deletion')
    .select<{ deletion: string; count: number }[]>('deletion', tx.raw('count(*) as count'));
  return Object.fromEntries(rows.map(({ deletion, count }) => [deletion, count]));
}

async function countUnsubscribed(tx: Tx, id: number): Promise<number> {
  const unsubscribed = tx('broadcast_recipients').where({ broadcast_id: id }).whereNotNull('unsubscribed_at');
  return (await unsubscribed.first<{ count: number } | undefined>(tx.raw('count(*) as count')))?.count ?? 0;
}

/**
 * Closes a broadcast that went, or was given up, once nobody is left to whom it may still be said. Answers whether this
 * call has.
 */
export async function settle(tx: Tx, id: number): Promise<boolean> {
  // Whoever changes the ledger of a broadcast that is over locks this row first: see `unsettle`.
  const row = await tx('broadcasts')
    .where({ id, settled_at: null })
    .whereIn('state', ['running', 'finished', 'cancelled'])
    .forUpdate()
    .first<{ state: string } | undefined>('state');
  if (!row || (await somebodyIsLeft(tx, id))) return false;
  const { counts } = await countRecipients(tx, id);
  const ledger = tx('broadcast_recipients').where({ broadcast_id: id });
  await tx('broadcasts')
    .where({ id })
    .update({
      state: row.state === 'running' ? 'finished' : row.state,
      ended_at: tx.raw('coalesce(ended_at, (?), now())', [ledger.max('changed_at')]),
      settled_at: tx.fn.now(),
      counts: JSON.stringify(counts),
    });
  return true;
}

async function somebodyIsLeft(tx: Tx, id: number): Promise<boolean> {
  const left = tx('broadcast_recipients').where({ broadcast_id: id }).whereIn('state', ['waiting', 'sending']);
  return (await left.first<object | undefined>('person_id')) !== undefined;
}

/**
 * Has the ledgers of these broadcasts counted anew if they are over; to be called before something in them changes. No
 * other transaction settles them until this one ends.
 */
export async function unsettle(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx('broadcasts').whereIn('id', [...ids]).orderBy('id').forUpdate().select('id');
  await tx('broadcasts')
    .whereIn('id', [...ids])
    .whereNotNull('settled_at')
    .update({ settled_at: null, counts: null, show_at: null });
}

/** The recipients of all bots by state, for metrics. Costs as much as counting what is under way. */
export async function countAllRecipients(db: Database): Promise<RecipientCounts> {
  const { rows } = await db.raw<{ rows: { state: RecipientState; count: number }[] }>(
    `select state, sum(count)::bigint as count from (
       select kept.state, kept.count::bigint from broadcasts, jsonb_each_text(counts) as kept(state, count)
       union all
       select recipient.state, count(*) from broadcasts
         join broadcast_recipients as recipient on recipient.bot_id = broadcasts.bot_id and broadcast_id = broadcasts.id
       where broadcasts.state <> 'draft' and settled_at is null group by 1) as each_one
     group by state`,
  );
  return { ...NOBODY, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}
