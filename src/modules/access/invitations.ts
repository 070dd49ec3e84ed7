/**
 * Invitations: a link that gives its role to the first who follows it in time. The code is shown once and stored as
 * a hash. Who invites must be allowed to give the role then and, by name, is written down; who accepts as well.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../../platform/db/database.js';
import { audit } from '../audit/index.js';
import { type RoleChanger, lockRoles } from './granting.js';
import { type Refusal, type Role, whyNotGrant } from './policies.js';
import { findRole, insertGrant } from './repository.js';

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

const CODE_BYTES = 18;
/** As `t.me/<bot>?start=` takes it. */
const CODE = /^i-[\w-]{24}$/;

/** Whether a start parameter looks like the code of an invitation. */
export function isInvitation(payload: string): boolean {
  return CODE.test(payload);
}

/** @param validForMs how long the link works */
export async function invite(tx: Tx, botId: number, by: RoleChanger, roleId: number, validForMs: number): Promise<Invited> {
  const role = await findRole(tx, roleId);
  if (!role) return { result: 'no_such_role' };
  const reason = whyNotGrant(by, undefined, role);
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

/** Answers whether it worked until now. */
export async function revokeInvitation(tx: Tx, botId: number, by: RoleChanger, id: number): Promise<boolean> {
  const revoked = await tx('invitations')
    .where({ id, accepted_at: null, revoked_at: null })
    .update({ revoked_at: tx.fn.now() });
  if (revoked === 0) return false;
  await audit(tx, botId, { actor: by.actor, action: 'roles.uninvite', object: `invitation:${id}` });
  return true;
}

/** Gives the invitation's role to whoever followed its link; undefined when it does not work (any more). */
export async function acceptInvitation(
  tx: Tx,
  botId: number,
  by: RoleChanger & { readonly personId: number; readonly telegramId: number },
  code: string,
): Promise<Role | undefined> {
  await lockRoles(tx, botId);
  const { rows } = await tx.raw<{ rows: { id: number; role_id: number }[] }>(
    `update invitations set accepted_at = now(), accepted_by = ?
     where code_hash = ? and accepted_at is null and revoked_at is null and expires_at > now()
     returning id, role_id`,
    [by.personId, hashOf(code)],
  );
  const [accepted] = rows;
  const role = accepted && (await findRole(tx, accepted.role_id));
  if (!accepted || !role) return undefined;
  const grantedBy = `invitation:${accepted.id}`;
  await insertGrant(tx, { botId, telegramId: by.telegramId, roleId: role.id, grantedBy });
  await audit(tx, botId, { actor: by.actor, action: 'roles.accept', object: grantedBy, details: { role: role.name } });
  return role;
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
