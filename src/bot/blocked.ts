import type { MiddlewareFn } from 'telegraf';
import type { TellerContext } from '../modules/identity/index.js';
import { isAboutOwnData } from '../modules/personal-data/bot.js';
import { messageCalls } from '../telegram/message-calls.js';

/**
 * Tells somebody whom the bank has blocked so, once a day, and lets nothing of theirs go further but what is about their
 * own data.
 */
export const blocked: MiddlewareFn<TellerContext> = (ctx, next) => {
  const { person } = ctx;
  if (!person.blocked || isAboutOwnData(ctx)) return next();
  const day = new Date().toISOString().slice(0, 10);
  const calls = messageCalls(person.telegramId, ctx.t('common.blocked'));
  ctx.send(calls.map((call) => ({ ...call, dedupeKey: `blocked:${person.id}:${day}` })));
  return Promise.resolve();
};
