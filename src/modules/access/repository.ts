import type { Tx } from '../../platform/db/database.js';
import { type Permission, isPermission } from './permissions.js';
import type { Role } from './policies.js';

export interface RoleRow {
  readonly id: number;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly built_in: boolean;
}

/** The roles of the bot, built-in ones first. */
export async function listRoles(tx: Tx): Promise<Role[]> {
  const rows = await tx('roles').orderBy([{ column: 'built_in', order: 'desc' }, 'id']).select<RoleRow[]>('*');
  return rows.map(roleOf);
}

/** The role, locked, so that it neither changes nor goes until the transaction ends. */
export async function findRole(tx: Tx, id: number): Promise<Role | undefined> {
  const row = await tx('roles').where({ id }).forShare().first<RoleRow | undefined>('*');
  return row && roleOf(row);
}

/** Adds a role; undefined when the bot has one of this name. */
/** The names of these roles. */
export function listRoleNames(tx: Tx, ids: readonly number[]): Promise<string[]> {
  return tx('roles').whereIn('id', [...ids]).orderBy('name').pluck<string[]>('name');
}

/** The roles of the bot that have these names. */
export function roleIdsOf(tx: Tx, names: readonly string[]): Promise<number[]> {
  return tx('roles').whereIn('name', [...names]).orderBy('id').pluck<number[]>('id');
}

export async function insertRole(tx: Tx, botId: number, name: string, permissions: readonly Permission[]): Promise<Role | undefined> {
  const { rows } = await tx.raw<{ rows: RoleRow[] }>(
    `insert into roles (bot_id, name, permissions)
     values (?, ?, ?::text[]) on conflict do nothing returning *`,
    [botId, name, [...permissions]],
  );
  return rows[0] && roleOf(rows[0]);
}

export async function updateRole(tx: Tx, id: number, permissions: readonly Permission[]): Promise<void> {
  await tx('roles').where({ id, built_in: false }).update({ permissions: [...permissions] });
}

/**
 * Removes a role, locked by the caller, with all that points to it. Answers the Telegram ids of those who had it, and
 * which invitations to it worked until now.
 */
export async function deleteRole(
  tx: Tx,
  id: number,
): Promise<{ readonly holders: readonly number[]; readonly invitations: readonly number[] }> {
  const holders = await tx('role_grants').where({ role_id: id, revoked_at: null }).orderBy('id').pluck<number[]>('telegram_id');
  const invitations = await tx('invitations')
    .where({ role_id: id, revoked_at: null, accepted_at: null })
    .where('expires_at', '>', tx.fn.now())
    .orderBy('id')
    .pluck<number[]>('id');
  await tx('role_grants').where({ role_id: id }).delete();
  await tx('roles').where({ id, built_in: false }).delete();
  return { holders, invitations };
}

export function roleOf({ id, name, permissions, built_in }: RoleRow): Role {
  return { id, name, permissions: new Set(permissions.filter(isPermission)), builtIn: built_in };
}
