/**
 * What goes on with a broadcast outside of the chats: reading its list of people, writing its ledger, showing how far it is, and closing it. Runs as
 * often as it likes; what it finds in the database tells it what is left to do.
 */
import { z } from 'zod';
import type { Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Duty, JobKind } from '../../platform/queue/index.js';
import { enqueueCalls } from '../../telegram/outbox.js';
import { findPersons } from '../identity/index.js';
import { type ListParts, workOnLists } from './audience/reading.js';
import { prepareChunk } from './audience/recipients.js';
import {
  type Broadcast,
  broadcastsUnderWay,
  cancelChunk,
  countRecipients,
  findBroadcast,
  mayBeShown,
  moveBroadcast,
  settleCancelled,
} from './repository.js';
import { draftCalls } from './composing/draft.js';
import { albumIn } from './content.js';
import { previewsDue, takePreview } from './saying.js';
import { wakeMailing } from './service.js';
import { progressCall } from './views.js';

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

export type BroadcastParts = ListParts;

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
  const { db } = parts;
  // What else there is to do is found again.
  if (await workOnLists(parts, botId, id, signal)) return;
  if (await tenantTransaction(db, botId, (tx) => preview(parts, tx, botId, id))) return;
  if (!(await inChunks(signal, () => tenantTransaction(db, botId, (tx) => prepareChunk(tx, botId, id))))) return;
  await tenantTransaction(db, botId, async (tx) => {
    if (await moveBroadcast(tx, id, ['preparing'], 'running')) await wakeMailing(tx, botId);
  });
  const broadcast = await tenantTransaction(db, botId, (tx) => findBroadcast(tx, id));
  if (broadcast?.state === 'cancelled') {
    if (!(await inChunks(signal, () => tenantTransaction(db, botId, (tx) => cancelChunk(tx, id))))) return;
    await tenantTransaction(db, botId, (tx) => settleCancelled(tx, id));
  }
  if (broadcast) await tenantTransaction(db, botId, (tx) => show(parts, tx, botId, broadcast));
}

/** Shows a draft to its author whose album is complete. Answers whether it is one that nobody gets yet. */
async function preview({ texts, defaultLocale }: BroadcastParts, tx: Tx, botId: number, id: number): Promise<boolean> {
  const groupId = await takePreview(tx, id);
  const shown = await findBroadcast(tx, id);
  if (shown?.state !== 'draft') return false;
  const [person] = await findPersons(tx, [shown.authorId]);
  if (groupId === undefined || !person) return true;
  const locale = person.locale ?? defaultLocale;
  const reader = { botId, locale, person, t: texts(locale), tx: () => Promise.resolve(tx) };
  const language = albumIn(shown.content, groupId)?.language ?? 'any';
  await enqueueCalls(tx, botId, await draftCalls(reader, texts, shown, language));
  return true;
}

/** Goes on while there may be more. Answers whether it came to the end. */
async function inChunks(signal: AbortSignal, next: () => Promise<boolean>): Promise<boolean> {
  while (await next()) if (signal.aborted) return false;
  return true;
}

/** Shows how far it is, and closes it when nobody is left. */
async function show({ texts, defaultLocale }: BroadcastParts, tx: Tx, botId: number, broadcast: Broadcast): Promise<void> {
  const { id } = broadcast;
  const counts = await countRecipients(tx, id);
  const isOver = broadcast.state === 'running' && counts.waiting + counts.sending === 0;
  const ended = isOver && (await moveBroadcast(tx, id, ['running'], 'finished'));
  if (!ended && !(await mayBeShown(tx, id))) return;
  const [author] = await findPersons(tx, [broadcast.authorId]);
  const now = await findBroadcast(tx, id);
  if (!author || !now) return;
  await enqueueCalls(tx, botId, [progressCall(texts(author.locale ?? defaultLocale), author.telegramId, now, counts)]);
}
