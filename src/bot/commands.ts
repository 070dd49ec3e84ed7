import type { Telegram } from 'telegraf';
import type { BotCommand } from 'telegraf/types';
import { LOCALES, type Texts, type Translate } from '../locales/index.js';
import { can } from '../modules/access/index.js';
import type { Person } from '../modules/identity/index.js';
import type { BotApi } from '../telegram/bot-api.js';

const STAFF_COMMANDS = [
  ['queue', 'queue.view'],
  ['broadcast', 'broadcasts.send'],
  ['admin', 'admin.open'],
  ['stats', 'stats.view'],
] as const;

/** The commands menu of customers, in every language; the default is for everybody else's. */
export async function publishCommands(api: BotApi, texts: Texts, defaultTexts: Translate): Promise<void> {
  await api.call('setMyCommands', { commands: customerCommands(defaultTexts) });
  for (const locale of LOCALES) {
    await api.call('setMyCommands', { commands: customerCommands(texts(locale)), language_code: locale });
  }
}

/** The commands menu of one person's chat, in their language and with what their roles allow. */
export async function publishPersonalCommands(telegram: Telegram, person: Person, t: Translate): Promise<void> {
  const staff = STAFF_COMMANDS.filter(([, permission]) => can(person, permission)).map(([command]) => ({
    command,
    description: t(`common.commands.${command}`),
  }));
  await telegram.setMyCommands([...staff, ...customerCommands(t)], {
    scope: { type: 'chat', chat_id: person.telegramId },
  });
}

function customerCommands(t: Translate): BotCommand[] {
  return (['start', 'help', 'end', 'language', 'unsubscribe', 'subscribe', 'privacy'] as const).map((command) => ({
    command,
    description: t(`common.commands.${command}`),
  }));
}
