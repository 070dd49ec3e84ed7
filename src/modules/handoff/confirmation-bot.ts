/** Confirming who the customer is: the moderator's button, and what the customer answers. */
import { message } from 'telegraf/filters';
import { LOCALES } from '../../locales/index.js';
import { Handlers, type TellerContext, auditAct, sharedContact } from '../identity/index.js';
import type { Answer, Confirmations } from './confirmation.js';
import type { Desk } from './desk.js';

export function confirmationBot(confirmations: Confirmations, desk: Desk): Handlers {
  const handlers = new Handlers();
  const serving = handlers.for('handoff.serve');
  const bot = handlers.for('bot.use');
  serving.action(/^identity:(\d{1,15})$/, (ctx) => ask(ctx, confirmations, desk, Number(ctx.match[1])));
  bot.on(message('contact'), async (ctx, next) => {
    if (!ctx.person.registered) return next();
    const contact = sharedContact(ctx.message, ctx.message.contact);
    return take(ctx, await confirmations.answer(await ctx.tx(), ctx.botId, ctx.person, contact), next);
  });
  bot.on(message('text'), async (ctx, next) => {
    if (!declines(desk, ctx.message.text)) return next();
    return take(ctx, await confirmations.decline(await ctx.tx(), ctx.botId, ctx.person), next);
  });
  return handlers;
}

async function ask(ctx: TellerContext, confirmations: Confirmations, desk: Desk, handoffId: number): Promise<void> {
  const asked = await confirmations.ask(await ctx.tx(), ctx.botId, handoffId, ctx.person.id);
  switch (asked.result) {
    case 'asked':
      await auditAct(ctx, { action: 'handoff.identity.ask', object: `handoff:${handoffId}` });
      ctx.answerPress();
      ctx.send(asked.calls);
      return;
    case 'waiting':
    case 'confirmed': {
      const time = await desk.clock(ctx.botId, ctx.locale, asked.at);
      ctx.answerPress(ctx.t(`handoff.moderator.identity_already_${asked.result}`, { time }));
      return;
    }
    case 'gone':
      ctx.answerStale();
  }
}

/** Whether a text is the key by which a customer refuses, in whichever language it was shown. */
function declines(desk: Desk, text: string): boolean {
  return LOCALES.some((locale) => desk.translate(locale)('handoff.customer.identity_later_button') === text);
}

async function take(ctx: TellerContext, answer: Answer | undefined, next: () => Promise<void>): Promise<void> {
  if (!answer) return next();
  const { handoffId, outcome, calls } = answer;
  const object = `handoff:${handoffId}`;
  ctx.send(calls);
  if (outcome === 'late' || outcome === 'repeated') return;
  if (outcome === 'confirmed') await auditAct(ctx, { action: 'handoff.identity.confirm', object });
  else await auditAct(ctx, { action: 'handoff.identity.fail', object, details: { reason: outcome } });
}
