import type { MiddlewareFn } from 'telegraf';
import type { Message } from 'telegraf/types';
import { can } from '../modules/access/index.js';
import type { TellerContext } from '../modules/identity/index.js';
import { opensAccounts, showsWholeCard } from '../modules/privacy/index.js';
import { messageCalls } from '../telegram/message-calls.js';

/**
 * Takes a message with a whole card number out of the customer's chat and says why, once for each message, whoever
 * they are talking with; warns of a code, a CVV or a password in it. What else the message says goes on, masked. Staff
 * see to their own chats.
 */
export const exposedSecrets: MiddlewareFn<TellerContext> = async (ctx, next) => {
  await next();
  const message = (ctx.message ?? ctx.editedMessage) as Message | undefined;
  if (!message || can(ctx.person, 'handoff.serve')) return;
  const text = textOf(message);
  const { telegramId } = ctx.person;
  if (showsWholeCard(text)) {
    const key = `card:${telegramId}:${message.message_id}`;
    // Last, so that what else is said about the message still finds it.
    ctx.send([{ chatId: telegramId, method: 'deleteMessage', payload: { message_id: message.message_id }, dedupeKey: `${key}:delete` }]);
    tell(ctx, 'privacy.card_deleted', key);
  } else if (opensAccounts(text)) tell(ctx, 'privacy.secret_hidden', `secret:${telegramId}:${message.message_id}`);
};

/** Says it once for a key. */
function tell(ctx: TellerContext, what: 'privacy.card_deleted' | 'privacy.secret_hidden', dedupeKey: string): void {
  ctx.send(messageCalls(ctx.person.telegramId, ctx.t(what)).map((call) => ({ ...call, dedupeKey })));
}

function textOf(message: Message): string {
  if ('text' in message) return message.text;
  return ('caption' in message && message.caption) || '';
}
