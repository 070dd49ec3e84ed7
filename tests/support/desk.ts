import type { TestDatabase } from './database.js';
import type { Phone } from './phone.js';
import { MODERATOR_IDS } from './teller.js';
import type { TestSimulator } from './simulator.js';

/** A moderator's phone; its chat with the bot is open. */
export async function moderatorPhone(simulator: TestSimulator, id = MODERATOR_IDS[0]): Promise<Phone> {
  const moderator = simulator.phone({ ...(id !== undefined && { id }), first_name: `Moderator ${String(id)}`, language_code: 'en' });
  await moderator.send('/start');
  await moderator.waitFor(/You work at this support desk/);
  return moderator;
}

/** An accepted hand-off put straight into the database, where a test needs many. Answers a message to reply to. */
export async function seedHandoff(
  simulator: TestSimulator,
  database: TestDatabase,
  customer: Phone,
  moderator: Phone,
): Promise<number> {
  const { botId } = simulator;
  const personId = async (telegramId: number): Promise<number> => {
    const [person] = await database
      .owner('persons')
      .insert({ bot_id: botId, telegram_id: telegramId, first_name: `Person ${telegramId}`, locale: 'en' })
      .onConflict(['bot_id', 'telegram_id'])
      .merge(['locale'])
      .returning<{ id: number }[]>('id');
    return person?.id ?? 0;
  };
  const person_id = await personId(customer.userId);
  const moderator_id = await personId(moderator.userId);
  const [conversation] = await database
    .owner('conversations')
    .insert({ bot_id: botId, person_id, state: 'human' })
    .returning<{ id: number }[]>('id');
  const [handoff] = await database
    .owner('handoffs')
    .insert({ bot_id: botId, conversation_id: conversation?.id, person_id, state: 'active', moderator_id })
    .returning<{ id: number }[]>('id');
  const thread = await simulator.api<{ message_id: number }>('sendMessage', { chat_id: moderator.userId, text: 'thread' });
  const message_id = thread.result?.message_id ?? 0;
  await database
    .owner('message_refs')
    .insert({ bot_id: botId, chat_id: moderator.userId, message_id, ref: `handoff:${String(handoff?.id)}` });
  return message_id;
}
