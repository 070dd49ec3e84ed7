/**
 * Who holds which role at this moment. Nothing of it is remembered, so that a change counts from the next look on.
 * Roles are given to Telegram ids, for somebody may get one before they have written to the bot.
 */
import type { Tx } from '../../platform/db/database.js';
import { type Permission, isPermission } from './permissions.js';
import { type Grantee, type Role, type Scope, isRoleOfEverybody } from './policies.js';
import { type RoleRow, listRoles, roleOf } from './repository.js';

/** A role that somebody was given, in the bot or in all bots of the installation. */
export interface Grant {
  readonly telegramId: number;
  readonly role: Role;
  readonly scope: Scope;
}

/** What somebody may do. */
export interface Access extends Grantee {
  /** The names of their roles. */
  readonly roles: readonly string[];
}

interface HeldRole {
  readonly name: string;
  readonly permissions: readonly string[];
}

/** Current grants, of these people or of everybody. */
export async function listGrants(tx: Tx, telegramIds?: readonly number[]): Promise<Grant[]> {
  const ids = telegramIds ? [...telegramIds] : null;
  const { rows } = await tx.raw<{ rows: (RoleRow & { readonly telegram_id: number; readonly scope: Scope })[] }>(
    `select roles.*, telegram_id, scope from current_grants join roles on roles.id = role_id
     where ?::bigint[] is null or telegram_id = any(?::bigint[]) order by telegram_id, roles.id`,
    [ids, ids],
  );
  return rows.map((row) => ({ telegramId: row.telegram_id, role: roleOf(row), scope: row.scope }));
}

/**
 * A query for people with what they hold, as `roles` to be read by `accessReader`. All their grants are looked up at
 * once, however many people there are; most have none.
 * @param people a query for people by their `telegram_id`
 */
export function withRoles(people: string): string {
  return `with people as materialized (${people})
    select people.*, coalesce(given.roles, (select ${ROLES_AS_TEXT} from roles where ${IS_EVERYBODYS})) as roles
    from people left join (
      select telegram_id, ${ROLES_AS_TEXT} as roles from current_grants join roles on roles.id = role_id or ${IS_EVERYBODYS}
      where telegram_id in (select telegram_id from people) group by telegram_id
    ) as given using (telegram_id)`;
}

const IS_EVERYBODYS = `(built_in and name = 'customer')`;
const ROLES_AS_TEXT = `json_agg(json_build_object('name', name, 'permissions', permissions) order by roles.id)::text`;

/** Reads the `roles` of the rows of `withRoles`. Most people hold the same, and that is read once for all of them. */
export function accessReader(): (roles: string) => Access {
  const known = new Map<string, Access>();
  return (roles) => {
    const access = known.get(roles) ?? accessBy(JSON.parse(roles) as HeldRole[]);
    known.set(roles, access);
    return access;
  };
}

/** What somebody's roles allow them in the bot. */
export async function grantedPermissions(tx: Tx, telegramId: number): Promise<ReadonlySet<Permission>> {
  const granted = (await listGrants(tx, [telegramId])).map(({ role }) => role);
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

/** Those of these who are blocked: while they are, their roles allow them nothing. */
export async function blockedAmong(tx: Tx, telegramIds: Iterable<number>): Promise<ReadonlySet<number>> {
  const { rows } = await tx.raw<{ rows: { telegram_id: number }[] }>(
    'select telegram_id from persons where telegram_id = any(?::bigint[]) and blocked_at is not null',
    [[...telegramIds]],
  );
  return new Set(rows.map(({ telegram_id }) => telegram_id));
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

/** Somebody as the audit log names them: by their pseudonym, once they have written to the bot. */
export async function auditNameOf(tx: Tx, telegramId: number): Promise<string> {
  const person = await tx('persons').where({ telegram_id: telegramId }).first<{ id: number } | undefined>('id');
  return person ? `person:${person.id}` : `telegram:${telegramId}`;
}

function accessBy(roles: readonly HeldRole[]): Access {
  return {
    roles: [...new Set(roles.map(({ name }) => name))],
    permissions: new Set(roles.flatMap(({ permissions }) => permissions).filter(isPermission)),
  };
}
