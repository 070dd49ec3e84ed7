import type { MiddlewareFn } from 'telegraf';
import type { Message } from 'telegraf/types';
import { can } from '../modules/access/index.js';
import type { TellerContext } from '../modules/identity/index.js';
import { showsWholeCard } from '../modules/privacy/index.js';
import { messageCalls } from '../telegram/message-calls.js';

/**
 * Takes a message with a whole card number out of the customer's chat and says why, once for each message, whoever
 * they are talking with. What else the message says goes on, masked. Staff see to their own chats.
 */
export const exposedCard: MiddlewareFn<TellerContext> = async (ctx, next) => {
  await next();
  const message = (ctx.message ?? ctx.editedMessage) as Message | undefined;
  if (!message || !showsWholeCard(textOf(message)) || can(ctx.person, 'handoff.serve')) return;
  const { telegramId } = ctx.person;
  const key = `card:${telegramId}:${message.message_id}`;
  // Last, so that what else is said about the message still finds it.
  ctx.send([
    { chatId: telegramId, method: 'deleteMessage', payload: { message_id: message.message_id }, dedupeKey: `${key}:delete` },
    ...messageCalls(telegramId, ctx.t('privacy.card_deleted')).map((call) => ({ ...call, dedupeKey: key })),
  ]);
};

function textOf(message: Message): string {
  if ('text' in message) return message.text;
  return ('caption' in message && message.caption) || '';
}
