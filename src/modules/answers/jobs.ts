/**
 * Works on answers outside of the chats' lanes, so that a slow model holds up nobody. The row in Postgres is the
 * truth: a worker that dies leaves its answers to the next one, and an answer worked on twice is given once. An
 * answer enters the outbox only while the bot may still speak in the conversation, and under a guard that checks
 * it again in the transaction that sends.
 */
import type { Database, Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Logger } from '../../platform/logging/logger.js';
import { type Language, detectLanguage } from '../../platform/text/index.js';
import type { Locale, Texts } from '../../locales/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import { enqueueCalls } from '../../telegram/outbox.js';
import {
  type DialogueTurn,
  customerSaidMoreSince,
  findMessage,
  lastTurns,
  lockConversation,
  messageRef,
  plainText,
  recordMessage,
  speechGuard,
} from '../conversations/index.js';
import { findPerson } from '../identity/index.js';
import type { AnswerEngine } from './engine.js';
import { type PendingAnswer, cancelAnswer, claimAnswers, finishAnswer, releaseAnswer, renewClaim } from './repository.js';
import type { Answer, Turn } from './types.js';
import { answerView } from './views.js';

export interface AnswerWorkerParts {
  readonly db: Database;
  readonly engine: AnswerEngine;
  readonly texts: Texts;
  readonly defaultLocale: Locale;
  readonly log: Logger;
  /** Shows in the chat that an answer is being written; may fail harmlessly. */
  readonly showTyping: (botId: number, chatId: number) => Promise<void>;
  readonly answered: (botId: number, answer: Answer, seconds: number) => void;
}

const PARALLEL = 16;
const MAX_ATTEMPTS = 3;
/** Renewed while its worker lives, so that a killed worker's answers are soon taken over. */
const CLAIM_MS = 15_000;
const RETRY_MS = 2_000;
const SWEEP_MS = 5_000;
/** Telegram shows "typing" for five seconds. */
const TYPING_MS = 4_500;
const DIALOGUE_TURNS = 8;

const GIVEN_UP: Answer = { outcome: 'refused', reason: 'unavailable', sources: [], confidence: 0, mode: 'extractive' };

interface Task {
  readonly answerId: number;
  readonly question: string;
  readonly lang: Language;
  readonly dialogue: readonly Turn[];
  readonly chatId: number;
}

