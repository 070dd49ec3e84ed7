import type { Message } from 'telegraf/types';
import { type Content, type StoredMessage, contentOf, recordMessage } from '../conversations/index.js';
import type { TellerContext } from '../identity/index.js';
import { copyLength } from './relay.js';

/** Stores a message of the sender's chat in a conversation; undefined for kinds that cannot be passed on. */
export async function recordReceived(
  ctx: TellerContext,
  conversationId: number,
  author: 'customer' | 'moderator',
  message: Message,
): Promise<StoredMessage | undefined> {
  const content = contentOf(message);
  if (!content) return undefined;
  const said = author === 'moderator' ? contentForCustomer(message) : undefined;
  const replyToMessageId = 'reply_to_message' in message ? message.reply_to_message.message_id : undefined;
  return recordMessage(await ctx.tx(), ctx.botId, {
    conversationId,
    author,
    authorId: ctx.person.id,
    content,
    copyPieces: said && copyLength(said),
    origin: { chatId: ctx.person.telegramId, messageId: message.message_id, replyToMessageId },
  });
}

/**
 * What the customer reads of a moderator's message. The bank's phones and addresses stand in it as they were written;
 * it is sent and never stored.
 */
export function contentForCustomer(message: Message): Content | undefined {
  return contentOf(message, ['phone', 'email']);
}
