import type { Update, UserFromGetMe } from 'telegraf/types';
import type { Locale, Texts } from '../locales/index.js';
import { type Handlers, type Senders, TellerContext } from '../modules/identity/index.js';
import type { BotApi } from '../telegram/bot-api.js';
import { directCallsOnly } from '../telegram/direct-calls.js';
import type { UpdateHandler } from '../telegram/handling.js';
import { messageCalls } from '../telegram/message-calls.js';
import { senderOf } from './sender.js';

export interface UpdateHandlerParts {
  readonly bot: Handlers;
  readonly api: BotApi;
  readonly me: { readonly id: number; readonly username: string; readonly name: string };
  readonly senders: Senders;
  readonly texts: Texts;
  readonly defaultLocale: Locale;
}

/** Takes stored updates of one bot into telegraf. */
export function createUpdateHandler(parts: UpdateHandlerParts): UpdateHandler {
  const { bot, senders, texts, defaultLocale } = parts;
  const middleware = bot.middleware();
  const telegram = directCallsOnly(parts.api.telegram);
  const me = { id: parts.me.id, is_bot: true, first_name: parts.me.name, username: parts.me.username } as UserFromGetMe;

  return {
    async handle({ update }, scope) {
      const sender = senderOf(update);
      if (!sender) return;
      // Who blocks the bot or lets it in again has not written: they are not made known by that, nor known again.
      const hasWritten = !('my_chat_member' in update);
      const person = await (hasWritten ? senders.recognize(scope.botId, sender) : senders.find(scope.botId, sender.telegramId));
      if (!person) return;
      const locale = person.locale ?? defaultLocale;
      const ctx = new TellerContext(update, telegram, me, scope, person, locale, texts(locale));
      await middleware(ctx, () => Promise.resolve());
    },
    async apologize({ update }) {
      const sender = senderOf(update);
      if (!sender || !deservesWord(update)) return [];
      const known = await senders.find(parts.me.id, sender.telegramId);
      const locale = known ? known.locale : sender.locale;
      return messageCalls(sender.telegramId, texts(locale ?? defaultLocale)('common.failed'));
    },
  };
}

function deservesWord(update: Update): boolean {
  return 'message' in update || 'callback_query' in update;
}
