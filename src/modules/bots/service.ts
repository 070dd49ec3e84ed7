/** The tenants: bots with their tokens, which are encrypted at rest and open only for their own bot. */
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import type { Database } from '../../platform/db/database.js';

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

/** Telegram's id of the bot: the number before the colon of its token. */
function botIdOf(token: string): number {
  return Number(token.split(':', 1)[0]);
}

function tokenContext(botId: number): string {
  return `token of bot ${botId}`;
}
