/**
 * What goes on with a broadcast outside of the chats: reading its list of people, writing its ledger, showing how far it
 * is, and closing it. Runs as often as it likes; what it finds in the database tells it what is left to do.
 */
import { z } from 'zod';
import type { Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Duty, JobKind } from '../../platform/queue/index.js';
import type { Translate } from '../../locales/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import { type OutgoingCall, enqueueCalls } from '../../telegram/outbox.js';
import { resendChunk } from './aftermath/resend.js';
import { endUndo, markChunk, runUndo } from './aftermath/undo.js';
import { workOnLists } from './audience/reading.js';
import { prepareChunk } from './audience/recipients.js';
import { draftCalls } from './composing/draft.js';
import { type CopyParts, copyElsewhere } from './copies/copying.js';
import { albumIn } from './content.js';
import { settle } from './counts.js';
import { authorOf, readerOf } from './reader.js';
import { holdInQuietHours } from './releasing.js';
import { type Broadcast, broadcastsUnderWay, cancelChunk, findBroadcast, mayBeShown, moveBroadcast } from './repository.js';
import { previewsDue, takePreview } from './saying.js';
import { wakeMailing } from './service.js';
import { beginDue } from './timekeeping.js';
import { broadcastRef, shownCall } from './views.js';
import { viewOf } from './progress.js';

export interface BroadcastJob {
  readonly botId: number;
  readonly broadcastId: number;
}

export const BROADCAST: JobKind<BroadcastJob> = {
  name: 'broadcast',
  payload: z.object({ botId: z.number(), broadcastId: z.number() }),
  attempts: 5,
  backoffSeconds: 1,
  timeoutSeconds: 600,
};

export function broadcastKey({ broadcastId }: BroadcastJob): string {
  return String(broadcastId);
}

export type BroadcastParts = CopyParts;

/** The duty of bringing broadcasts on their way and to their end. */
export function broadcastDuty(parts: BroadcastParts): Duty<BroadcastJob> {
  return {
    kind: BROADCAST,
    concurrency: 4,
    keyOf: broadcastKey,
    due: async () => [...(await broadcastsUnderWay(parts.db)), ...(await previewsDue(parts.db))],
    run: (job, signal) => workOn(parts, job, signal),
  };
}

async function workOn(parts: BroadcastParts, { botId, broadcastId: id }: BroadcastJob, signal: AbortSignal): Promise<void> {
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => tenantTransaction(parts.db, botId, work);
  // What else there is to do is found again.
  if (await workOnLists(parts, botId, id, signal)) return;
  if (await within((tx) => preview(parts, tx, botId, id))) return;
  await within((tx) => beginDue({ tx, botId, ...parts }, id));
  if (!(await inChunks(signal, () => within((tx) => prepareChunk(tx, botId, id))))) return;
  if (!(await inChunks(signal, () => within((tx) => resendChunk(tx, id))))) return;
  let marked: number | undefined = 0;
  const mark = async (tx: Tx): Promise<boolean> => (marked = await markChunk(tx, id, marked ?? 0)) !== undefined;
  if (!(await inChunks(signal, () => within(mark)))) return;
  await within((tx) => letRun(tx, botId, id));
  const broadcast = await within((tx) => findBroadcast(tx, id));
  if (broadcast?.state === 'cancelled' && !(await inChunks(signal, () => within((tx) => cancelChunk(tx, id))))) return;
  await copyElsewhere(parts, botId, id, signal);
  await within((tx) => show(parts, tx, botId, id));
}

/** Has its messages sent, if these are no quiet hours, or deleted: what they are to be is written down. */
async function letRun(tx: Tx, botId: number, id: number): Promise<void> {
  const runs = await moveBroadcast(tx, id, ['preparing', 'resending'], 'running');
  const held = await holdInQuietHours(tx, botId, id);
  const undone = await runUndo(tx, id);
  if ((runs && !held) || undone) await wakeMailing(tx, botId);
}

/** Shows a draft to its author whose album is complete. Answers whether it is one that nobody gets yet. */
async function preview(parts: BroadcastParts, tx: Tx, botId: number, id: number): Promise<boolean> {
  const groupId = await takePreview(tx, id);
  const shown = await findBroadcast(tx, id);
  if (shown?.state !== 'draft') return false;
  const author = groupId === undefined ? undefined : await authorOf(tx, parts, shown);
  if (groupId === undefined || !author) return true;
  const language = albumIn(shown.content, groupId)?.language ?? 'any';
  await enqueueCalls(tx, botId, await draftCalls({ ...author, botId, tx: () => Promise.resolve(tx) }, parts.texts, shown, language));
  return true;
}

/** Goes on while there may be more. Answers whether it came to the end. */
async function inChunks(signal: AbortSignal, next: () => Promise<boolean>): Promise<boolean> {
  while (await next()) if (signal.aborted) return false;
  return true;
}

/** Closes it when nobody is left, and shows its author how far it is. */
async function show(parts: BroadcastParts, tx: Tx, botId: number, id: number): Promise<void> {
  const settled = await settle(tx, id);
  const undone = await endUndo(tx, id);
  if (!settled && !undone && !(await mayBeShown(tx, id))) return;
  const broadcast = await findBroadcast(tx, id);
  const isDiscarded = broadcast?.state === 'cancelled' && !broadcast.startedAt;
  const author = broadcast && !isDiscarded ? await authorOf(tx, parts, broadcast) : undefined;
  if (!broadcast || !author || author.person.unreachable) return;
  const { person, locale, t } = author;
  const reader = await readerOf(tx, botId, { locale, t, personId: person.id });
  const shown = shownCall(person.telegramId, id, await viewOf(tx, botId, reader, broadcast));
  await enqueueCalls(tx, botId, [shown, ...(settled ? endCalls(t, person.telegramId, broadcast) : [])]);
}

/** Edits make no sound: the end is said in a message of its own, once, also when the counts have changed after it. */
function endCalls(t: Translate, chatId: number, { id, state, endedAt }: Broadcast): OutgoingCall[] {
  const text = t(state === 'cancelled' ? 'broadcasts.ended.cancelled' : 'broadcasts.ended.finished', { id });
  const dedupeKey = `broadcast:${id}:ended:${endedAt?.getTime()}`;
  return messageCalls(chatId, text, { replyTo: { $ref: broadcastRef(id) } }).map((call) => ({ ...call, dedupeKey }));
}
