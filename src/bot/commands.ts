import type { BotCommand } from 'telegraf/types';
import { LOCALES, type Texts, type Translate } from '../locales/index.js';
import type { BotApi } from '../telegram/bot-api.js';

/** The commands menu of customers, in every language; the default is for everybody else's. */
export async function publishCommands(api: BotApi, texts: Texts, defaultTexts: Translate): Promise<void> {
  await api.call('setMyCommands', { commands: customerCommands(defaultTexts) });
  for (const locale of LOCALES) {
    await api.call('setMyCommands', { commands: customerCommands(texts(locale)), language_code: locale });
  }
}

/** The commands menu of one member of the staff. */
export async function publishStaffCommands(api: BotApi, chatId: number, t: Translate): Promise<void> {
  const commands = [{ command: 'queue', description: t('common.commands.queue') }, ...customerCommands(t)];
  await api.call('setMyCommands', { commands, scope: { type: 'chat', chat_id: chatId } });
}

function customerCommands(t: Translate): BotCommand[] {
  return (['start', 'help', 'end', 'language'] as const).map((command) => ({
    command,
    description: t(`common.commands.${command}`),
  }));
}
