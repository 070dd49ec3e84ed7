/** Agreeing to somebody else's broadcast, or sending it back: of several who may, the first counts. */
import { messageCalls } from '../../../telegram/message-calls.js';
import { type TellerContext, auditAct, findPersons, fullName } from '../../identity/index.js';
import { type Args, type Input, type Panel, type Shown, ask, idIn, to, view, viewCalls } from '../../panel/index.js';
import { type Broadcast, changeBroadcast, findBroadcast, lockBroadcast } from '../repository.js';
import { movedBefore, progressShown, shownWith } from '../progress.js';
import { authorOf } from '../reader.js';
import { maySend } from '../rights.js';
import { broadcastRef } from '../views.js';
import { type SendingOptions, letGo } from './sending.js';

const WHY_LENGTH = 500;

export function addApproving(panel: Panel, options: SendingOptions): Input {
  const why: Input = {
    ...{ name: 'bc_why', permission: 'broadcasts.send', length: WHY_LENGTH },
    take: (ctx, words, [id]) => passOn(ctx, idIn(id), words, options),
  };
  panel.screen('bc_approve', 'broadcasts.send', async (ctx, args) => {
    const asked = await lockAsked(ctx, args);
    return asked ? approve(ctx, asked, options) : movedBefore(ctx, idIn(args[0]));
  });
  panel.screen('bc_reject', 'broadcasts.send', async (ctx, args) => {
    const asked = await lockAsked(ctx, args);
    return asked ? reject(ctx, asked, why, options) : movedBefore(ctx, idIn(args[0]));
  });
  return why;
}

/** A broadcast of somebody else's that waits for the approval that was asked for by this button. */
async function lockAsked(ctx: TellerContext, [id, round]: Args): Promise<Broadcast | undefined> {
  const asked = await lockBroadcast(await ctx.tx(), idIn(id), 'to_approve');
  return asked && asked.authorId !== ctx.person.id && asked.approvalRound === idIn(round) ? asked : undefined;
}

/** Two have to agree, each of whom may: whose author may send no more goes at nobody's word. */
async function approve(ctx: TellerContext, asked: Broadcast, options: SendingOptions): Promise<Shown | undefined> {
  const tx = await ctx.tx();
  const [author] = await findPersons(tx, [asked.authorId]);
  if (!author || !maySend(author, asked)) return shownWith(ctx, asked.id, ctx.t('broadcasts.approval.author_lost'));
  const shown = await letGo(ctx, { ...asked, approvedBy: ctx.person.id }, 'broadcast.approve', options);
  // It asks again where many more would get it by now than when it asked.
  if ((await findBroadcast(tx, asked.id))?.state !== 'to_approve') await tell(ctx, asked, 'approved', options);
  return shown;
}

async function reject(ctx: TellerContext, asked: Broadcast, why: Input, options: SendingOptions): Promise<Shown | undefined> {
  const { id } = asked;
  await changeBroadcast(await ctx.tx(), asked, { state: 'draft', approved_by: null });
  await auditAct(ctx, { action: 'broadcast.reject', object: `broadcast:${id}` });
  await tell(ctx, asked, 'rejected', options);
  await ask(why, ctx, ctx.t('broadcasts.approval.why'), String(id));
  return progressShown(ctx, id);
}

/** Tells its author, below whose message the draft can be opened again. */
async function tell(ctx: TellerContext, asked: Broadcast, outcome: 'approved' | 'rejected', options: SendingOptions): Promise<void> {
  const author = await authorOf(await ctx.tx(), options, asked);
  if (!author) return;
  const { id } = asked;
  const isDraft = outcome === 'rejected';
  const rows = isDraft ? [[to(author.t('broadcasts.approval.open'), 'bc_draft', id)]] : [];
  const shown = view(author.t(`broadcasts.approval.${outcome}`, { id, name: fullName(ctx.person) }), [], rows);
  ctx.send(viewCalls(author.person.telegramId, { ...shown, ...(isDraft && { ref: broadcastRef(id) }) }));
}

async function passOn(ctx: TellerContext, id: number, why: string, options: SendingOptions): Promise<undefined> {
  const tx = await ctx.tx();
  const broadcast = await findBroadcast(tx, id);
  const author = broadcast && (await authorOf(tx, options, broadcast));
  if (!author) return undefined;
  const text = author.t('broadcasts.approval.because', { id, name: fullName(ctx.person), why });
  ctx.send(messageCalls(author.person.telegramId, text));
  ctx.say(ctx.t('broadcasts.approval.passed_on'));
  return undefined;
}
