/** Updates that could not be handled. */
import { clip } from '../../../platform/text/index.js';
import { deadUpdates, discardUpdate, findDeadUpdate, retryUpdate } from '../../../telegram/repair.js';
import { type TellerContext, auditAct } from '../../identity/index.js';
import {
  type Args,
  type Panel,
  type Shown,
  type View,
  back,
  confirmation,
  idIn,
  moments,
  pageIn,
  pageOf,
  paging,
  to,
  view,
} from '../../panel/index.js';
import { ERROR_LENGTH, PAGE } from './sizes.js';

export function addUpdates(panel: Panel): void {
  panel.screen('dead', 'queues.repair', (ctx, [page]) => dead(ctx, pageIn(page)));
  panel.screen('update', 'queues.repair', oneUpdate);
  panel.screen('retry', 'queues.repair', (ctx, args) => repair(ctx, args, 'retry'));
  panel.screen('discard_ask', 'queues.repair', async (ctx, [id]) => {
    const update = await findDeadUpdate(await ctx.tx(), idIn(id));
    if (!update) return { ...(await dead(ctx, 0)), notice: ctx.t('admin.done_before') };
    const question = ctx.t('admin.queues.ask_discard', { id: update.updateId });
    return confirmation(ctx.t, question, ['discard', update.updateId], to('', 'update', update.updateId));
  });
  panel.confirmed('discard', 'queues.repair', (ctx, args) => repair(ctx, args, 'discard'));
}

async function dead(ctx: TellerContext, page: number): Promise<View> {
  const tx = await ctx.tx();
  const shown = await pageOf(page, PAGE, (limit, offset) => deadUpdates(tx, limit, offset));
  const when = await moments(ctx);
  return view(ctx.t('admin.queues.dead'), [ctx.t(shown.items.length > 0 ? 'admin.queues.dead_hint' : 'admin.queues.no_dead')], [
    ...shown.items.map(({ updateId, kind, diedAt }) => {
      return [to(`☠️ ${updateId} · ${kind} · ${when(diedAt)}`, 'update', updateId)];
    }),
    paging(shown, 'dead'),
    [to(ctx.t('admin.queues.failed'), 'failed', 0), to(ctx.t('admin.queues.jobs'), 'jobs', 0)],
    back(ctx.t, 'start'),
  ]);
}

/** What a dead update says stays unread here: that it could not be handled is no reason to read it. */
async function oneUpdate(ctx: TellerContext, [id]: Args): Promise<Shown | undefined> {
  const update = await findDeadUpdate(await ctx.tx(), idIn(id));
  if (!update) return { ...(await dead(ctx, 0)), notice: ctx.t('admin.done_before') };
  const { updateId, kind, chatId, error, diedAt } = update;
  const facts = ctx.t('admin.queues.facts', { kind, chat: chatId, at: (await moments(ctx))(diedAt) });
  return view(ctx.t('admin.queues.update', { id: updateId }), [facts, clip(error, ERROR_LENGTH)], [
    [to(ctx.t('admin.queues.retry'), 'retry', updateId), to(ctx.t('admin.queues.discard'), 'discard_ask', updateId)],
    back(ctx.t, 'dead', 0),
  ]);
}

async function repair(ctx: TellerContext, [id]: Args, how: 'retry' | 'discard'): Promise<Shown> {
  const tx = await ctx.tx();
  const done = await (how === 'retry' ? retryUpdate : discardUpdate)(tx, ctx.botId, idIn(id));
  if (done) await auditAct(ctx, { action: `queues.${how}`, object: `update:${idIn(id)}` });
  return { ...(await dead(ctx, 0)), notice: ctx.t(done ? 'admin.done' : 'admin.done_before') };
}
