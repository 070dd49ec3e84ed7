/** How far a broadcast is, and what whoever may send can do about it. */
import { type TellerContext, auditAct } from '../identity/index.js';
import { type Panel, type Shown, type View, idIn } from '../panel/index.js';
import { listUnreadView } from './audience/views.js';
import type { BroadcastJob } from './jobs.js';
import { countRecipients, findBroadcast } from './repository.js';
import { type BroadcastMove, lacksList, moveOn } from './service.js';
import { progressView } from './views.js';

export interface ProgressOptions {
  /** A broadcast stands in the database: it may be worked on. */
  readonly started: (job: BroadcastJob) => Promise<void>;
}

const MOVES: readonly BroadcastMove[] = ['send', 'pause', 'resume', 'cancel'];

export function addProgress(panel: Panel, options: ProgressOptions): void {
  for (const wanted of MOVES) panel.screen(`bc_${wanted}`, 'broadcasts.send', (ctx, [id]) => move(ctx, wanted, idIn(id), options));
}

/** The broadcast as it stands; undefined when there is none of this number. */
export async function progressShown(ctx: TellerContext, id: number): Promise<View | undefined> {
  const tx = await ctx.tx();
  const broadcast = await findBroadcast(tx, id);
  return broadcast && progressView(ctx.t, broadcast, await countRecipients(tx, id));
}

async function move(ctx: TellerContext, wanted: BroadcastMove, id: number, { started }: ProgressOptions): Promise<Shown | undefined> {
  const moved = await moveOn(await ctx.tx(), ctx.botId, id, wanted);
  if (moved) {
    await auditAct(ctx, { action: `broadcast.${wanted}`, object: `broadcast:${id}` });
    ctx.scope.afterCommit(() => started({ botId: ctx.botId, broadcastId: id }));
  }
  if (!moved && wanted === 'send' && (await lacksList(await ctx.tx(), id))) return listUnreadView(ctx.t, id);
  const shown = await progressShown(ctx, id);
  return shown && { ...shown, ...(!moved && { notice: ctx.t('broadcasts.moved_before') }) };
}
