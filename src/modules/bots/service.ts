/** The tenants: bots with their tokens, which are encrypted at rest and open only for their own bot. */
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import type { Database, Tx } from '../../platform/db/database.js';

export interface Bot {
  readonly botId: number;
  readonly token: string;
  /** Without the @; empty until Telegram has told it. */
  readonly username: string;
  readonly name: string;
}

/** Adds the bot of a token, or takes over its new token. */
export async function saveBot(db: Database, keys: KeyRing, token: string): Promise<number> {
  const botId = botIdOf(token);
  const token_sealed = keys.seal(token, tokenContext(botId));
  await db.transaction(async (tx) => {
    await tx('bots')
      .insert({ bot_id: botId, username: '', name: '', token_sealed })
      .onConflict('bot_id')
      .merge({ token_sealed, active: true });
    await tx('leases').insert({ bot_id: botId }).onConflict().ignore();
  });
  return botId;
}

/** @throws Error when there is no such bot, or when its token was encrypted with another key. */
export async function findBot(db: Database, keys: KeyRing, botId: number): Promise<Bot> {
  const row = await db('bots')
    .where({ bot_id: botId })
    .first<{ token_sealed: string; username: string; name: string } | undefined>('token_sealed', 'username', 'name');
  if (!row) throw new Error(`There is no bot ${botId}.`);
  const { username, name } = row;
  return { botId, username, name, token: keys.open(row.token_sealed, tokenContext(botId)) };
}

export async function saveBotNames(db: Database, botId: number, username: string, name: string): Promise<void> {
  await db('bots').where({ bot_id: botId }).update({ username, name });
}

/** Seals the tokens of all bots with the ring's current key; answers how many had another. Updates come in meanwhile. */
export async function resealTokens(db: Database, keys: KeyRing): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx('bots').forNoKeyUpdate().select<{ bot_id: number; token_sealed: string }[]>('bot_id', 'token_sealed');
    const old = rows.filter(({ token_sealed }) => !token_sealed.startsWith(`${keys.currentKeyId}.`));
    for (const { bot_id, token_sealed } of old) {
      const resealed = keys.seal(keys.open(token_sealed, tokenContext(bot_id)), tokenContext(bot_id));
      await tx('bots').where({ bot_id }).update({ token_sealed: resealed });
    }
    return old.length;
  });
}

/** Telegram's id of the bot: the number before the colon of its token. */
function botIdOf(token: string): number {
  return Number(token.split(':', 1)[0]);
}

function tokenContext(botId: number): string {
  return `token of bot ${botId}`;
}

/** The bots of the installation, whether or not they run. */
export async function listBotIds(db: Database): Promise<number[]> {
  return db('bots').orderBy('bot_id').pluck<number[]>('bot_id');
}

/** The username of the transaction's bot, without the @. */
export async function findBotUsername(tx: Tx, botId: number): Promise<string> {
  const row = await tx('bots').where({ bot_id: botId }).first<{ username: string } | undefined>('username');
  return row?.username ?? '';
}
