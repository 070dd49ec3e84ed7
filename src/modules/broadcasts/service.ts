/**
 * Broadcasts: one message to everybody who wants it. Whoever may send writes it, looks at it, and lets it go (see
 * releasing.ts); from then on it can be paused, resumed and given up at any moment. A broadcast moves from state to state
 * by conditional updates, so that of two presses one counts; who gets it is written into the ledger bit by bit, and each
 * person once.
 */
import type { Tx } from '../../platform/db/database.js';
import { MAILING_CHANNEL } from '../../telegram/mailing-ledger.js';
import { dropLists } from './audience/lists.js';
import { type BroadcastState, lockDraft, moveBroadcast } from './repository.js';

export type BroadcastMove = 'pause' | 'cancel';

const MOVES: Readonly<Record<BroadcastMove, { readonly from: readonly BroadcastState[]; readonly to: BroadcastState }>> = {
  pause: { from: ['running'], to: 'paused' },
  cancel: { from: ['scheduled', 'preparing', 'resending', 'running', 'paused'], to: 'cancelled' },
};

/**
 * Answers whether it could be moved on: it may have gone on since the button was drawn. A draft is its author's, and
 * nobody else's to throw away.
 */
export async function moveOn(tx: Tx, botId: number, id: number, move: BroadcastMove, personId: number): Promise<boolean> {
  const { from, to } = MOVES[move];
  const isOwnDraft = move === 'cancel' && (await lockDraft(tx, id, personId)) !== undefined;
  const moved = await moveBroadcast(tx, id, isOwnDraft ? ['draft'] : from, to);
  if (moved) await wakeMailing(tx, botId);
  // Who gets it is in the ledger, as far as anybody does.
  if (moved && move === 'cancel') await dropLists(tx, id);
  return moved;
}

/** Tells the process that sends for the bot that it may have something to send. */
export async function wakeMailing(tx: Tx, botId: number): Promise<void> {
  await tx.raw('select pg_notify(?, ?)', [MAILING_CHANNEL, String(botId)]);
}
