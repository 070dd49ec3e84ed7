/** On which terms a broadcast goes: as a notice of the service that everybody gets, and paid for to go faster. */
import { findSettings } from '../../bots/index.js';
import { can } from '../../access/index.js';
import { type TellerContext, auditAct } from '../../identity/index.js';
import { to } from '../../panel/index.js';
import { audienceSize } from '../audience/recipients.js';
import { type Broadcast, type BroadcastChanges, changeBroadcast } from '../repository.js';
import { paidLine } from '../terms.js';
import type { Author, Choice } from './choice.js';
import { addDraftScreen } from './screens.js';

export const SERVICE: Choice = {
  async line(ctx, draft) {
    if (!draft.service) return undefined;
    const tx = await ctx.tx();
    const unsubscribed = (await audienceSize(tx, draft)) - (await audienceSize(tx, { ...draft, service: false }));
    return ctx.t('broadcasts.service.draft_line', { count: unsubscribed });
  },
  button({ t, person }, { id, service }) {
    if (service) return to(t('broadcasts.service.off'), 'bc_news', id);
    return can(person, 'broadcasts.service') ? to(t('broadcasts.service.on'), 'bc_service', id) : undefined;
  },
  add(panel, { draw }) {
    addDraftScreen(panel, 'bc_service', async (ctx, draft) => draw(ctx, await set(ctx, draft, 'service', true)), 'broadcasts.service');
    addDraftScreen(panel, 'bc_news', async (ctx, draft) => draw(ctx, await set(ctx, draft, 'service', false)));
    return [];
  },
};

export const PAID: Choice = {
  async line(ctx, draft) {
    const rate = await rateOf(ctx);
    if (!draft.paid || rate === null) return undefined;
    return `${paidLine(ctx.t, rate, draft, await audienceSize(await ctx.tx(), draft))}\n${ctx.t('broadcasts.paid.balance')}`;
  },
  async button(ctx, { id, paid }) {
    const rate = await rateOf(ctx);
    if (rate === null) return undefined;
    return paid ? to(ctx.t('broadcasts.paid.off'), 'bc_paid', id, 0) : to(ctx.t('broadcasts.paid.on', { rate }), 'bc_paid', id, 1);
  },
  add(panel, { draw }) {
    addDraftScreen(panel, 'bc_paid', async (ctx, draft, [paid]) => draw(ctx, await set(ctx, draft, 'paid', paid === '1')));
    return [];
  },
};

async function rateOf(ctx: Author): Promise<number | null> {
  return (await findSettings(await ctx.tx(), ctx.botId)).settings.broadcasts.paidRate;
}

async function set(ctx: TellerContext, draft: Broadcast, term: 'service' | 'paid', wanted: boolean): Promise<Broadcast> {
  if (draft[term] === wanted) return draft;
  await auditAct(ctx, { action: `broadcast.${term}`, object: `broadcast:${draft.id}`, details: { [term]: wanted } });
  const changes: BroadcastChanges = { [term]: wanted };
  return changeBroadcast(await ctx.tx(), draft, changes);
}
