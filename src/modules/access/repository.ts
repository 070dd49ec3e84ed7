import type { Tx } from '../../platform/db/database.js';
import { type Permission, isPermission } from './permissions.js';
import { type Role, type Scope, isRoleOfEverybody } from './policies.js';

interface RoleRow {
  readonly id: number;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly built_in: boolean;
}

/** A role that somebody has, in the bot or in all bots of the installation. */
export interface Grant {
  readonly telegramId: number;
  readonly role: Role;
  readonly scope: Scope;
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

/** Current grants, of one person or of everybody. */
export async function listGrants(tx: Tx, telegramId?: number): Promise<Grant[]> {
  const { rows } = await tx.raw<{ rows: (RoleRow & { readonly telegram_id: number; readonly scope: Scope })[] }>(
    `select roles.*, telegram_id, scope from (
       select telegram_id, role_id, 'bot' as scope from role_grants where revoked_at is null
       union all
       select telegram_id, roles.id, 'installation' from installation_grants join roles on roles.name = role
       where revoked_at is null and built_in
     ) as current_grants join roles on roles.id = role_id
     where ?::bigint is null or telegram_id = ? order by telegram_id, roles.id`,
    [telegramId ?? null, telegramId ?? null],
  );
  return rows.map((row) => ({ telegramId: row.telegram_id, role: roleOf(row), scope: row.scope }));
}

/** What somebody's roles allow them in the bot, unless they are blocked. */
export async function grantedPermissions(tx: Tx, telegramId: number): Promise<ReadonlySet<Permission>> {
  const granted = (await listGrants(tx, telegramId)).map(({ role }) => role);
  const everybodys = (await listRoles(tx)).filter(isRoleOfEverybody);
  return permissionsOf([...everybodys, ...granted]);
}

/** What several roles allow together. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap(({ permissions }) => [...permissions]));
}

/** The Telegram id of a person whom the audit log names as an actor. */
export async function findTelegramId(tx: Tx, actor: string): Promise<number | undefined> {
  const id = /^person:(\d{1,15})$/.exec(actor)?.[1];
  if (id === undefined) return undefined;
  const row = await tx('persons').where({ id }).first<{ telegram_id: number } | undefined>('telegram_id');
  return row?.telegram_id;
}

/** How many of these are blocked. */
export async function countBlocked(tx: Tx, telegramIds: readonly number[]): Promise<number> {
  const { rows } = await tx.raw<{ rows: { count: number }[] }>(
    'select count(*) as count from persons where telegram_id = any(?::bigint[]) and blocked_at is not null',
    [[...telegramIds]],
  );
  return rows[0]?.count ?? 0;
}

/** Answers whether the person did not have the role yet. */
export async function insertGrant(
  tx: Tx,
  grant: { readonly botId: number; readonly telegramId: number; readonly roleId: number; readonly grantedBy: string },
): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: unknown[] }>(
    `insert into role_grants (bot_id, telegram_id, role_id, granted_by) values (?, ?, ?, ?)
     on conflict do nothing returning id`,
    [grant.botId, grant.telegramId, grant.roleId, grant.grantedBy],
  );
  return rows.length === 1;
}

/** Answers whether the person had the role in this bot until now. */
export async function revokeGrant(tx: Tx, telegramId: number, roleId: number, revokedBy: string): Promise<boolean> {
  const revoked = await tx('role_grants')
    .where({ telegram_id: telegramId, role_id: roleId, revoked_at: null })
    .update({ revoked_at: tx.fn.now(), revoked_by: revokedBy });
  return revoked === 1;
}

/** Adds a role; undefined when the bot has one of this name. */
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

function roleOf({ id, name, permissions, built_in }: RoleRow): Role {
  return { id, name, permissions: new Set(permissions.filter(isPermission)), builtIn: built_in };
}
