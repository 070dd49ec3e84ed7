/**
 * Tokens of the REST API. A token is 32 random bytes, shown once and stored as a hash; it acts with a role, in one bot
 * or in all, and ends by itself. Nobody makes or revokes one that may do what they may not, and whoever revokes one
 * revokes all that were made with it.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Database, Tx } from '../../platform/db/database.js';
import { enterTenant, tenantTransaction } from '../../platform/db/tenant.js';
import { type Caller, type Refusal, type Role, type Scope, findRole, holdRoles, listRoles, whyNotMint } from '../access/index.js';
import { type Actor, audit } from '../audit/index.js';
import { type ApiToken, endToken, endTokensOf, findTokenById, holdToken, insertToken, useToken } from './repository.js';

export interface Wanted {
  readonly name: string;
  readonly role: string;
  readonly scope: Scope;
  readonly validForDays: number;
}

export type Minted =
  | { readonly result: 'minted'; readonly secret: string; readonly token: ApiToken }
  | { readonly result: 'refused'; readonly reason: Refusal }
  | { readonly result: 'no_such_role' | 'name_taken' };

const SECRET = /^tlr_[\w-]{43}$/;

/** Makes a token for a bot or, if the caller's own acts on all, for all. */
export async function mintToken(db: Database, caller: Caller, wanted: Wanted): Promise<Minted> {
  const role = await roleNamed(db, caller, wanted.role);
  if (!role || (wanted.scope === 'installation' && !role.builtIn)) return { result: 'no_such_role' };
  const reason = whyNot(caller, role, wanted.scope);
  if (reason) return refused(db, caller, wanted, reason);
  const secret = `tlr_${randomBytes(32).toString('base64url')}`;
  const botId = wanted.scope === 'installation' ? null : caller.botId;
  const { name, validForDays } = wanted;
  const minted = await db.transaction(async (tx): Promise<Minted> => {
    // Before the token, as whoever deletes a role with its tokens does.
    await holdRoles(tx, caller.botId);
    if (!(await stillWorks(tx, caller.actor.id))) return { result: 'refused', reason: 'not_allowed' };
    if (botId !== null) await enterTenant(tx, botId);
    // Tokens name their role: one that is deleted meanwhile must not come back with a later role of its name.
    if (botId !== null && !(await findRole(tx, role.id))) return { result: 'no_such_role' };
    const token = await insertToken(tx, {
      ...{ botId, name, validForDays, role: role.name },
      hash: hashOf(secret),
      createdBy: caller.actor.id,
    });
    if (!token) return { result: 'name_taken' };
    const details = { role: role.name, expires: token.expires_at };
    await audit(tx, botId, { actor: caller.actor, action: 'tokens.make', object: `token:${token.id}`, details });
    return { result: 'minted', secret, token };
  });
  return minted.result === 'refused' ? refused(db, caller, wanted, minted.reason) : minted;
}

/** What has become of a token that somebody wants to revoke. */
export type Revoked =
  | { readonly result: 'revoked' | 'no_such_token' }
  | { readonly result: 'refused'; readonly reason: Refusal };

/**
 * Ends a token that the caller could have made: of their bot or, if their own acts on all, one that does so too. What
 * was made with it ends along.
 */
export async function revokeToken(db: Database, caller: Caller, id: number): Promise<Revoked> {
  const { actor, botId } = caller;
  const token = (await inScope(db, botId, (tx) => findTokenById(tx, botId, id))) ?? (await findWideToken(db, caller, id));
  if (!token || token.revoked_at) return { result: 'no_such_token' };
  const role = await roleNamed(db, caller, token.role);
  const reason = role && whyNot(caller, role, token.bot_id === null ? 'installation' : 'bot');
  const act = { actor, action: 'tokens.revoke' };
  if (reason) {
    const denied = { ...act, object: `token:${id}`, outcome: 'denied', details: { role: token.role, reason } } as const;
    await tenantTransaction(db, botId, (tx) => audit(tx, botId, denied));
    return { result: 'refused', reason };
  }
  const ended = await db.transaction(async (tx) => {
    const all = await endToken(tx, id);
    // Those of the whole installation first, since there is no way back from a bot.
    for (const each of all.sort((one, other) => (one.bot_id ?? 0) - (other.bot_id ?? 0))) {
      if (each.bot_id !== null) await enterTenant(tx, each.bot_id);
      await audit(tx, each.bot_id, { ...act, object: `token:${each.id}`, ...(each.id !== id && { details: { with: `token:${id}` } }) });
    }
    return all;
  });
  return { result: ended.length > 0 ? 'revoked' : 'no_such_token' };
}

/** Ends the tokens of a bot that act with a role, since it is deleted in the same transaction. */
export async function revokeTokensOf(tx: Tx, botId: number, actor: Actor, role: string): Promise<void> {
  const ended = await endTokensOf(tx, botId, role);
  const acts = ended.map(({ id }) => ({ actor, action: 'tokens.revoke', object: `token:${id}`, details: { role } }));
  if (acts.length > 0) await audit(tx, botId, ...acts);
}

/** The token that a secret stands for, while it works. */
export async function findToken(db: Database, secret: string): Promise<ApiToken | undefined> {
  return SECRET.test(secret) ? useToken(db, hashOf(secret)) : undefined;
}

/** A transaction of the bot; of the whole installation for null. */
export function inScope<T>(db: Database, botId: number | null, work: (tx: Tx) => Promise<T>): Promise<T> {
  return botId === null ? db.transaction(work) : tenantTransaction(db, botId, work);
}

/** A token of the whole installation, for callers whose own is one. */
async function findWideToken(db: Database, { scope }: Caller, id: number): Promise<ApiToken | undefined> {
  return scope === 'installation' ? inScope(db, null, (tx) => findTokenById(tx, null, id)) : undefined;
}

async function roleNamed(db: Database, { botId }: Caller, name: string): Promise<Role | undefined> {
  return (await tenantTransaction(db, botId, listRoles)).find((role) => role.name === name);
}

/** Whether the token that acts has not been revoked; it stays so until the transaction ends. The first one always works. */
async function stillWorks(tx: Tx, actorId: string): Promise<boolean> {
  const id = /^token:(\d+)$/.exec(actorId)?.[1];
  return id === undefined || holdToken(tx, Number(id));
}

async function refused(db: Database, { actor, botId }: Caller, wanted: Wanted, reason: Refusal): Promise<Minted> {
  const details = { role: wanted.role, scope: wanted.scope, reason };
  const act = { actor, action: 'tokens.make', outcome: 'denied', details } as const;
  await tenantTransaction(db, botId, (tx) => audit(tx, botId, act));
  return { result: 'refused', reason };
}

function whyNot(caller: Caller, role: Role, scope: Scope): Refusal | undefined {
  return scope === 'installation' && caller.scope === 'bot' ? 'more_than_own' : whyNotMint(caller, role);
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
