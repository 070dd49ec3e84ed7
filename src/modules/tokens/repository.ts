import type { Database } from '../../platform/db/database.js';

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

/** Answers whether there was such a token that worked until now. */
export async function endToken(db: Database, botId: number | null, id: number): Promise<boolean> {
  const ended = await db('api_tokens')
    .where({ id, bot_id: botId, revoked_at: null })
    .update({ revoked_at: db.fn.now() });
  return ended === 1;
}

/** Ends the tokens of the transaction's bot that act with a role; answers which worked until now. */
export async function endTokensOf(db: Database, botId: number, role: string): Promise<number[]> {
  const ended = await db('api_tokens')
    .where({ bot_id: botId, role, revoked_at: null })
    .update({ revoked_at: db.fn.now() })
    .returning<{ id: number }[]>('id');
  return ended.map(({ id }) => id);
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
