/** The customer's phone, shown to whom they talk with: to those who may see phones, for a moment, and written down. */
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import { Handlers, type TellerContext, auditAct, phoneOf, readablePhone } from '../identity/index.js';
import { findHandoff } from './repository.js';

export function phoneBot(keys: KeyRing): Handlers {
  const handlers = new Handlers();
  const bot = handlers.for('people.phone');
  bot.action(/^phone:(\d{1,15})$/, (ctx) => showPhone(ctx, keys, Number(ctx.match[1])));
  return handlers;
}

async function showPhone(ctx: TellerContext, keys: KeyRing, handoffId: number): Promise<void> {
  const tx = await ctx.tx();
  const handoff = await findHandoff(tx, handoffId);
  const isTheirs = handoff?.state === 'active' && handoff.moderator?.personId === ctx.person.id;
  const phone = isTheirs ? await phoneOf(tx, keys, ctx.botId, handoff.customer.personId) : undefined;
  if (!handoff || phone === undefined) {
    ctx.answerStale();
    return;
  }
  await auditAct(ctx, { action: 'people.phone', object: `person:${handoff.customer.personId}` });
  ctx.answerPress(readablePhone(phone), 'alert');
}
