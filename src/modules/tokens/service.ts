/**
 * Tokens of the REST API. A token is 32 random bytes, shown once and stored as a hash; it acts with a role, in one bot
 * or in all, and ends by itself. Nobody makes one that may do what they may not.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Database, Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { type Caller, type Refusal, type Role, type Scope, findRole, listRoles, whyNotMint } from '../access/index.js';
import { type Actor, audit } from '../audit/index.js';
import { type ApiToken, endToken, endTokensOf, insertToken, useToken } from './repository.js';

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
  const roles = await tenantTransaction(db, caller.botId, listRoles);
  const role = roles.find(({ name }) => name === wanted.role);
  if (!role || (wanted.scope === 'installation' && !role.builtIn)) return { result: 'no_such_role' };
  const reason = whyNot(caller, role, wanted.scope);
  if (reason) return refused(db, caller, wanted, reason);
  const secret = `tlr_${randomBytes(32).toString('base64url')}`;
  const botId = wanted.scope === 'installation' ? null : caller.botId;
  const { name, validForDays } = wanted;
  return inScope(db, botId, async (tx) => {
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
}

/**
 * Ends a token of the caller's bot or, if the caller's own acts on all, one that does so too. Answers whether there
 * was one that worked until now.
 */
export async function revokeToken(db: Database, caller: Caller, id: number): Promise<boolean> {
  const act = { actor: caller.actor, action: 'tokens.revoke', object: `token:${id}` };
  for (const botId of caller.scope === 'installation' ? [caller.botId, null] : [caller.botId]) {
    const ended = await inScope(db, botId, async (tx) => {
      const had = await endToken(tx, botId, id);
      if (had) await audit(tx, botId, act);
      return had;
    });
    if (ended) return true;
  }
  return false;
}

/** Ends the tokens of a bot that act with a role, since it is deleted in the same transaction. */
export async function revokeTokensOf(tx: Tx, botId: number, actor: Actor, role: string): Promise<void> {
  const ended = await endTokensOf(tx, botId, role);
  const acts = ended.map((id) => ({ actor, action: 'tokens.revoke', object: `token:${id}`, details: { role } }));
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
