/** How far a broadcast is, and what whoever may send can do about it. */
import { type TellerContext, auditAct } from '../identity/index.js';
import { type Panel, type Shown, type View, idIn } from '../panel/index.js';
import { listUnreadView } from './audience/views.js';
import { standingOf } from './counts.js';
import type { BroadcastJob } from './jobs.js';
import { readerOf } from './reader.js';
import { findBroadcast } from './repository.js';
import { type BroadcastMove, lacksList, moveOn } from './service.js';
import { broadcastView } from './views.js';

export interface ProgressOptions {
  /** A broadcast stands in the database: it may be worked on. */
  readonly started: (job: BroadcastJob) => Promise<void>;
}

const MOVES: readonly BroadcastMove[] = ['send', 'pause', 'resume', 'cancel'];

export function addProgress(panel: Panel, options: ProgressOptions): void {
  panel.screen('bc_show', 'broadcasts.send', (ctx, [id]) => progressShown(ctx, idIn(id)));
  for (const wanted of MOVES) {
    panel.screen(`bc_${wanted}`, 'broadcasts.send', (ctx, [id]) =>
      act(ctx, idIn(id), `broadcast.${wanted}`, options, async () => moveOn(await ctx.tx(), ctx.botId, idIn(id), wanted)),
    );
  }
}

/** The broadcast as it stands; undefined when there is none of this number. */
export async function progressShown(ctx: TellerContext, id: number): Promise<View | undefined> {
  const tx = await ctx.tx();
  const broadcast = await findBroadcast(tx, id);
  if (!broadcast) return undefined;
  return broadcastView(await readerOf(tx, ctx.botId, ctx.locale, ctx.t), broadcast, await standingOf(tx, broadcast));
}

/** Does something to a broadcast, which is written into the audit log if it was still possible, and shows what came of it. */
export async function act(
  ctx: TellerContext,
  id: number,
  action: `broadcast.${string}`,
  { started }: ProgressOptions,
  attempt: () => Promise<boolean>,
): Promise<Shown | undefined> {
  const done = await attempt();
  if (done) {
    await auditAct(ctx, { action, object: `broadcast:${id}` });
    ctx.scope.afterCommit(() => started({ botId: ctx.botId, broadcastId: id }));
  }
  if (!done && action === 'broadcast.send' && (await lacksList(await ctx.tx(), id))) return listUnreadView(ctx.t, id);
  const shown = await progressShown(ctx, id);
  return shown && { ...shown, ...(!done && { notice: ctx.t('broadcasts.moved_before') }) };
}
