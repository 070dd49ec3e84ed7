/**
 * Danger that a customer tells of: before anything else answers they are told what to do at once, and a human is called
 * past everybody who waits, at whatever hour, also for somebody whose phone is not known yet. Where a human has the
 * conversation already, nothing is said in it: the human is pointed to it.
 */
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import { messageCalls } from '../../telegram/message-calls.js';
import { isOnStaff } from '../access/index.js';
import { type BotSettings, textOf } from '../bots/index.js';
import { type Conversation, type Warning, markWarned, messageRef, openConversation, recordMessage } from '../conversations/index.js';
import { Handlers, type TellerContext, askForPhone } from '../identity/index.js';
import { recordReceived } from './received.js';
import { openHandoff } from './repository.js';
import type { Handoffs } from './service.js';

export interface DangerOptions {
  readonly handoffs: Handoffs;
  readonly settings: BotSettings;
  /** What is to be said to a message that tells of danger; undefined for all others. */
  readonly warningFor: (text: string) => Warning | undefined;
}

export function dangerBot(options: DangerOptions): Handlers {
  const handlers = new Handlers();
  handlers.only('bot.use').on(message(), (ctx, next) => {
    const text = textOfMessage(ctx.message);
    // Staff write such words to customers, into texts and into broadcasts.
    const warning = text.startsWith('/') || isOnStaff(ctx.person) ? undefined : options.warningFor(text);
    return warning ? warn(ctx, ctx.message, warning, options, next) : next();
  });
  return handlers;
}

function textOfMessage(message: Message): string {
  if ('text' in message) return message.text;
  return ('caption' in message && message.caption) || '';
}

async function warn(
  ctx: TellerContext,
  received: Message,
  warning: Warning,
  options: DangerOptions,
  next: () => Promise<void>,
): Promise<void> {
  const tx = await ctx.tx();
  const conversation = await openConversation(tx, ctx.botId, ctx.person.id);
  const open = await openHandoff(tx, conversation.id);
  if (open?.moderator) {
    ctx.send(await options.handoffs.urge(tx, ctx.botId, conversation));
    return next();
  }
  const isNews = open?.priority !== 'urgent';
  if (isNews) await recordReceived(ctx, conversation.id, 'customer', received);
  if (await markWarned(tx, conversation.id, warning)) await sayWarning(ctx, conversation, warning, options.settings);
  if (!isNews) return next();
  ctx.send(await options.handoffs.urge(tx, ctx.botId, conversation));
  if (!ctx.person.registered) askForPhone(ctx, ctx.t('handoff.customer.urgent_phone'));
}

async function sayWarning(ctx: TellerContext, { id }: Conversation, warning: Warning, settings: BotSettings): Promise<void> {
  const own = warning === 'violence' ? null : textOf(await settings.get(ctx.botId), warning, ctx.locale);
  const text = own ?? ctx.t(`handoff.danger.${warning}`);
  const said = { conversationId: id, author: 'bot', content: { kind: 'text', text } } as const;
  const { id: messageId } = await recordMessage(await ctx.tx(), ctx.botId, said);
  ctx.send(messageCalls(ctx.person.telegramId, text, { ref: messageRef(messageId) }));
}
