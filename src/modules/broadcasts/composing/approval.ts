/** Whether somebody else has to agree to a draft before it goes. Nothing is chosen here: the bank's settings say so. */
import { findSettings } from '../../bots/index.js';
import { approversOf } from '../approvers.js';
import { needsApproval } from '../releasing.js';
import { audienceSize } from '../audience/recipients.js';
import type { Broadcast } from '../repository.js';
import type { Author, Choice } from './choice.js';

export const APPROVAL: Choice = {
  async line(ctx, draft) {
    const most = await sizeToApprove(ctx, draft);
    if (most === undefined) return undefined;
    if ((await approversOf(await ctx.tx(), draft)).length === 0) return ctx.t('broadcasts.approval.nobody', { most });
    return ctx.t('broadcasts.approval.line', { most });
  },
  button: () => undefined,
  add: () => [],
};

/** What the first button of the draft says that it does. */
export async function sendLabel(ctx: Author, draft: Broadcast): Promise<string> {
  if ((await sizeToApprove(ctx, draft)) !== undefined) return ctx.t('broadcasts.move.ask');
  return ctx.t(draft.startAt ? 'broadcasts.move.schedule' : 'broadcasts.move.send');
}

/** How many may get a broadcast without approval, where this one is to go to more; undefined where it needs none. */
async function sizeToApprove(ctx: Author, draft: Broadcast): Promise<number | undefined> {
  const tx = await ctx.tx();
  const { settings } = await findSettings(tx, ctx.botId);
  const most = settings.broadcasts.approvalOver;
  return most !== null && needsApproval(settings, draft, await audienceSize(tx, draft)) ? most : undefined;
}
