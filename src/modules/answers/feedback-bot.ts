/**
 * The buttons below an automatic answer. What they name is looked up as the sender's own, so that a press that comes late,
 * twice or with somebody else's data changes nothing and is told so.
 */
import { findOpenConversation } from '../conversations/index.js';
import { Handlers, type TellerContext } from '../identity/index.js';
import { noteFeedback } from './feedback.js';

/** Calls a human as the button below a refusal does. */
export type PressHuman = (ctx: TellerContext) => Promise<void>;

export function feedbackBot(pressHuman: PressHuman): Handlers {
  const handlers = new Handlers();
  handlers.for('bot.use').action(/^helped:(\d{1,15})$/, (ctx) => helped(ctx, Number(ctx.match[1])));
  handlers.for('handoff.request').action(/^human:(\d{1,15})$/, (ctx) => wantsHuman(ctx, Number(ctx.match[1]), pressHuman));
  return handlers;
}

async function helped(ctx: TellerContext, answerId: number): Promise<void> {
  const noted = await noteFeedback(await ctx.tx(), ctx.person.id, answerId, 'helped');
  if (!noted) {
    ctx.answerStale();
    return;
  }
  const said = noted.isNew ? 'thanks' : noted.feedback === 'helped' ? 'before' : 'human_before';
  ctx.answerPress(ctx.t(`answers.feedback.${said}`));
  // Whoever has called a human and has yet to share their phone may press that button again.
  if (noted.feedback === 'helped') ctx.removeButtons();
}

async function wantsHuman(ctx: TellerContext, answerId: number, pressHuman: PressHuman): Promise<void> {
  const tx = await ctx.tx();
  // Before the answer, as everybody locks them.
  await findOpenConversation(tx, ctx.person.id);
  const noted = await noteFeedback(tx, ctx.person.id, answerId, 'not_helped');
  // Somebody has come and gone since this was pressed first.
  if (!noted || (!noted.isNew && !noted.isOpen)) ctx.answerStale();
  else await pressHuman(ctx);
}
