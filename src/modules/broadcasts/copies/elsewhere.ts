/**
 * The other bots of the installation in which somebody may send broadcasts, too. Who knows them is asked of all bots; what
 * they may do there, and how many would get it, of each as that bot sees it.
 */
import type { Tx } from '../../../platform/db/database.js';
import { asTransport, inOtherBot } from '../../../platform/db/tenant.js';
import { findBotUsername } from '../../bots/index.js';
import { type Person, findPersonsByTelegramIds } from '../../identity/index.js';
import { maySend } from '../rights.js';

export interface OtherBot {
  readonly botId: number;
  /** Without the @. */
  readonly username: string;
}

/** More than anybody would choose from by buttons. */
const MOST = 50;

/** @param wanted what they are to be allowed to send */
export async function otherBotsOf(tx: Tx, botId: number, telegramId: number, wanted: { readonly service: boolean }): Promise<OtherBot[]> {
  const found: OtherBot[] = [];
  for (const other of await botsThatKnow(tx, botId, telegramId)) {
    const username = await inOtherBot(tx, botId, other, async () => {
      const sender = await senderIn(tx, telegramId, wanted);
      return sender && (await findBotUsername(tx, other));
    });
    if (username !== undefined) found.push({ botId: other, username });
  }
  return found;
}

/** What these bots are called. */
export async function namesOf(tx: Tx, botId: number, others: readonly number[]): Promise<string[]> {
  const names: string[] = [];
  for (const other of others) names.push(`@${await inOtherBot(tx, botId, other, () => findBotUsername(tx, other))}`);
  return names;
}

/** Somebody as the transaction's bot knows them, if they may send broadcasts there. */
export async function senderIn(tx: Tx, telegramId: number, wanted: { readonly service: boolean }): Promise<Person | undefined> {
  const [person] = await findPersonsByTelegramIds(tx, [telegramId]);
  return person && !person.blocked && maySend(person, wanted) ? person : undefined;
}

async function botsThatKnow(tx: Tx, botId: number, telegramId: number): Promise<number[]> {
  return asTransport(tx, async () => {
    const { rows } = await tx.raw<{ rows: { botId: number }[] }>(
      `select bots.bot_id as "botId" from bots
         cross join lateral (select from persons where persons.bot_id = bots.bot_id and telegram_id = ?) as known
       where active and bots.bot_id <> ? order by bots.bot_id limit ${MOST}`,
      [telegramId, botId],
    );
    return rows.map((row) => row.botId);
  });
}
