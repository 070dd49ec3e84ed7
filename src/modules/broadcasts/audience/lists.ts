/**
 * Lists of people that come as files. A row stands for each file; who of it is known to the bot stands in
 * `broadcast_listed`. An audience names its list by id, so that a file sent later is another list, and what is being
 * read of an earlier one cannot get into it.
 */
import type { Tx } from '../../../platform/db/database.js';

/** Why a file cannot be used. */
export type ListFailure =
  | 'empty'
  | 'no_text'
  | 'xlsx'
  | 'too_large'
  | 'too_long'
  | 'no_numbers'
  | 'broken'
  /** Telegram has it no more. */
  | 'gone'
  | 'unavailable';

export interface ListCounts {
  readonly rows: number;
  /** People. */
  readonly found: number;
  /** Rows that name somebody whom another row names. */
  readonly repeated: number;
  /** Rows that name nobody the bot knows. */
  readonly unknown: number;
  readonly unreadable: number;
}

export interface BroadcastList extends ListCounts {
  readonly id: number;
  readonly broadcastId: number;
  readonly state: 'waiting' | 'read' | 'failed' | 'dropped';
  readonly error: ListFailure | null;
  /** What its people are still to be tagged with. */
  readonly tag: string | null;
}

const COLUMNS = ['id', 'broadcast_id as broadcastId', 'state', 'error', 'tag', 'rows', 'found', 'repeated', 'unknown', 'unreadable'];

/** People at once. */
const CHUNK = 1_000;

/** Adds a list that is to be read; the broadcast's earlier ones are to be forgotten. Answers its id. */
export async function addList(tx: Tx, botId: number, broadcastId: number, fileId: string): Promise<number> {
  await dropLists(tx, broadcastId);
  const row = { bot_id: botId, broadcast_id: broadcastId, file_id: fileId };
  const [added] = await tx('broadcast_lists').insert(row).returning<{ id: number }[]>('id');
  if (!added) throw new Error('A list that was just added is missing.');
  return added.id;
}

/** Has the lists of a broadcast forgotten; whom one of them names is still tagged, where that was promised. */
export async function dropLists(tx: Tx, broadcastId: number): Promise<void> {
  await tx('broadcast_lists').where({ broadcast_id: broadcastId }).update({ state: 'dropped', file_id: null });
}

export function findList(tx: Tx, id: number): Promise<BroadcastList | undefined> {
  return tx('broadcast_lists').where({ id }).first<BroadcastList | undefined>(COLUMNS);
}

/** The lists of a broadcast that there is something to do about. */
export function openLists(tx: Tx, broadcastId: number): Promise<BroadcastList[]> {
  return tx('broadcast_lists')
    .where({ broadcast_id: broadcastId })
    .whereRaw(`(state in ('waiting', 'dropped') or tag is not null)`)
    .orderBy('id')
    .select<BroadcastList[]>(COLUMNS);
}

/** How long a list is left to whoever reads it and is not heard of any more. */
const CLAIM = `interval '30 seconds'`;
const LONGEST_PAUSE_SECONDS = 60;

/**
 * Begins to read a list, for nobody else to read meanwhile. Answers its file and how often that has been begun, unless it
 * is not to be read now.
 */
export async function beginList(tx: Tx, id: number): Promise<{ readonly fileId: string; readonly attempts: number } | undefined> {
  const [begun] = await tx('broadcast_lists')
    .where({ id, state: 'waiting' })
    .where('free_at', '<=', tx.fn.now())
    .update({ attempts: tx.raw('attempts + 1'), free_at: tx.raw(`now() + ${CLAIM}`) })
    .returning<{ file_id: string; attempts: number }[]>(['file_id', 'attempts']);
  return begun && { fileId: begun.file_id, attempts: begun.attempts };
}

/** Keeps a list for whoever reads it, locked until the transaction ends. Answers whether it is still to be read. */
export async function keepList(tx: Tx, id: number): Promise<boolean> {
  return (await tx('broadcast_lists').where({ id, state: 'waiting' }).update({ free_at: tx.raw(`now() + ${CLAIM}`) })) === 1;
}

