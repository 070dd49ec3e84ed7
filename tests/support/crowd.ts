import type { TestDatabase } from './database.js';
import type { TestSimulator } from './simulator.js';

/** So many customers who have opened the chat and are registered, more than would care to register one by one. */
export async function registerCrowd(simulator: TestSimulator, { owner }: TestDatabase, count: number): Promise<void> {
  const phones = Array.from({ length: count }, (_, index) => simulator.phone({ first_name: `C${index}` }));
  for (const phone of phones) await phone.send('/start');
  const registered_at = new Date();
  const people = phones.map(({ userId }) => ({ bot_id: simulator.botId, telegram_id: userId, first_name: 'C', registered_at }));
  await owner('persons').insert(people).onConflict(['bot_id', 'telegram_id']).merge(['registered_at']);
}