export class AnswerWorker {
  readonly #parts: AnswerWorkerParts;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(parts: AnswerWorkerParts) {
    this.#parts = parts;
  }

  /** Looks for waiting answers of every bot now and from time to time. */
  start(): void {
    this.#wakeAll();
    this.#sweep = setInterval(() => this.#wakeAll(), SWEEP_MS);
  }

  /** Says that a bot may have new questions. */
  wake(botId: number): void {
    if (this.#stopping.signal.aborted || this.#running.size >= PARALLEL) return;
    this.#track(this.#take(botId));
  }

  /** Stops; answers under way are given back. */
  async release(): Promise<void> {
    clearInterval(this.#sweep);
    this.#stopping.abort(new Error('Teller is stopping'));
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #wakeAll(): void {
    this.#track(
      this.#parts
        .db('bots')
        .where({ active: true })
        .select<{ bot_id: number }[]>('bot_id')
        .then((bots) => {
          for (const { bot_id } of bots) this.wake(bot_id);
        }),
    );
  }

  #track(work: Promise<void>, ended?: () => void): void {
    const tracked = work
      .catch((error: unknown) => this.#parts.log.error({ err: error }, 'answers could not be worked on'))
      .finally(() => {
        this.#running.delete(tracked);
        ended?.();
      });
    this.#running.add(tracked);
  }

  async #take(botId: number): Promise<void> {
    const { db } = this.#parts;
    const claimed = await tenantTransaction(db, botId, (tx) =>
      claimAnswers(tx, PARALLEL - this.#running.size + 1, CLAIM_MS),
    );
    // When one is done, a place is free again.
    for (const pending of claimed) this.#track(this.#work(botId, pending), () => this.wake(botId));
  }

  async #work(botId: number, pending: PendingAnswer): Promise<void> {
    const { db, log, answered } = this.#parts;
    const started = performance.now();
    try {
      const task = await tenantTransaction(db, botId, (tx) => this.#load(tx, pending));
      const answer = await this.#answer(botId, task, pending.attempts);
      const given = await tenantTransaction(db, botId, (tx) => this.#give(tx, botId, pending, task, answer));
      if (given) answered(botId, answer, (performance.now() - started) / 1000);
    } catch (error) {
      if (!this.#stopping.signal.aborted) log.error({ err: error, botId, answerId: pending.id }, 'an answer failed');
      const given = this.#stopping.signal.aborted ? { inMs: 0, attempts: pending.attempts - 1 } : { inMs: RETRY_MS };
      await tenantTransaction(db, botId, (tx) => releaseAnswer(tx, pending.id, given));
    }
  }

  async #load(tx: Tx, pending: PendingAnswer): Promise<Task> {
    const message = await findMessage(tx, pending.messageId);
    const conversation = await lockConversation(tx, pending.conversationId);
    const person = await findPerson(tx, conversation.personId);
    const turns = await lastTurns(tx, pending.conversationId, DIALOGUE_TURNS, pending.messageId);
    const question = (message && plainText(message.content)) ?? '';
    return {
      answerId: pending.id,
      question,
      lang: detectLanguage(question) ?? person.locale ?? this.#parts.defaultLocale,
      dialogue: turns.flatMap(toTurn),
      chatId: person.telegramId,
    };
  }

  async #answer(botId: number, task: Task, attempts: number): Promise<Answer> {
    if (attempts > MAX_ATTEMPTS) return GIVEN_UP;
    const { db, engine, showTyping, log } = this.#parts;
    const type = (): void => {
      showTyping(botId, task.chatId).catch((error: unknown) => log.debug({ err: error }, 'typing could not be shown'));
    };
    type();
    const typing = setInterval(() => {
      type();
      this.#track(tenantTransaction(db, botId, (tx) => renewClaim(tx, task.answerId, CLAIM_MS)));
    }, TYPING_MS);
    try {
      const { question, lang, dialogue } = task;
      return await engine.answer({ question, lang, dialogue, signal: this.#stopping.signal });
    } finally {
      clearInterval(typing);
    }
  }

  /** Answers whether the answer was given: not when a human came first, or when another worker had given it. */
  async #give(tx: Tx, botId: number, pending: PendingAnswer, task: Task, answer: Answer): Promise<boolean> {
    const { conversationId, messageId } = pending;
    const conversation = await lockConversation(tx, conversationId);
    if (conversation.state !== 'bot') {
      await cancelAnswer(tx, pending.id);
      return false;
    }
    if (!(await finishAnswer(tx, pending.id, answer))) return false;
    const { message, keyboard } = answerView(this.#parts.texts(task.lang), answer);
    const content = { kind: 'text', text: message.text } as const;
    const said = await recordMessage(tx, { botId, conversationId, author: 'ai', content, sources: answer.sources });
    const newer = await customerSaidMoreSince(tx, conversationId, messageId);
    const calls = messageCalls(task.chatId, message, {
      ref: messageRef(said.id),
      guard: speechGuard(conversationId),
      replyMarkup: keyboard,
      // With a newer question in between, it must be clear what is being answered.
      replyTo: newer ? { $ref: messageRef(messageId) } : undefined,
    });
    await enqueueCalls(tx, botId, calls);
    return true;
  }
}

function toTurn({ author, content }: DialogueTurn): Turn[] {
  const text = plainText(content);
  if (text === undefined) return [];
  const role = author === 'customer' || author === 'moderator' ? author : 'bot';
  return [{ role, text }];
}
