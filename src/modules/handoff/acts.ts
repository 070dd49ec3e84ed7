/** What people do to hand-offs, as the audit log has it: who had which talk, and who ended it. */
import { type TellerContext, auditAct } from '../identity/index.js';
import type { Handoffs } from './service.js';

/** Writes down that the sender has accepted a hand-off. */
export async function auditClaim(ctx: TellerContext, handoffId: number): Promise<void> {
  await auditAct(ctx, { action: 'handoff.claim', object: `handoff:${handoffId}` });
}

/** Ends a hand-off for the sender, and writes that down if it was open until now. */
export async function endHandoff(
  ctx: TellerContext,
  handoffs: Handoffs,
  handoffId: number,
  by: 'customer' | 'moderator',
): Promise<void> {
  const calls = await handoffs.end(await ctx.tx(), ctx.botId, handoffId, by);
  if (calls.length === 0) return;
  await auditAct(ctx, { action: 'handoff.end', object: `handoff:${handoffId}`, details: { by } });
  ctx.send(calls);
}
