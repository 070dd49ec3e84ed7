/** Calls that Telegram refused for good. */
import { clip } from '../../../platform/text/index.js';
import { dismissCall, failedCalls, findFailedCall, resendCall } from '../../../telegram/repair.js';
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

export function addCalls(panel: Panel): void {
  panel.screen('failed', 'queues.repair', (ctx, [page]) => failed(ctx, pageIn(page)));
  panel.screen('call', 'queues.repair', oneCall);
  panel.screen('resend', 'queues.repair', (ctx, args) => repairCall(ctx, args, 'resend'));
  panel.screen('dismiss_ask', 'queues.repair', async (ctx, [id]) => {
    const call = await findFailedCall(await ctx.tx(), idIn(id));
    if (!call) return { ...(await failed(ctx, 0)), notice: ctx.t('admin.done_before') };
    return confirmation(ctx.t, ctx.t('admin.queues.ask_dismiss', { id: call.id }), ['dismiss', call.id], to('', 'call', call.id));
  });
  panel.confirmed('dismiss', 'queues.repair', (ctx, args) => repairCall(ctx, args, 'dismiss'));
}

async function failed(ctx: TellerContext, page: number): Promise<View> {
  const tx = await ctx.tx();
  const shown = await pageOf(page, PAGE, (limit, offset) => failedCalls(tx, limit, offset));
  const when = await moments(ctx);
  const hint = ctx.t(shown.items.length > 0 ? 'admin.queues.failed_hint' : 'admin.queues.no_failed');
  return view(ctx.t('admin.queues.failed'), [hint], [
    ...shown.items.map(({ id, method, failedAt }) => [to(`📤 ${id} · ${method} · ${when(failedAt)}`, 'call', id)]),
    paging(shown, 'failed'),
    back(ctx.t, 'dead', 0),
  ]);
}

async function oneCall(ctx: TellerContext, [arg]: Args): Promise<Shown> {
  const call = await findFailedCall(await ctx.tx(), idIn(arg));
  if (!call) return { ...(await failed(ctx, 0)), notice: ctx.t('admin.done_before') };
  const { id, method, chatId, error, failedAt } = call;
  const facts = ctx.t('admin.queues.facts', { kind: method, chat: chatId, at: (await moments(ctx))(failedAt) });
  return view(ctx.t('admin.queues.call', { id }), [facts, clip(error, ERROR_LENGTH)], [
    [to(ctx.t('admin.queues.resend'), 'resend', id), to(ctx.t('admin.queues.dismiss'), 'dismiss_ask', id)],
    back(ctx.t, 'failed', 0),
  ]);
}

async function repairCall(ctx: TellerContext, [id]: Args, how: 'resend' | 'dismiss'): Promise<Shown> {
  const tx = await ctx.tx();
  const done = await (how === 'resend' ? resendCall : dismissCall)(tx, ctx.botId, idIn(id));
  if (done) await auditAct(ctx, { action: `queues.${how}`, object: `call:${idIn(id)}` });
  return { ...(await failed(ctx, 0)), notice: ctx.t(done ? 'admin.done' : 'admin.done_before') };
}
