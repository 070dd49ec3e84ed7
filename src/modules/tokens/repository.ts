import type { Knex } from 'knex';
import type { Database, Tx } from '../../platform/db/database.js';

/** A token as everybody may see it who manages tokens; the token itself is stored nowhere. */
export interface ApiToken {
  readonly id: number;
  /** Null for a token of the whole installation. */
  readonly bot_id: number | null;
  readonly name: string;
  readonly role: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  /** To the minute. */
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

export interface NewToken {
  readonly botId: number | null;
  readonly name: string;
  readonly role: string;
  readonly hash: Buffer;
  readonly createdBy: string;
  readonly validForDays: number;
}

const COLUMNS = ['id', 'bot_id', 'name', 'role', 'created_by', 'created_at', 'expires_at', 'last_used_at', 'revoked_at'];

/** Undefined when a token of this name works already. */
export async function insertToken(db: Database, token: NewToken): Promise<ApiToken | undefined> {
  const { rows } = await db.raw<{ rows: ApiToken[] }>(
    `insert into api_tokens (bot_id, name, role, token_hash, created_by, expires_at)
     values (?, ?, ?, ?, ?, now() + ? * interval '1 day')
     on conflict do nothing returning ${COLUMNS.join(', ')}`,
    [token.botId, token.name, token.role, token.hash, token.createdBy, token.validForDays],
  );
  return rows[0];
}

/** Tokens of a bot, or of the whole installation, newest first; revoked and expired ones too. */
export async function listTokens(db: Database, botId: number | null, limit: number, beforeId?: number): Promise<ApiToken[]> {
  return db('api_tokens')
    .where({ bot_id: botId })
    .where('id', '<', beforeId ?? Number.MAX_SAFE_INTEGER)
    .orderBy('id', 'desc')
    .limit(limit)
    .select<ApiToken[]>(COLUMNS);
}

/** A token by its id, of a bot or, for null, of the whole installation, whether or not it works. */
export async function findTokenById(db: Database, botId: number | null, id: number): Promise<ApiToken | undefined> {
  return db('api_tokens').where({ id, bot_id: botId }).first<ApiToken | undefined>(COLUMNS);
}

/** Whether a token works; if it does, nobody revokes it until the transaction ends. */
export async function holdToken(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: unknown[] }>(
    'select from api_tokens where id = ? and revoked_at is null and expires_at > now() for share',
    [id],
  );
  return rows.length === 1;
}

export type EndedToken = Pick<ApiToken, 'id' | 'bot_id'>;

/** Ends a token and all that were made with it, by whichever of them; answers those that worked until now. */
export async function endToken(tx: Tx, id: number): Promise<EndedToken[]> {
  return endWithThoseMade(tx, tx('api_tokens').where({ id }));
}

/** Ends the tokens of the transaction's bot that act with a role, and all that were made with them. */
export async function endTokensOf(tx: Tx, botId: number, role: string): Promise<EndedToken[]> {
  return endWithThoseMade(tx, tx('api_tokens').where({ bot_id: botId, role }));
}

/** Makers before what they made: whoever makes a token holds their own, and so is either waited for or refused. */
async function endWithThoseMade(tx: Tx, tokens: Knex.QueryBuilder): Promise<EndedToken[]> {
  const ended: EndedToken[] = [];
  let next = tokens;
  for (;;) {
    const found = await next.where({ revoked_at: null }).orderBy('id').forUpdate().select<EndedToken[]>('id', 'bot_id');
    if (found.length === 0) return ended;
    const ids = found.map(({ id }) => id);
    await tx('api_tokens').whereIn('id', ids).update({ revoked_at: tx.fn.now() });
    ended.push(...found);
    next = tx('api_tokens').whereIn('created_by', ids.map((id) => `token:${id}`));
  }
}

/** The token of a hash that has been neither revoked nor outlived; remembers that it was used. */
export async function useToken(db: Database, hash: Buffer): Promise<ApiToken | undefined> {
  const token = await db('api_tokens')
    .where({ token_hash: hash, revoked_at: null })
    .where('expires_at', '>', db.fn.now())
    .first<ApiToken | undefined>(COLUMNS);
  if (token) await db.raw(NOTE_USE, [token.id]);
  return token;
}

const NOTE_USE = `update api_tokens set last_used_at = now()
  where id = ? and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
