/** Saying a broadcast again to those of whom nobody knows whether they got it: only because somebody wants it so. */
import type { Tx } from '../../../platform/db/database.js';
import { moved } from '../repository.js';

const CHUNK = 1_000;

/**
 * Opens a broadcast again that is over: whoever wants that lets it go anew, and not in quiet hours. Answers whether it is,
 * and there is somebody to say it to again.
 */
export async function reopen(tx: Tx, id: number, personId: number): Promise<boolean> {
  const changed = await tx('broadcasts')
    .where({ id })
    .whereIn('state', ['finished', 'cancelled'])
    .whereNotNull('settled_at')
    .whereRaw(`coalesce(undo, 'finished') in ('stopped', 'finished')`)
    .whereExists(unknown(tx, id))
    .update({
      ...moved(tx),
      ...{ state: 'resending', settled_at: null, counts: null, ended_at: null, released_by: personId, at_any_hour: false },
      paused_seconds: tx.raw('paused_seconds + extract(epoch from now() - ended_at)::integer'),
    });
  return changed === 1;
}

/**
 * Lets the next of them wait again; why nobody knows of them stays, should they be given up on. Answers whether there may
 * be more.
 */
export async function resendChunk(tx: Tx, id: number): Promise<boolean> {
  const open = await tx('broadcasts').where({ id, state: 'resending' }).forUpdate().first<object | undefined>('id');
  if (!open) return false;
  const changed = await tx('broadcast_recipients')
    .whereRaw('ctid = any(array(?))', [unknown(tx, id).limit(CHUNK).forUpdate()])
    .update({ state: 'waiting', changed_at: tx.fn.now() });
  return changed === CHUNK;
}

function unknown(tx: Tx, id: number) {
  return tx('broadcast_recipients').where({ broadcast_id: id, state: 'unknown' }).select('ctid');
}
