/**
 * Broadcasts: one message to everybody who wants it. Whoever may send writes it, looks at it, and lets it go; from then
 * on it can be paused, resumed and given up at any moment. A broadcast moves from state to state by conditional updates,
 * so that of two presses one counts; who gets it is written into the ledger bit by bit, and each person once.
 */
import type { Tx } from '../../platform/db/database.js';
import { MAILING_CHANNEL } from '../../telegram/mailing.js';
import { reopen } from './aftermath/resend.js';
import { isListRead } from './audience/recipients.js';
import type { BroadcastContent } from './content.js';
import { type Broadcast, type BroadcastState, insertBroadcast, lockAnyDraft, moveBroadcast } from './repository.js';

export type BroadcastMove = 'send' | 'pause' | 'resume' | 'cancel' | 'resend';

const MOVES: Readonly<Record<BroadcastMove, { readonly from: readonly BroadcastState[]; readonly to: BroadcastState }>> = {
  send: { from: ['draft'], to: 'preparing' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['draft', 'preparing', 'resending', 'running', 'paused'], to: 'cancelled' },
  resend: { from: ['finished', 'cancelled'], to: 'resending' },
};

/** A broadcast that nobody gets yet. */
export function draftBroadcast(tx: Tx, botId: number, authorId: number, content: BroadcastContent): Promise<Broadcast> {
  return insertBroadcast(tx, botId, authorId, content);
}

/** Whether a draft has a list that was not read, so that nobody knows yet who is to get it. Locks the draft. */
export async function lacksList(tx: Tx, id: number): Promise<boolean> {
  const draft = await lockAnyDraft(tx, id);
  return draft !== undefined && !(await isListRead(tx, draft.audience));
}

/** Answers whether it could be moved on: it may have gone on since the button was drawn. */
export async function moveOn(tx: Tx, botId: number, id: number, move: BroadcastMove): Promise<boolean> {
  if (move === 'send' && (await lacksList(tx, id))) return false;
  const { from, to } = MOVES[move];
  const moved = move === 'resend' ? await reopen(tx, id) : await moveBroadcast(tx, id, from, to);
  if (moved) await wakeMailing(tx, botId);
  return moved;
}

/** Tells the process that sends for the bot that it may have something to send. */
export async function wakeMailing(tx: Tx, botId: number): Promise<void> {
  await tx.raw('select pg_notify(?, ?)', [MAILING_CHANNEL, String(botId)]);
}