/** Leaves a list to others: at once, or after a pause that doubles from try to try. */
export async function freeList(tx: Tx, id: number, when: 'now' | 'later'): Promise<void> {
  const pause = when === 'now' ? 0 : LONGEST_PAUSE_SECONDS;
  await tx('broadcast_lists')
    .where({ id, state: 'waiting' })
    .update({ free_at: tx.raw(`now() + least(power(2, least(attempts, 16)), ?) * interval '1 second'`, [pause]) });
}

/** Somebody as a row of a file names them: by the blind index of their phone, or by their id in Telegram. */
export type Named = { readonly phone: Buffer } | { readonly telegramId: number };

/** Adds those of them whom the bot knows. Answers how many of them name somebody. Can be done again. */
export async function addNamed(tx: Tx, botId: number, listId: number, named: readonly Named[]): Promise<number> {
  const cells = named.map((each) =>
    'phone' in each ? { phone: each.phone.toString('hex') } : { telegram: each.telegramId },
  );
  const { rows } = await tx.raw<{ rows: { count: number }[] }>(
    `with named as (
         select decode(phone, 'hex') as phone, telegram from json_to_recordset(?::json) as cell (phone text, telegram bigint)),
       known as (
         select id from named join persons on phone_index = phone
         union all
         select id from named join persons on telegram_id = telegram),
       added as (
         insert into broadcast_listed (bot_id, list_id, person_id)
         select ?, ?, id from known group by id order by id on conflict do nothing)
     select count(*) as count from known`,
    [JSON.stringify(cells), botId, listId],
  );
  return rows[0]?.count ?? 0;
}

export async function countListed(tx: Tx, listId: number): Promise<number> {
  const { rows } = await tx.raw<{ rows: { count: number }[] }>(
    'select count(*) as count from broadcast_listed where list_id = ?',
    [listId],
  );
  return rows[0]?.count ?? 0;
}

/** Ends the reading of a list; its file is not kept. Answers whether it was still to be read. */
export async function endList(tx: Tx, id: number, result: ListCounts | ListFailure): Promise<boolean> {
  const ended = typeof result === 'string' ? { state: 'failed', error: result } : { state: 'read', ...result };
  return (await tx('broadcast_lists').where({ id, state: 'waiting' }).update({ ...ended, file_id: null })) === 1;
}

/** Forgets the next of those whom a list names. Answers whether there may be more. */
export async function forgetListed(tx: Tx, id: number): Promise<boolean> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `delete from broadcast_listed where list_id = ? and person_id in (
       select person_id from broadcast_listed where list_id = ? limit ${CHUNK})`,
    [id, id],
  );
  return rowCount === CHUNK;
}

export async function removeDropped(tx: Tx, id: number): Promise<void> {
  await tx('broadcast_lists').where({ id, state: 'dropped' }).delete();
}

/** Has everybody whom a list names tagged. Answers whether it was read, and nobody is being tagged by it already. */
export async function planTagging(tx: Tx, id: number, tag: string): Promise<boolean> {
  return (await tx('broadcast_lists').where({ id, state: 'read', tag: null }).update({ tag })) === 1;
}

/** Tags the next of those whom a list names. Answers the last of them; undefined when there are no more. */
export async function tagChunk(tx: Tx, botId: number, { id, tag }: BroadcastList, after: number): Promise<number | undefined> {
  const { rows } = await tx.raw<{ rows: { last: number | null }[] }>(
    `with next as (select person_id from broadcast_listed where list_id = ? and person_id > ? order by person_id limit ${CHUNK}),
       added as (insert into person_tags (bot_id, person_id, tag) select ?, person_id, ? from next on conflict do nothing)
     select max(person_id) as last from next`,
    [id, after, botId, tag],
  );
  return rows[0]?.last ?? undefined;
}

/** Answers whether somebody else has not said so before. */
export async function endTagging(tx: Tx, id: number): Promise<boolean> {
  return (await tx('broadcast_lists').where({ id }).whereNotNull('tag').update({ tag: null })) === 1;
}
