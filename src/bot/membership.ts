import { Composer } from 'telegraf';
import type { Handoffs } from '../modules/handoff/index.js';
import { type TellerContext, markUnreachable } from '../modules/identity/index.js';

/** Somebody blocks the bot or comes back; whoever they were talking with is told. */
export function membership(handoffs: Handoffs): Composer<TellerContext> {
  const bot = new Composer<TellerContext>();
  bot.on('my_chat_member', async (ctx) => {
    if (ctx.myChatMember.new_chat_member.status !== 'kicked') return;
    const tx = await ctx.tx();
    await markUnreachable(tx, ctx.person.telegramId);
    const { id, telegramId, firstName, locale } = ctx.person;
    ctx.send(await handoffs.unreachable(tx, ctx.botId, { personId: id, telegramId, firstName, locale }));
  });
  return bot;
}
