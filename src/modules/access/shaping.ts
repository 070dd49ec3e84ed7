/**
 * Which roles a bot has and what they allow. Nobody gives a role what they do not have themselves, the built-in ones
 * stay as they are, and somebody who may give roles is always left; every change stands in the audit log.
 */
import type { Tx } from '../../platform/db/database.js';
import { type AuditEntry, audit } from '../audit/index.js';
import { type RoleChange, type RoleChanger, asOfNow, countGranters, lockRoles } from './granting.js';
import { auditNameOf } from './grants.js';
import type { Permission } from './permissions.js';
import { type Refusal, type Role, whyNotShape } from './policies.js';
import { deleteRole, findRole, insertRole, updateRole } from './repository.js';

export type RoleMade =
  | { readonly result: 'made'; readonly role: Role }
  | { readonly result: 'refused'; readonly reason: Refusal }
  | { readonly result: 'name_taken' };

/** What a new role allows until somebody adds to it. */
const FIRST: readonly Permission[] = ['bot.use'];

/** Makes a role that allows little yet. */
export async function makeRole(tx: Tx, botId: number, by: RoleChanger, name: string): Promise<RoleMade> {
  await lockRoles(tx, botId);
  const reason = whyNotShape(await asOfNow(tx, by), new Set(FIRST));
  if (reason) {
    await audit(tx, botId, { actor: by.actor, action: 'roles.make', outcome: 'denied', details: { role: name, reason } });
    return { result: 'refused', reason };
  }
  const role = await insertRole(tx, botId, name, FIRST);
  if (!role) return { result: 'name_taken' };
  await audit(tx, botId, { actor: by.actor, action: 'roles.make', object: `role:${role.id}`, details: { role: name } });
  return { result: 'made', role };
}

/** Adds a permission to a role or takes it away. */
export async function shapeRole(
  tx: Tx,
  botId: number,
  by: RoleChanger,
  roleId: number,
  { permission, allowed }: { readonly permission: Permission; readonly allowed: boolean },
): Promise<RoleChange> {
  await lockRoles(tx, botId);
  const role = await findRole(tx, roleId);
  if (!role) return { result: 'no_such_role' };
  if (role.permissions.has(permission) === allowed) return { result: 'unchanged', role };
  const wanted = new Set([...role.permissions, permission]);
  if (!allowed) wanted.delete(permission);
  const reason = whyNotShape(await asOfNow(tx, by), wanted, role) ?? (await whyNotLeave(tx, role, wanted));
  const act = { actor: by.actor, action: 'roles.shape', object: `role:${role.id}` };
  const details = { role: role.name, permission, allowed };
  if (reason) {
    await audit(tx, botId, { ...act, outcome: 'denied', details: { ...details, reason } });
    return { result: 'refused', reason };
  }
  await updateRole(tx, roleId, [...wanted]);
  await audit(tx, botId, { ...act, details });
  return { result: 'changed', role: { ...role, permissions: wanted } };
}

/** Deletes a role: nobody has it any more, and invitations to it do not work. The audit log keeps who had it. */
export async function removeRole(tx: Tx, botId: number, by: RoleChanger, roleId: number): Promise<RoleChange> {
  await lockRoles(tx, botId);
  const role = await findRole(tx, roleId);
  if (!role) return { result: 'no_such_role' };
  const nothing = new Set<Permission>();
  const reason = whyNotShape(await asOfNow(tx, by), nothing, role) ?? (await whyNotLeave(tx, role, nothing));
  const act = (action: string, object: string): AuditEntry => ({ actor: by.actor, action, object, details: { role: role.name } });
  const removal = act('roles.remove', `role:${role.id}`);
  if (reason) {
    await audit(tx, botId, { ...removal, outcome: 'denied', details: { role: role.name, reason } });
    return { result: 'refused', reason };
  }
  const { holders, invitations } = await deleteRole(tx, role.id);
  const names: string[] = [];
  for (const telegramId of holders) names.push(await auditNameOf(tx, telegramId));
  await audit(
    tx,
    botId,
    ...invitations.map((id) => act('roles.uninvite', `invitation:${id}`)),
    ...names.map((holder) => act('roles.revoke', holder)),
    { ...removal, details: { role: role.name, permissions: [...role.permissions] } },
  );
  return { result: 'changed', role };
}

/** Somebody has to be left who could give roles. */
async function whyNotLeave(tx: Tx, role: Role, wanted: ReadonlySet<Permission>): Promise<Refusal | undefined> {
  if (!role.permissions.has('roles.grant') || wanted.has('roles.grant')) return undefined;
  return (await countGranters(tx, role, (grant) => grant.role.id === role.id)) === 0 ? 'last_admin' : undefined;
}
