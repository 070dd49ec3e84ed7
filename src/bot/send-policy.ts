import { guardedConversation, whereBotMaySpeak } from '../modules/conversations/index.js';
import type { Handoffs } from '../modules/handoff/index.js';
import { findPersonByTelegramId, markUnreachable } from '../modules/identity/index.js';
import type { FileMaker } from '../telegram/files.js';
import type { SendPolicy } from '../telegram/sending.js';

/** What the product demands of the moment of sending: a human outranks the bot, and nobody waits for the absent. */
export function createSendPolicy(handoffs: Handoffs, makeFile: FileMaker): SendPolicy {
  return {
    makeFile,
    async mayStillSend(tx, _botId, guard) {
      const conversationId = guardedConversation(guard);
      return conversationId !== undefined && (await whereBotMaySpeak(tx, [conversationId], 'wait')).has(conversationId);
    },
    async becameUnreachable(tx, botId, chatId) {
      const person = await findPersonByTelegramId(tx, chatId);
      if (!person || person.unreachable) return [];
      await markUnreachable(tx, chatId);
      const { id, telegramId, firstName, locale } = person;
      return handoffs.unreachable(tx, botId, { personId: id, telegramId, firstName, locale });
    },
  };
}
