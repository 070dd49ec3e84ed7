/** How far a broadcast is, and what whoever may send can do about it. */
import type { Tx } from '../../platform/db/database.js';
import { type TellerContext, auditAct } from '../identity/index.js';
import { type Panel, type Shown, type View, idIn } from '../panel/index.js';
import { standingOf } from './counts.js';
import type { BroadcastJob } from './jobs.js';
import { type Reader, readerOf } from './reader.js';
import { type Broadcast, findBroadcast } from './repository.js';
import { type BroadcastMove, moveOn } from './service.js';
import { broadcastRef, broadcastView } from './views.js';
import { waitingView } from './waiting.js';

export interface ProgressOptions {
  /** A broadcast stands in the database: it may be worked on. */
  readonly started: (job: BroadcastJob) => Promise<void>;
}

const MOVES: readonly BroadcastMove[] = ['pause', 'cancel'];

export function addProgress(panel: Panel, options: ProgressOptions): void {
  panel.screen('bc_show', 'broadcasts.send', (ctx, [id]) => progressShown(ctx, idIn(id)));
  for (const wanted of MOVES) {
    panel.screen(`bc_${wanted}`, 'broadcasts.send', (ctx, [id]) =>
      act(ctx, idIn(id), `broadcast.${wanted}`, options, async () => moveOn(await ctx.tx(), ctx.botId, idIn(id), wanted, ctx.person.id)),
    );
  }
}

/** The broadcast as it stands; undefined when there is none of this number. */
export async function progressShown(ctx: TellerContext, id: number): Promise<View | undefined> {
  const tx = await ctx.tx();
  const broadcast = await findBroadcast(tx, id);
  if (!broadcast) return undefined;
  return viewOf(tx, ctx.botId, await readerOf(tx, ctx.botId, { locale: ctx.locale, t: ctx.t, personId: ctx.person.id }), broadcast);
}

/** How a broadcast stands for whoever looks; the message that shows it is brought up to date. */
export async function viewOf(tx: Tx, botId: number, reader: Reader, broadcast: Broadcast): Promise<View> {
  const waiting = await waitingView(tx, botId, reader, broadcast);
  const shown = waiting ?? broadcastView(reader, broadcast, await standingOf(tx, broadcast));
  return { ...shown, ref: broadcastRef(broadcast.id) };
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
  return done ? progressShown(ctx, id) : movedBefore(ctx, id);
}

/** The broadcast as it stands, since it has gone on since the button was drawn. */
export function movedBefore(ctx: TellerContext, id: number): Promise<Shown | undefined> {
  return shownWith(ctx, id, ctx.t('broadcasts.moved_before'));
}

/** The broadcast as it stands, and why nothing has come of the press. */
export async function shownWith(ctx: TellerContext, id: number, notice: string): Promise<Shown | undefined> {
  const shown = await progressShown(ctx, id);
  return shown && { ...shown, notice };
}
