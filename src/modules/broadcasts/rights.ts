import { can } from '../access/index.js';
import { type Person, type TellerContext, auditAct } from '../identity/index.js';
import type { Broadcast } from './repository.js';

/** Whether somebody may let this broadcast go at this moment. */
export function maySend(person: Person, { service }: Pick<Broadcast, 'service'>): boolean {
  return can(person, 'broadcasts.send') && (!service || can(person, 'broadcasts.service'));
}

/** Whether whoever has pressed may let it go, or say it again: a notice of the service is not for everybody who may send. */
export async function mayRelease(ctx: TellerContext, broadcast: Broadcast): Promise<boolean> {
  if (maySend(ctx.person, broadcast)) return true;
  await auditAct(ctx, { action: 'broadcasts.service', object: `broadcast:${broadcast.id}`, outcome: 'denied' });
  return false;
}
