/**
 * What is done outside of the chats about lists of people: reading their files, tagging whom they name, forgetting those
 * that another one took the place of. Each is done bit by bit and can be begun anew at any moment: whoever is listed or
 * tagged already is so, and counts are written at the end. Phones are looked up and go no further.
 */
import type { BlindIndex } from '../../../platform/crypto/key-ring.js';
import type { Database, Tx } from '../../../platform/db/database.js';
import { tenantTransaction } from '../../../platform/db/tenant.js';
import type { Translate } from '../../../locales/index.js';
import type { BotApi } from '../../../telegram/bot-api.js';
import { download } from '../../../telegram/downloads.js';
import { type OutgoingCall, enqueueCalls } from '../../../telegram/outbox.js';
import { classifySendError } from '../../../telegram/send-error.js';
import { phoneIndexOf } from '../../identity/index.js';
import { type Speech, authorOf } from '../reader.js';
import { findBroadcast } from '../repository.js';
import type { Cell } from './cells.js';
import { UnusableFile, cellsIn } from './csv.js';
import {
  type BroadcastList,
  type ListCounts,
  type ListFailure,
  type Named,
  addNamed,
  beginList,
  countListed,
  endList,
  endTagging,
  forgetListed,
  freeList,
  keepList,
  openLists,
  removeDropped,
  tagChunk,
} from './lists.js';
import { listEnded, listTagged } from './views.js';

export interface ListParts extends Speech {
  readonly db: Database;
  readonly phones: BlindIndex;
  readonly apiOf: (botId: number) => Promise<BotApi>;
}

/** Reads at which a file that cannot be had is given up. */
const ATTEMPTS = 8;
/** Rows at once: reading so many phones holds nobody up. */
const CHUNK = 500;

/** Does what there is to do about the lists of a broadcast. Answers whether there was anything. */
export async function workOnLists(parts: ListParts, botId: number, broadcastId: number, signal: AbortSignal): Promise<boolean> {
  const lists = await tenantTransaction(parts.db, botId, (tx) => openLists(tx, broadcastId));
  for (const list of lists) {
    if (list.state === 'waiting') await read(parts, botId, list, signal);
    if (list.tag !== null) await tagAll(parts, botId, list, signal);
    if (list.state === 'dropped') await forget(parts, botId, list.id, signal);
  }
  return lists.length > 0;
}

async function read(parts: ListParts, botId: number, list: BroadcastList, signal: AbortSignal): Promise<void> {
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => tenantTransaction(parts.db, botId, work);
  const begun = await within((tx) => beginList(tx, list.id));
  if (!begun) return;
  const result = await countsOf(parts, botId, list.id, begun.fileId, signal).catch(async (error: unknown) => {
    const failure = failureOf(error) ?? (begun.attempts >= ATTEMPTS ? 'unavailable' : undefined);
    if (failure !== undefined && !signal.aborted) return failure;
    await within((tx) => freeList(tx, list.id, signal.aborted ? 'now' : 'later'));
    throw error;
  });
  if (!result) return;
  const ended = await within(async (tx) => {
    if (!(await endList(tx, list.id, result))) return false;
    await tellAuthor(parts, tx, botId, list, (t, chatId) => listEnded(t, chatId, list, result));
    return true;
  });
  if (ended && typeof result === 'string') await inChunks(signal, () => within((tx) => forgetListed(tx, list.id)));
}

/** Reads a list to its end; undefined when another took its place meanwhile. */
async function countsOf(
  { db, phones, apiOf }: ListParts,
  botId: number,
  listId: number,
  fileId: string,
  signal: AbortSignal,
): Promise<ListCounts | undefined> {
  const counts = { rows: 0, named: 0, known: 0 };
  const add = async (rows: readonly (Cell | undefined)[]): Promise<boolean> => {
    const named = rows.flatMap((cell) => (cell ? [namedBy(phones, botId, cell)] : []));
    counts.rows += rows.length;
    counts.named += named.length;
    return tenantTransaction(db, botId, async (tx) => {
      if (!(await keepList(tx, listId))) return false;
      counts.known += await addNamed(tx, botId, listId, named);
      return true;
    });
  };
  let rows: (Cell | undefined)[] = [];
  for await (const cell of cellsIn(download(await apiOf(botId), fileId, signal))) {
    if (rows.push(cell) < CHUNK) continue;
    if (!(await add(rows))) return undefined;
    rows = [];
    signal.throwIfAborted();
  }
  if (!(await add(rows))) return undefined;
  const found = await tenantTransaction(db, botId, (tx) => countListed(tx, listId));
  const { rows: all, named, known } = counts;
  return { rows: all, found, repeated: Math.max(0, known - found), unknown: named - known, unreadable: all - named };
}

function namedBy(phones: BlindIndex, botId: number, cell: Cell): Named {
  return 'phone' in cell ? { phone: phoneIndexOf(phones, botId, cell.phone) } : cell;
}

/** Why a file can never be used; undefined when it may be had later. */
function failureOf(error: unknown): ListFailure | undefined {
  if (error instanceof UnusableFile) return error.reason;
  const { kind, description } = classifySendError(error);
  if (kind !== 'bad_request' && kind !== 'chat_not_found') return undefined;
  return /too big/i.test(description) ? 'too_large' : 'gone';
}

async function forget({ db }: ListParts, botId: number, id: number, signal: AbortSignal): Promise<void> {
  await inChunks(signal, () => tenantTransaction(db, botId, (tx) => forgetListed(tx, id)));
  await tenantTransaction(db, botId, (tx) => removeDropped(tx, id));
}

async function tagAll(parts: ListParts, botId: number, list: BroadcastList, signal: AbortSignal): Promise<void> {
  const { db } = parts;
  for (let last: number | undefined = 0; last !== undefined; ) {
    signal.throwIfAborted();
    const after: number = last;
    last = await tenantTransaction(db, botId, (tx) => tagChunk(tx, botId, list, after));
  }
  await tenantTransaction(db, botId, async (tx) => {
    if (!(await endTagging(tx, list.id))) return;
    await tellAuthor(parts, tx, botId, list, (t, chatId) => listTagged(t, chatId, list));
  });
}

async function inChunks(signal: AbortSignal, next: () => Promise<boolean>): Promise<void> {
  while (await next()) signal.throwIfAborted();
}

async function tellAuthor(
  parts: ListParts,
  tx: Tx,
  botId: number,
  { broadcastId }: BroadcastList,
  calls: (t: Translate, chatId: number) => OutgoingCall[],
): Promise<void> {
  const broadcast = await findBroadcast(tx, broadcastId);
  const author = broadcast && (await authorOf(tx, parts, broadcast));
  if (author) await enqueueCalls(tx, botId, calls(author.t, author.person.telegramId));
}
