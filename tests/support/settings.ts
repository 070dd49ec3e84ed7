import type { z } from 'zod';
import { settingsSchema } from '../../src/modules/bots/settings.js';
import { eventually } from './eventually.js';
import type { TestTeller } from './teller.js';

let set = 0;

/**
 * Puts settings into the database in the place of those that are there, and waits until Teller has seen them; an English
 * greeting, which it adds, shows that it has.
 */
export async function setSettings({ database, simulator }: TestTeller, given: z.input<typeof settingsSchema>): Promise<void> {
  const mark = `Settings ${++set}`;
  const { ru = null, kk = null } = given.texts?.greeting ?? {};
  const settings = settingsSchema.parse({ ...given, texts: { ...given.texts, greeting: { ru, kk, en: mark } } });
  const row = { bot_id: simulator.botId, settings: JSON.stringify(settings), version: 1 };
  await database.owner('bot_settings').insert(row).onConflict('bot_id').merge(['settings']);
  await eventually(async () => {
    const phone = simulator.phone({ first_name: 'Watcher', language_code: 'en' });
    await phone.send('/start');
    const { text } = await phone.waitFor(() => true);
    if (text !== mark) throw new Error('The settings have not been seen yet');
  });
}
