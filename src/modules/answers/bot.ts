/**
 * Questions of customers. What can be said at once (small talk, "call a human") is said at once; anything else is
 * put down for the answer worker, so that the chat stays open for the next message.
 */
import { Composer } from 'telegraf';
import { message } from 'telegraf/filters';
import { type Language, detectLanguage } from '../../platform/text/index.js';
import type { Texts } from '../../locales/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import {
  type Content,
  contentOf,
  messageRef,
  openConversation,
  recordMessage,
  speechGuard,
} from '../conversations/index.js';
import type { TellerContext } from '../identity/index.js';
import { detectIntent } from './intent.js';
import { requestAnswer } from './repository.js';
import type { Answer, AnswerReason } from './types.js';
import { answerView, humanKeyboard } from './views.js';

export interface AnswersOptions {
  readonly texts: Texts;
  /** Calls a human into the sender's conversation. */
  readonly requestHuman: (ctx: TellerContext) => Promise<void>;
}

const QUESTION_LENGTH = 2_000;

export function answersBot(options: AnswersOptions): Composer<TellerContext> {
  const bot = new Composer<TellerContext>();
  bot.on(message('text'), (ctx, next) => {
    const content = contentOf(ctx.message);
    return content?.kind !== 'text' || content.text.startsWith('/') ? next() : ask(ctx, content, options);
  });
  bot.on(message(), (ctx, next) => ('text' in ctx.message ? next() : cannotRead(ctx)));
  return bot;
}

async function ask(
  ctx: TellerContext,
  content: Extract<Content, { kind: 'text' }>,
  { texts, requestHuman }: AnswersOptions,
): Promise<void> {
  const { text } = content;
  const { conversationId, messageId } = await recordAsked(ctx, content);
  const lang = detectLanguage(text) ?? ctx.locale;
  if (text.length > QUESTION_LENGTH) {
    ctx.say(texts(lang)('answers.too_long'), { replyMarkup: humanKeyboard(texts(lang)) });
    return;
  }
  const intent = detectIntent(text);
  switch (intent.kind) {
    case 'human':
      return requestHuman(ctx);
    case 'smalltalk':
      return sayAtOnce(ctx, texts, lang, conversationId, intent.talk);
    case 'personal':
      return sayAtOnce(ctx, texts, lang, conversationId, 'not_allowed');
    case 'question':
      await requestAnswer(await ctx.tx(), ctx.botId, conversationId, messageId);
      ctx.scope.afterCommit(async () => {
        await ctx.telegram.sendChatAction(ctx.person.telegramId, 'typing');
      });
  }
}

async function sayAtOnce(
  ctx: TellerContext,
  texts: Texts,
  lang: Language,
  conversationId: number,
  reason: AnswerReason,
): Promise<void> {
  const outcome = reason === 'not_allowed' ? 'refused' : 'answered';
  const answer: Answer = { outcome, reason, sources: [], confidence: 0, mode: 'extractive' };
  const { message: view, keyboard } = answerView(texts(lang), answer);
  const said = await recordMessage(await ctx.tx(), {
    botId: ctx.botId,
    conversationId,
    author: 'bot',
    content: { kind: 'text', text: view.text },
  });
  ctx.say(view, { replyMarkup: keyboard, ref: messageRef(said.id), guard: speechGuard(conversationId) });
}

async function cannotRead(ctx: TellerContext): Promise<void> {
  const content = ctx.message && contentOf(ctx.message);
  if (content) await recordAsked(ctx, content);
  const calls = messageCalls(ctx.person.telegramId, ctx.t('answers.only_text'), { replyMarkup: humanKeyboard(ctx.t) });
  const album = ctx.message && 'media_group_id' in ctx.message ? ctx.message.media_group_id : undefined;
  // One word for a whole album, whose pictures come as messages of their own.
  const dedupeKey = album === undefined ? undefined : `album:${ctx.person.telegramId}:${album}`;
  ctx.send(calls.map((call) => ({ ...call, ...(dedupeKey !== undefined && { dedupeKey }) })));
}

async function recordAsked(ctx: TellerContext, content: Content): Promise<{ conversationId: number; messageId: number }> {
  const tx = await ctx.tx();
  const conversation = await openConversation(tx, ctx.botId, ctx.person.id);
  const origin = ctx.message && { chatId: ctx.person.telegramId, messageId: ctx.message.message_id };
  const recorded = await recordMessage(tx, {
    botId: ctx.botId,
    conversationId: conversation.id,
    author: 'customer',
    authorId: ctx.person.id,
    content,
    ...(origin && { origin }),
  });
  return { conversationId: conversation.id, messageId: recorded.id };
}
