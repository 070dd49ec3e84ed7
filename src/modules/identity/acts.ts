import type { Permission } from '../access/index.js';
import { type Actor, type AuditEntry, audit } from '../audit/index.js';
import type { TellerContext } from './context.js';

/** Writes an act of the sender's into the audit log, in the update's transaction. */
export async function auditAct(ctx: TellerContext, act: Omit<AuditEntry, 'actor'>): Promise<void> {
  await audit(await ctx.tx(), ctx.botId, { actor: actorOf(ctx), ...act });
}

/** Tells the sender politely that this is not theirs to do, and writes down that they tried. */
export async function refuse(ctx: TellerContext, permission: Permission): Promise<void> {
  await auditAct(ctx, { action: permission, outcome: 'denied' });
  if (ctx.callbackQuery) ctx.answerPress(ctx.t('common.forbidden'));
  else ctx.say(ctx.t('common.forbidden'));
}

/** The sender as the audit log names them. */
export function actorOf({ person, scope }: TellerContext): Actor {
  return { id: `person:${person.id}`, roles: person.roles, surface: 'telegram', traceId: scope.traceId };
}
