import type { MiddlewareFn } from 'telegraf';
import { type Permission, can } from '../access/index.js';
import type { TellerContext } from './context.js';

/** Lets only those go on who have the permission; others get a polite refusal and nothing else happens. */
export function requires(permission: Permission): MiddlewareFn<TellerContext> {
  return async (ctx, next) => {
    if (can(ctx.person.roles, permission)) {
      await next();
      return;
    }
    if (ctx.callbackQuery) ctx.answerPress(ctx.t('common.forbidden'));
    else ctx.say(ctx.t('common.forbidden'));
  };
}
