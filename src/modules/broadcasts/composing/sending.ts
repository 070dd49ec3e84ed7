/** Letting a broadcast go, letting it go on, and taking it back before it has begun. */
import { findSettings } from '../../bots/index.js';
import { type TellerContext, auditAct } from '../../identity/index.js';
import { type Panel, type Shown, type View, idIn } from '../../panel/index.js';
import { approversOf } from '../approvers.js';
import { mayRelease } from '../rights.js';
import { audienceSize, isListRead } from '../audience/recipients.js';
import { type ProgressOptions, movedBefore, progressShown, shownWith } from '../progress.js';
import type { Speech } from '../reader.js';
import { needsApproval, release } from '../releasing.js';
import { type Broadcast, changeBroadcast, databaseNow, lockBroadcast } from '../repository.js';
import { draftView } from './draft.js';
import { addDraftScreen } from './screens.js';
import { isPast } from './timing.js';

export type SendingOptions = ProgressOptions & Speech;

export function addSending(panel: Panel, options: SendingOptions): void {
  addDraftScreen(panel, 'bc_send', (ctx, draft) => send(ctx, draft, options));
  panel.screen('bc_resume', 'broadcasts.send', async (ctx, [id]) => {
    const paused = await lockBroadcast(await ctx.tx(), idIn(id), 'paused');
    return paused ? goOn(ctx, paused, 'broadcast.resume', options) : movedBefore(ctx, idIn(id));
  });
  panel.screen('bc_now', 'broadcasts.send', async (ctx, [id]) => {
    const scheduled = await lockBroadcast(await ctx.tx(), idIn(id), 'scheduled');
    if (!scheduled) return movedBefore(ctx, idIn(id));
    return goOn(ctx, { ...scheduled, startAt: null, atAnyHour: true }, 'broadcast.now', options);
  });
  panel.screen('bc_redraft', 'broadcasts.send', (ctx, [id]) => redraft(ctx, idIn(id)));
}

async function send(ctx: TellerContext, draft: Broadcast, options: SendingOptions): Promise<Shown> {
  const why = await whyNot(ctx, draft);
  if (why !== undefined) return { ...(await draftView(ctx, draft)), notice: ctx.t(why) };
  return letGo(ctx, { ...draft, releasedBy: ctx.person.id }, 'broadcast.send', options);
}

async function whyNot(ctx: TellerContext, draft: Broadcast) {
  const tx = await ctx.tx();
  if (!(await mayRelease(ctx, draft))) return 'common.forbidden';
  if (!(await isListRead(tx, draft.audience))) return 'broadcasts.list.unread';
  if (isPast(draft, await databaseNow(tx))) return 'broadcasts.timing.past_notice';
  const { settings } = await findSettings(tx, ctx.botId);
  const asks = needsApproval(settings, draft, await audienceSize(tx, draft));
  return asks && (await approversOf(tx, draft)).length === 0 ? 'broadcasts.approval.nobody_notice' : undefined;
}

async function goOn(ctx: TellerContext, broadcast: Broadcast, action: string, options: SendingOptions): Promise<Shown | undefined> {
  if (await mayRelease(ctx, broadcast)) return letGo(ctx, { ...broadcast, releasedBy: ctx.person.id }, action, options);
  return shownWith(ctx, broadcast.id, ctx.t('common.forbidden'));
}

/** Lets a broadcast go that is locked and that whoever has pressed may let go. */
export async function letGo(ctx: TellerContext, broadcast: Broadcast, action: string, options: SendingOptions): Promise<View> {
  const { botId } = ctx;
  const { id } = broadcast;
  const released = await release({ tx: await ctx.tx(), botId, ...options }, broadcast);
  await auditAct(ctx, { action, object: `broadcast:${id}`, details: { state: released.broadcast.state } });
  ctx.send(released.calls);
  ctx.scope.afterCommit(() => options.started({ botId, broadcastId: id }));
  const shown = await progressShown(ctx, id);
  if (!shown) throw new Error('A broadcast that was just let go is missing.');
  return shown;
}

/** What its author has sent, and what has not begun, becomes a draft again: what was agreed to is agreed to no more. */
async function redraft(ctx: TellerContext, id: number): Promise<Shown | undefined> {
  const tx = await ctx.tx();
  const waiting = (await lockBroadcast(tx, id, 'to_approve')) ?? (await lockBroadcast(tx, id, 'scheduled'));
  if (waiting?.authorId !== ctx.person.id || waiting.startedAt) return movedBefore(ctx, id);
  const draft = await changeBroadcast(tx, waiting, { state: 'draft', approved_by: null });
  await auditAct(ctx, { action: 'broadcast.redraft', object: `broadcast:${id}`, details: { from: waiting.state } });
  return draftView(ctx, draft);
}
