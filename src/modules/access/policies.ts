/** Who may do what to what: pure rules, without a look at the database. */
import { COVERED_BY, type Permission } from './permissions.js';

/** Somebody who acts, with what their roles allow them at this moment. */
export interface Grantee {
  readonly permissions: ReadonlySet<Permission>;
}

/** Somebody who may give and take roles. */
export interface Granter extends Grantee {
  /** Undefined for a token of the API. */
  readonly telegramId: number | undefined;
}

export interface Role {
  readonly id: number;
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly builtIn: boolean;
}

/** Where somebody has a role: in one bot, or in all bots of the installation. */
export type Scope = 'bot' | 'installation';

export function can(actor: Grantee, permission: Permission): boolean {
  return actor.permissions.has(permission);
}

export type Refusal = 'not_allowed' | 'own_roles' | 'more_than_own' | 'last_admin' | 'built_in';

/** Why somebody may not give a role to somebody; undefined when they may. */
export function whyNotGrant(actor: Granter, toTelegramId: number | undefined, role: Role): Refusal | undefined {
  if (!can(actor, 'roles.grant')) return 'not_allowed';
  if (toTelegramId !== undefined && actor.telegramId === toTelegramId) return 'own_roles';
  return includesAll(actor.permissions, role.permissions) ? undefined : 'more_than_own';
}

/** @param othersWhoGrant how many could still give the role once it is taken away */
export function whyNotRevoke(
  actor: Granter,
  fromTelegramId: number,
  role: Role,
  othersWhoGrant: number,
): Refusal | undefined {
  if (!can(actor, 'roles.grant')) return 'not_allowed';
  if (role.permissions.has('roles.grant') && othersWhoGrant === 0) return 'last_admin';
  if (actor.telegramId === fromTelegramId) return undefined;
  return includesAll(actor.permissions, role.permissions) ? undefined : 'more_than_own';
}

/** Why somebody may not make a token of the API that acts with a role. */
export function whyNotMint(actor: Grantee, role: Role): Refusal | undefined {
  if (!can(actor, 'tokens.manage')) return 'not_allowed';
  return includesAll(actor.permissions, role.permissions) ? undefined : 'more_than_own';
}

/** Why somebody may not make a role with these permissions, or give a role these instead of its own. */
export function whyNotShape(actor: Grantee, wanted: ReadonlySet<Permission>, role?: Role): Refusal | undefined {
  if (!actor.permissions.has('roles.manage')) return 'not_allowed';
  if (role?.builtIn) return 'built_in';
  const before = role?.permissions ?? new Set<Permission>();
  const changed = [...wanted, ...before].filter((permission) => wanted.has(permission) !== before.has(permission));
  return includesAll(actor.permissions, changed) ? undefined : 'more_than_own';
}

/** Whether somebody may block a person, or let them in again: nobody whose roles allow what their own do not. */
export function mayBlock(actor: Grantee, granted: ReadonlySet<Permission>): boolean {
  return can(actor, 'people.block') && includesAll(actor.permissions, granted);
}

const EVERYBODYS = 'customer';

/** The role that everybody has without being given it. */
export function isRoleOfEverybody({ name, builtIn }: Role): boolean {
  return builtIn && name === EVERYBODYS;
}

/** Whether somebody was given any role, whatever it allows; a bot has no other role of that name. */
export function isOnStaff({ roles }: { readonly roles: readonly string[] }): boolean {
  return roles.some((name) => name !== EVERYBODYS);
}

function includesAll(own: ReadonlySet<Permission>, wanted: Iterable<Permission>): boolean {
  const has = (permission: Permission | undefined): boolean => permission !== undefined && own.has(permission);
  return [...wanted].every((permission) => has(permission) || has(COVERED_BY.get(permission)));
}
