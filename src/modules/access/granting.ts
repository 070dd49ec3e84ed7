/**
 * Who has which role. Nobody raises themselves, gives what they do not have, or takes the last one away who could
 * give it back; every change stands in the audit log, in the same transaction. Changes of one bot's roles go one
 * after another (its row is locked), so that two admins cannot remove each other at once.
 */
import type { Tx } from '../../platform/db/database.js';
import { type Actor, audit } from '../audit/index.js';
import { type Grant, auditNameOf, blockedAmong, grantedPermissions, insertGrant, listGrants, permissionsOf, revokeGrant } from './grants.js';
import { type Granter, type Refusal, type Role, isRoleOfEverybody, whyNotGrant, whyNotRevoke } from './policies.js';
import { findRole, listRoles } from './repository.js';

/** Somebody who changes roles: who they are to the audit log, and what they may do. */
export interface RoleChanger extends Granter {
  readonly actor: Actor;
}

export type RoleChange =
  | { readonly result: 'changed' | 'unchanged'; readonly role: Role }
  | { readonly result: 'refused'; readonly reason: Refusal }
  | { readonly result: 'no_such_role' };

/** Gives somebody a role in the bot. */
export async function grantRole(tx: Tx, botId: number, by: RoleChanger, telegramId: number, roleId: number): Promise<RoleChange> {
  await lockRoles(tx, botId);
  const role = await findRole(tx, roleId);
  if (!role || isRoleOfEverybody(role)) return { result: 'no_such_role' };
  const reason = whyNotGrant(await asOfNow(tx, by), telegramId, role);
  if (reason) return refused(tx, botId, by, 'roles.grant', role, telegramId, reason);
  const isNew = await insertGrant(tx, { botId, telegramId, roleId, grantedBy: by.actor.id });
  if (isNew) await note(tx, botId, by, 'roles.grant', role, telegramId);
  return { result: isNew ? 'changed' : 'unchanged', role };
}

/** Takes a role of the bot away from somebody. */
export async function revokeRole(tx: Tx, botId: number, by: RoleChanger, telegramId: number, roleId: number): Promise<RoleChange> {
  await lockRoles(tx, botId);
  const role = await findRole(tx, roleId);
  if (!role) return { result: 'no_such_role' };
  const without = (grant: Grant): boolean =>
    grant.telegramId === telegramId && grant.role.id === roleId && grant.scope === 'bot';
  const reason = whyNotRevoke(await asOfNow(tx, by), telegramId, role, await countGranters(tx, role, without));
  if (reason) return refused(tx, botId, by, 'roles.revoke', role, telegramId, reason);
  const had = await revokeGrant(tx, telegramId, roleId, by.actor.id);
  if (had) await note(tx, botId, by, 'roles.revoke', role, telegramId);
  return { result: had ? 'changed' : 'unchanged', role };
}

/** Makes changes of one bot's roles go one after another; nothing else waits for them. */
export async function lockRoles(tx: Tx, botId: number): Promise<void> {
  await tx.raw('select from bots where bot_id = ? for no key update', [botId]);
}

/** Keeps the roles of a bot as they are until the transaction ends, for acts that nobody may do who has just lost them. */
export async function holdRoles(tx: Tx, botId: number): Promise<void> {
  await tx.raw('select from bots where bot_id = ? for share', [botId]);
}

/** The changer with what they may do now that the roles are locked: it may have been taken from them a moment ago. */
export async function asOfNow<By extends Granter>(tx: Tx, by: By): Promise<By> {
  const { telegramId } = by;
  if (telegramId === undefined) return by;
  const isBlocked = (await blockedAmong(tx, [telegramId])).has(telegramId);
  return { ...by, permissions: isBlocked ? new Set() : await grantedPermissions(tx, telegramId) };
}

/** How many could still give a role if some grants were not there; who is blocked could not. */
export async function countGranters(tx: Tx, role: Role, without: (grant: Grant) => boolean): Promise<number> {
  const everybodys = (await listRoles(tx)).filter(isRoleOfEverybody);
  const left = new Map<number, Role[]>();
  for (const grant of await listGrants(tx)) {
    if (!without(grant)) left.set(grant.telegramId, [...(left.get(grant.telegramId) ?? everybodys), grant.role]);
  }
  const able = [...left].filter(([, roles]) => !whyNotGrant({ telegramId: undefined, permissions: permissionsOf(roles) }, undefined, role));
  return able.length - (await blockedAmong(tx, able.map(([telegramId]) => telegramId))).size;
}

async function note(tx: Tx, botId: number, by: RoleChanger, action: string, role: Role, telegramId: number): Promise<void> {
  const object = await auditNameOf(tx, telegramId);
  await audit(tx, botId, { actor: by.actor, action, object, details: { role: role.name } });
}

async function refused(
  tx: Tx,
  botId: number,
  by: RoleChanger,
  action: string,
  role: Role,
  telegramId: number,
  reason: Refusal,
): Promise<RoleChange> {
  const details = { role: role.name, reason };
  const object = await auditNameOf(tx, telegramId);
  await audit(tx, botId, { actor: by.actor, action, object, outcome: 'denied', details });
  return { result: 'refused', reason };
}
