/**
 * Invitations: a link that gives its role to the first who follows it in time. The code is shown once and stored as
 * a hash. Who invites must be allowed to give the role, both then and when it is accepted, so that a link outlives
 * nobody's rights; nobody follows their own. Who invited and who accepted is written down.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../../platform/db/database.js';
import { audit } from '../audit/index.js';
import { type RoleChange, type RoleChanger, asOfNow, lockRoles } from './granting.js';
import { findTelegramId, insertGrant, listGrants } from './grants.js';
import { type Refusal, type Role, isRoleOfEverybody, whyNotGrant } from './policies.js';
import { findRole } from './repository.js';

export interface Invitation {
  readonly id: number;
  readonly role: string;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

export type Invited =
  | { readonly result: 'invited'; readonly id: number; readonly code: string; readonly role: Role }
  | { readonly result: 'refused'; readonly reason: Refusal }
  | { readonly result: 'no_such_role' };

export interface Accepted {
  readonly result: 'accepted' | 'had_before';
  readonly role: Role;
}

interface OpenInvitation {
  readonly id: number;
  readonly role_id: number;
  readonly created_by: string;
}

const CODE_BYTES = 18;
/** As `t.me/<bot>?start=` takes it. */
const CODE = /^i-[\w-]{24}$/;

/** Whether a start parameter looks like the code of an invitation. */
export function isInvitation(payload: string): boolean {
  return CODE.test(payload);
}

/** @param validForMs how long the link works */
export async function invite(tx: Tx, botId: number, by: RoleChanger, roleId: number, validForMs: number): Promise<Invited> {
  await lockRoles(tx, botId);
  const role = await findRole(tx, roleId);
  if (!role || isRoleOfEverybody(role)) return { result: 'no_such_role' };
  const reason = whyNotGrant(await asOfNow(tx, by), undefined, role);
  const act = { actor: by.actor, action: 'roles.invite', details: { role: role.name } };
  if (reason) {
    await audit(tx, botId, { ...act, outcome: 'denied', details: { role: role.name, reason } });
    return { result: 'refused', reason };
  }
  const code = `i-${randomBytes(CODE_BYTES).toString('base64url')}`;
  const { rows } = await tx.raw<{ rows: { id: number }[] }>(
    `insert into invitations (bot_id, code_hash, role_id, created_by, expires_at)
     values (?, ?, ?, ?, now() + ? * interval '1 millisecond') returning id`,
    [botId, hashOf(code), roleId, by.actor.id, validForMs],
  );
  const id = rows[0]?.id ?? 0;
  await audit(tx, botId, { ...act, object: `invitation:${id}` });
  return { result: 'invited', id, code, role };
}

/** The newest invitation there is, whatever became of it; 0 when there is none. */
export async function newestInvitationId(tx: Tx): Promise<number> {
  const row = await tx('invitations').max<{ id: number | null }[]>('id as id');
  return row[0]?.id ?? 0;
}

/** Invitations that still work, newest first. */
export async function openInvitations(tx: Tx, limit: number, offset: number): Promise<Invitation[]> {
  const { rows } = await tx.raw<{ rows: Invitation[] }>(
    `select invitations.id, roles.name as role, created_by as "createdBy", expires_at as "expiresAt"
     from invitations join roles on roles.id = role_id
     where accepted_at is null and revoked_at is null and expires_at > now() order by invitations.id desc limit ? offset ?`,
    [limit, offset],
  );
  return rows;
}

/** Withdraws an invitation that the changer could have made; `unchanged` when it did not work any more. */
export async function revokeInvitation(tx: Tx, botId: number, by: RoleChanger, id: number): Promise<RoleChange> {
  await lockRoles(tx, botId);
  const named = await tx('invitations').where({ id }).first<{ role_id: number } | undefined>('role_id');
  const role = named && (await findRole(tx, named.role_id));
  if (!role) return { result: 'no_such_role' };
  const act = { actor: by.actor, action: 'roles.uninvite', object: `invitation:${id}` };
  const reason = whyNotGrant(await asOfNow(tx, by), undefined, role);
  if (reason) {
    await audit(tx, botId, { ...act, outcome: 'denied', details: { role: role.name, reason } });
    return { result: 'refused', reason };
  }
  const revoked = await tx('invitations')
    .where({ id, accepted_at: null, revoked_at: null })
    .update({ revoked_at: tx.fn.now() });
  if (revoked === 1) await audit(tx, botId, act);
  return { result: revoked === 1 ? 'changed' : 'unchanged', role };
}

/**
 * Gives the invitation's role to whoever followed its link; undefined when it does not work (any more). Somebody who has
 * the role leaves the link to whom it is meant for.
 */
export async function acceptInvitation(
  tx: Tx,
  botId: number,
  by: RoleChanger & { readonly personId: number; readonly telegramId: number },
  code: string,
): Promise<Accepted | undefined> {
  await lockRoles(tx, botId);
  const { rows } = await tx.raw<{ rows: OpenInvitation[] }>(
    `select id, role_id, created_by from invitations
     where code_hash = ? and accepted_at is null and revoked_at is null and expires_at > now() for update`,
    [hashOf(code)],
  );
  const [open] = rows;
  const role = open && (await findRole(tx, open.role_id));
  if (!open || !role) return undefined;
  const grantedBy = `invitation:${open.id}`;
  const act = { actor: by.actor, action: 'roles.accept', object: grantedBy };
  const reason = await whyNotAccept(tx, open, by.telegramId, role);
  if (reason) {
    await audit(tx, botId, { ...act, outcome: 'denied', details: { role: role.name, reason } });
    return undefined;
  }
  const held = await listGrants(tx, [by.telegramId]);
  if (held.some((grant) => grant.role.id === role.id)) return { result: 'had_before', role };
  await tx('invitations').where({ id: open.id }).update({ accepted_at: tx.fn.now(), accepted_by: by.personId });
  await insertGrant(tx, { botId, telegramId: by.telegramId, roleId: role.id, grantedBy });
  await audit(tx, botId, { ...act, details: { role: role.name } });
  return { result: 'accepted', role };
}

/** Whoever invited must still be allowed to give the role, to this person. */
async function whyNotAccept(tx: Tx, { created_by }: OpenInvitation, telegramId: number, role: Role): Promise<Refusal | undefined> {
  const inviter = await findTelegramId(tx, created_by);
  if (inviter === undefined) return 'not_allowed';
  return whyNotGrant(await asOfNow(tx, { telegramId: inviter, permissions: new Set() }), telegramId, role);
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
