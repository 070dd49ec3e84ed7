import type { Permission } from '../../access/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Args, type Panel, type Shown, idIn } from '../../panel/index.js';
import { movedBefore } from '../progress.js';
import { type Broadcast, lockDraft } from '../repository.js';
import { forgetAsking } from './asking.js';

/** Adds a screen about a draft; where that has gone on since its button was drawn, how far it is shows instead. */
export function addDraftScreen(
  panel: Panel,
  name: string,
  draw: (ctx: TellerContext, draft: Broadcast, args: Args) => Promise<Shown>,
  permission: Permission = 'broadcasts.send',
): void {
  panel.screen(name, permission, async (ctx, [id, ...args]) => {
    await forgetAsking(ctx);
    const draft = await lockDraft(await ctx.tx(), idIn(id), ctx.person.id);
    return draft ? draw(ctx, draft, args) : movedBefore(ctx, idIn(id));
  });
}

/** Adds a button of a draft that asks or shows something in a message of its own; without the draft it does nothing. */
export function addDraftAsking(
  panel: Panel,
  name: string,
  say: (ctx: TellerContext, draft: Broadcast, args: Args) => Promise<boolean>,
  permission: Permission = 'broadcasts.send',
): void {
  panel.asking(name, permission, async (ctx, [id, ...args]) => {
    const draft = await lockDraft(await ctx.tx(), idIn(id), ctx.person.id);
    return draft !== undefined && say(ctx, draft, args);
  });
}
