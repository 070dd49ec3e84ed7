/** What can be done about a broadcast that is over. */
import { auditAct } from '../../identity/index.js';
import { type Panel, confirmation, idIn, to } from '../../panel/index.js';
import { mayRelease } from '../rights.js';
import { standingOf } from '../counts.js';
import { type ProgressOptions, act, progressShown, shownWith } from '../progress.js';
import { findBroadcast } from '../repository.js';
import { wakeMailing } from '../service.js';
import { failuresOf } from './failures.js';
import { reopen } from './resend.js';
import { countDeletable, startUndo, stopUndo } from './undo.js';

const PERMISSION = 'broadcasts.send';

export function addAftermath(panel: Panel, options: ProgressOptions): void {
  addFailures(panel);
  addResend(panel, options);
  addUndo(panel, options);
}

/** The file is made when it is sent; that it was asked for is written down here. */
function addFailures(panel: Panel): void {
  panel.asking('bc_failures', PERMISSION, async (ctx, [arg]) => {
    const id = idIn(arg);
    if (!(await findBroadcast(await ctx.tx(), id))) return false;
    await auditAct(ctx, { action: 'broadcast.failures', object: `broadcast:${id}` });
    const caption = ctx.t('broadcasts.failures.caption', { id });
    ctx.send([{ chatId: ctx.person.telegramId, method: 'sendDocument', payload: { document: failuresOf(id, ctx.locale), caption } }]);
    return true;
  });
}

function addResend(panel: Panel, options: ProgressOptions): void {
  panel.screen('bc_resend', PERMISSION, async (ctx, [arg]) => {
    const [tx, id] = [await ctx.tx(), idIn(arg)];
    const broadcast = await findBroadcast(tx, id);
    const count = broadcast ? (await standingOf(tx, broadcast)).counts.unknown : 0;
    if (count === 0) return progressShown(ctx, id);
    return confirmation(ctx.t, ctx.t('broadcasts.resend.ask', { count }), ['bc_resend_yes', id], to('', 'bc_show', id));
  });
  panel.confirmed('bc_resend_yes', PERMISSION, async (ctx, [arg]) => {
    const [tx, id] = [await ctx.tx(), idIn(arg)];
    const broadcast = await findBroadcast(tx, id);
    if (broadcast && !(await mayRelease(ctx, broadcast))) return shownWith(ctx, id, ctx.t('common.forbidden'));
    return act(ctx, id, 'broadcast.resend', options, () => reopen(tx, id, ctx.person.id));
  });
}

function addUndo(panel: Panel, options: ProgressOptions): void {
  panel.screen('bc_undo', PERMISSION, async (ctx, [arg]) => {
    const id = idIn(arg);
    const count = await countDeletable(await ctx.tx(), id);
    if (count > 0) return confirmation(ctx.t, ctx.t('broadcasts.undo.ask', { count }), ['bc_undo_yes', id], to('', 'bc_show', id));
    return shownWith(ctx, id, ctx.t('broadcasts.undo.too_late'));
  });
  panel.confirmed('bc_undo_yes', PERMISSION, async (ctx, [arg]) => {
    const [tx, id] = [await ctx.tx(), idIn(arg)];
    return act(ctx, id, 'broadcast.undo', options, () => startUndo(tx, id));
  });
  panel.screen('bc_undo_stop', PERMISSION, async (ctx, [arg]) => {
    const [tx, id] = [await ctx.tx(), idIn(arg)];
    return act(ctx, id, 'broadcast.undo_stop', options, async () => {
      const stopped = await stopUndo(tx, id);
      if (stopped) await wakeMailing(tx, ctx.botId);
      return stopped;
    });
  });
}
