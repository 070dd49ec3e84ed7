import { Composer, type MiddlewareFn } from 'telegraf';
import type { Handoffs } from '../modules/handoff/index.js';
import { type TellerContext, markReachable, markUnreachable } from '../modules/identity/index.js';

/** Somebody blocks the bot: whoever they were talking with is told. They come back: they are told what has ended. */
export function membership(handoffs: Handoffs): MiddlewareFn<TellerContext> {
  const bot = new Composer<TellerContext>();
  bot.on('my_chat_member', async (ctx, next) => {
    if (ctx.myChatMember.new_chat_member.status !== 'kicked') return next();
    const tx = await ctx.tx();
    await markUnreachable(tx, ctx.person.telegramId);
    const { id, telegramId, firstName, locale } = ctx.person;
    ctx.send(await handoffs.unreachable(tx, ctx.botId, { personId: id, telegramId, firstName, locale }));
  });
  bot.use(async (ctx, next) => {
    if (!ctx.person.unreachable) return next();
    const tx = await ctx.tx();
    await markReachable(tx, ctx.person.id);
    ctx.send(await handoffs.returned(tx, ctx.botId, ctx.person.id));
    return next();
  });
  return bot.middleware();
}
