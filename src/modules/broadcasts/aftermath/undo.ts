/**
 * Taking a broadcast back: its messages are deleted at everybody who got it, as long as Telegram lets a bot. The same
 * machinery makes the calls as has sent them; a deletion may be made twice, and so none is of unknown outcome.
 */
import type { Tx } from '../../../platform/db/database.js';
import type { Lease } from '../../../telegram/lease.js';
import type { Begun, MailingCall, MailingResult } from '../../../telegram/mailing-ledger.js';
import { CALLS, PERSON_OF, UNDO, callBindings, recipientOf } from '../call-ids.js';
import { moved } from '../repository.js';

const CHUNK = 1_000;
/** Telegram's limit for messages of a bot to private chats. */
const DELETABLE = `changed_at > now() - interval '48 hours'`;

/** How many messages of a broadcast can be deleted now. */
export async function countDeletable(tx: Tx, id: number): Promise<number> {
  const { rows } = await tx.raw<{ rows: { count: number }[] }>(
    `select count(*) as count from broadcast_recipients
     where broadcast_id = ? and state = 'sent' and deletion is distinct from 'deleted' and ${DELETABLE}`,
    [id],
  );
  return rows[0]?.count ?? 0;
}

/** Begins, or begins again. Answers whether the broadcast is over and nobody is at it. */
export async function startUndo(tx: Tx, id: number): Promise<boolean> {
  const changed = await tx('broadcasts')
    .where({ id })
    .whereIn('state', ['finished', 'cancelled'])
    .whereNotNull('settled_at')
    .whereRaw(`coalesce(undo, 'finished') in ('stopped', 'finished')`)
    .update({ ...moved(tx), undo: 'preparing' });
  return changed === 1;
}

/** Stops where it is: what was deleted is gone. */
export async function stopUndo(tx: Tx, id: number): Promise<boolean> {
  const going = tx('broadcasts').where({ id }).whereIn('undo', ['preparing', 'running']);
  return (await going.update({ ...moved(tx), undo: 'stopped' })) === 1;
}

/**
 * Marks the next messages, of people behind `after`, for deletion; those that failed before are tried again.
 * @returns behind whom there may be more; undefined when everybody was looked at
 */
export async function markChunk(tx: Tx, id: number, after: number): Promise<number | undefined> {
  const open = await tx('broadcasts').where({ id, undo: 'preparing' }).forUpdate().first<object | undefined>('id');
  if (!open) return undefined;
  const { rows } = await tx.raw<{ rows: { last: number | null; seen: number }[] }>(
    `with next as (
       select ctid, person_id, state, deletion from broadcast_recipients where broadcast_id = ? and person_id > ?
       order by person_id limit ${CHUNK} for update),
     marked as (
       update broadcast_recipients set deletion = case when ${DELETABLE} then 'waiting' else 'failed' end
       where ctid = any(array(select ctid from next where state = 'sent' and deletion is distinct from 'deleted')))
     select max(person_id) as last, count(*) as seen from next`,
    [id, after],
  );
  const { last = null, seen = 0 } = rows[0] ?? {};
  return seen === CHUNK && last !== null ? last : undefined;
}

/** Lets the calls be made once everything is marked. Answers whether it did. */
export async function runUndo(tx: Tx, id: number): Promise<boolean> {
  return (await tx('broadcasts').where({ id, undo: 'preparing' }).update({ undo: 'running', show_at: null })) === 1;
}

/** Answers whether nothing is left to be deleted, since this moment. */
export async function endUndo(tx: Tx, id: number): Promise<boolean> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update broadcasts set undo = 'finished' where id = ? and undo = 'running'
       and not exists (select from broadcast_recipients where broadcast_id = broadcasts.id and deletion = 'waiting')`,
    [id],
  );
  return rowCount === 1;
}

/** The next calls that delete something, of the broadcast that was sent first. */
export async function nextDeletions(tx: Tx, inHand: readonly string[], limit: number): Promise<MailingCall[]> {
  const { rows } = await tx.raw<{ rows: { id: string; chatId: number; messageIds: readonly number[] }[] }>(
    `select '${UNDO}:' || broadcast_id || ':' || person_id as id, telegram_id as "chatId", message_ids as "messageIds"
     from broadcasts cross join lateral (
         select broadcast_id, person_id, message_ids from broadcast_recipients
         where broadcast_id = broadcasts.id and deletion = 'waiting' order by person_id limit ?
       ) as recipient cross join lateral ${PERSON_OF}
     where undo = 'running' and '${UNDO}:' || broadcast_id || ':' || person_id <> all(?::text[])
     order by broadcast_id, person_id limit ?`,
    [limit + inHand.length, [...inHand], limit],
  );
  return rows.map(({ id, chatId, messageIds }) => ({
    ...{ id, chatId, method: 'deleteMessages', payload: { message_ids: messageIds } },
    repeatable: true,
  }));
}

/** Which of them may be made: nothing is marked, since they may be made twice. */
export async function mayDelete(tx: Tx, { botId, fence }: Lease, calls: readonly MailingCall[]): Promise<[string, Begun][]> {
  const { rows } = await tx.raw<{ rows: { id: string }[] }>(
    `select call.id from ${CALLS}
       join broadcasts on broadcasts.id = call.broadcast_id and undo = 'running'
       join broadcast_recipients as recipient
         on recipient.broadcast_id = broadcasts.id and recipient.person_id = call.person_id and deletion = 'waiting'
     where exists (select from leases where bot_id = ? and fence = ?)`,
    [...callBindings(calls), botId, fence],
  );
  return rows.map(({ id }) => [id, 'begun']);
}

export async function recordDeletions(tx: Tx, results: readonly MailingResult[]): Promise<void> {
  const made = results
    .filter(({ outcome }) => outcome.result !== 'again')
    .map(({ call, outcome }) => ({ ...recipientOf(call), deletion: outcome.result === 'sent' ? 'deleted' : 'failed' }));
  await tx.raw(
    `update broadcast_recipients set deletion = made.deletion
     from json_to_recordset(?::json) as made("broadcastId" bigint, "personId" bigint, deletion text)
     where broadcast_id = made."broadcastId" and person_id = made."personId"`,
    [JSON.stringify(made)],
  );
}
