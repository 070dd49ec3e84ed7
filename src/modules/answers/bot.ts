/**
 * Questions of customers. What can be said at once (small talk, "call a human") is said at once; anything else is
 * put down for the answer worker, so that the chat stays open for the next message.
 */
import { message } from 'telegraf/filters';
import { type Language, detectLanguage } from '../../platform/text/index.js';
import type { Texts } from '../../locales/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import type { BotSettings } from '../bots/index.js';
import {
  type Content,
  type ConversationLookup,
  type NewMessage,
  contentOf,
  messageRef,
  openConversation,
  recordMessage,
  speechGuard,
} from '../conversations/index.js';
import { Handlers, type TellerContext } from '../identity/index.js';
import { detectIntent } from './intent.js';
import { exchangeWriter } from './exchange.js';
import { type PressHuman, feedbackBot } from './feedback-bot.js';
import type { AnswerJob } from './jobs.js';
import type { Answer, AnswerReason } from './types.js';
import { addSourceButton } from './source-bot.js';
import { answerView, humanKeyboard } from './views.js';

export interface AnswersOptions {
  readonly texts: Texts;
  readonly settings: BotSettings;
  readonly conversations: ConversationLookup;
  /** A question stands in the database: its answer may be worked on. */
  readonly asked: (job: AnswerJob) => Promise<void>;
  /** Calls a human into the sender's conversation. */
  readonly requestHuman: (ctx: TellerContext) => Promise<void>;
  readonly pressHuman: PressHuman;
}

type TextContent = Extract<Content, { kind: 'text' }>;

const QUESTION_LENGTH = 2_000;

export function answersBot(options: AnswersOptions): Handlers {
  const handlers = new Handlers().use(feedbackBot(options.pressHuman));
  const bot = handlers.for('bot.use');
  bot.on(message('text'), (ctx, next) => {
    const content = contentOf(ctx.message);
    return content?.kind !== 'text' || content.text.startsWith('/') ? next() : ask(ctx, content, options);
  });
  addSourceButton(bot, options.settings);
  bot.on(message(), (ctx, next) => ('text' in ctx.message ? next() : cannotRead(ctx, options)));
  return handlers;
}

async function ask(ctx: TellerContext, content: TextContent, options: AnswersOptions): Promise<void> {
  const { text } = content;
  const { texts } = options;
  const lang = detectLanguage(text, ctx.locale) ?? ctx.locale;
  if (text.length > QUESTION_LENGTH) {
    await hear(ctx, content, options);
    ctx.say(texts(lang)('answers.too_long'), { replyMarkup: humanKeyboard(texts(lang)) });
    return;
  }
  const intent = detectIntent(text);
  switch (intent.kind) {
    case 'human':
      await hearAtOnce(ctx, content);
      return options.requestHuman(ctx);
    case 'smalltalk':
      return sayAtOnce(ctx, content, lang, intent.talk, options);
    // The FAQ may know what the bank says to such a question.
    case 'personal':
    case 'question':
      return passToWorker(ctx, content, options);
  }
}

async function passToWorker(ctx: TellerContext, content: Content, { conversations, asked }: AnswersOptions): Promise<void> {
  const [{ id: conversationId }, questionId] = await Promise.all([
    conversations.open(ctx.botId, ctx.person.id),
    conversations.takeMessageId(),
  ]);
  ctx.scope.defer(exchangeWriter, { conversationId, messages: [{ id: questionId, ...said(ctx, content) }], questionId });
  ctx.scope.afterCommit(() => asked({ botId: ctx.botId, messageId: questionId }));
  ctx.scope.afterCommit(async () => {
    await ctx.telegram.sendChatAction(ctx.person.telegramId, 'typing');
  });
}

async function sayAtOnce(
  ctx: TellerContext,
  content: Content,
  lang: Language,
  reason: AnswerReason,
  { texts, conversations }: AnswersOptions,
): Promise<void> {
  const outcome = reason === 'not_allowed' ? 'refused' : 'answered';
  const answer: Answer = { outcome, reason, sources: [], confidence: 0, mode: 'extractive' };
  const { message: view, keyboard } = answerView(texts(lang), answer);
  const [{ id: conversationId }, id, replyId] = await Promise.all([
    conversations.open(ctx.botId, ctx.person.id),
    conversations.takeMessageId(),
    conversations.takeMessageId(),
  ]);
  const reply = { id: replyId, author: 'bot', content: { kind: 'text', text: view.text } } as const;
  ctx.scope.defer(exchangeWriter, { conversationId, messages: [{ id, ...said(ctx, content) }, reply] });
  ctx.say(view, { replyMarkup: keyboard, ref: messageRef(replyId), guard: speechGuard(conversationId) });
}

async function cannotRead(ctx: TellerContext, options: AnswersOptions): Promise<void> {
  const content = ctx.message && contentOf(ctx.message);
  if (content) await hear(ctx, content, options);
  const calls = messageCalls(ctx.person.telegramId, ctx.t('answers.only_text'), { replyMarkup: humanKeyboard(ctx.t) });
  const album = ctx.message && 'media_group_id' in ctx.message ? ctx.message.media_group_id : undefined;
  // One word for a whole album, whose pictures come as messages of their own.
  const dedupeKey = album === undefined ? undefined : `album:${ctx.person.telegramId}:${album}`;
  ctx.send(calls.map((call) => ({ ...call, ...(dedupeKey !== undefined && { dedupeKey }) })));
}

/** Stores what the customer says. */
async function hear(ctx: TellerContext, content: Content, { conversations }: AnswersOptions): Promise<void> {
  const [{ id: conversationId }, id] = await Promise.all([
    conversations.open(ctx.botId, ctx.person.id),
    conversations.takeMessageId(),
  ]);
  ctx.scope.defer(exchangeWriter, { conversationId, messages: [{ id, ...said(ctx, content) }] });
}

/** Stores what the customer says before anything else happens, for those who need to read it. */
async function hearAtOnce(ctx: TellerContext, content: Content): Promise<void> {
  const tx = await ctx.tx();
  const { id: conversationId } = await openConversation(tx, ctx.botId, ctx.person.id);
  await recordMessage(tx, ctx.botId, { conversationId, ...said(ctx, content) });
}

function said(ctx: TellerContext, content: Content): Omit<NewMessage, 'conversationId'> {
  const origin = ctx.message && { chatId: ctx.person.telegramId, messageId: ctx.message.message_id };
  return { author: 'customer', authorId: ctx.person.id, content, ...(origin && { origin }) };
}
