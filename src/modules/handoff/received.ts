import type { Message } from 'telegraf/types';
import { type StoredMessage, contentOf, recordMessage } from '../conversations/index.js';
import type { TellerContext } from '../identity/index.js';

/** Stores a message of the sender's chat in a conversation; undefined for kinds that cannot be passed on. */
export async function recordReceived(
  ctx: TellerContext,
  conversationId: number,
  author: 'customer' | 'moderator',
  message: Message,
): Promise<StoredMessage | undefined> {
  const content = contentOf(message);
  if (!content) return undefined;
  const replyToMessageId = 'reply_to_message' in message ? message.reply_to_message.message_id : undefined;
  return recordMessage(await ctx.tx(), ctx.botId, {
    conversationId,
    author,
    authorId: ctx.person.id,
    content,
    origin: { chatId: ctx.person.telegramId, messageId: message.message_id, replyToMessageId },
  });
}
