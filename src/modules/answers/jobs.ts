/**
 * Works on answers outside of the chats' lanes, so that a slow model holds up nobody. The row in Postgres is the
 * truth: a worker that dies leaves its answers to the next one, and an answer worked on twice is given once. An
 * answer enters the outbox only while the bot may still speak in the conversation, and under a guard that checks
 * it again in the transaction that sends.
 */
import { z } from 'zod';
import type { Database } from '../../platform/db/database.js';
import { TenantBatcher } from '../../platform/db/tenant-batcher.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Logger } from '../../platform/logging/logger.js';
import { type Duty, Interrupted, type JobKind } from '../../platform/queue/index.js';
import type { Locale, Texts } from '../../locales/index.js';
import type { BotSettings } from '../bots/index.js';
import { MIN_CONFIDENCE } from '../knowledge/index.js';
import type { AnswerEngine } from './engine.js';
import { type ReadyAnswer, giveAnswers, showPart } from './giving.js';
import { type PendingAnswer, claimAnswers, dueAnswers, releaseAnswer, renewClaim } from './repository.js';
import { Showing } from './showing.js';
import { type Task, loadTasks } from './tasks.js';
import type { Answer, AnswerPart } from './types.js';

/** A question, by the message that asked it. */
export interface AnswerJob {
  readonly botId: number;
  readonly messageId: number;
}

const MAX_ATTEMPTS = 3;

/** What has failed three times is answered with the offer of a human by the fourth try. */
export const ANSWER: JobKind<AnswerJob> = {
  name: 'answer',
  payload: z.object({ botId: z.number(), messageId: z.number() }),
  attempts: MAX_ATTEMPTS + 1,
  backoffSeconds: 2,
  timeoutSeconds: 120,
};

export function answerKey({ messageId }: AnswerJob): string {
  return String(messageId);
}

export interface AnswerParts {
  readonly db: Database;
  readonly engine: AnswerEngine;
  readonly settings: BotSettings;
  /** Confidence from which the FAQ answers by itself where a bank has set none, 0..1. */
  readonly autoResolveFrom: number;
  readonly texts: Texts;
  readonly defaultLocale: Locale;
  readonly log: Logger;
  /** Whether an answer is shown while it is written. */
  readonly streams: boolean;
  /** An id for the message that will say an answer. */
  readonly takeMessageId: () => Promise<number>;
  /** Shows in the chat that an answer is being written; may fail harmlessly. */
  readonly showTyping: (botId: number, chatId: number) => Promise<void>;
  readonly answered: (botId: number, answer: Answer, seconds: number) => void;
}

const PARALLEL = 32;
/** Renewed while its worker lives, so that a killed worker's answers are soon taken over. */
const CLAIM_MS = 15_000;
/** Telegram shows "typing" for five seconds. */
const TYPING_MS = 4_500;

const GIVEN_UP: Answer = { outcome: 'refused', reason: 'unavailable', sources: [], confidence: 0, mode: 'extractive' };

/** The duty of answering questions. */
export function answerDuty(parts: AnswerParts): Duty<AnswerJob> {
  const writer = new AnswerWriter(parts);
  return {
    kind: ANSWER,
    concurrency: PARALLEL,
    keyOf: answerKey,
    due: (limit) => dueAnswers(parts.db, limit),
    run: (job, signal) => writer.write(job, signal),
  };
}

class AnswerWriter {
  readonly #parts: AnswerParts;
  readonly #claimed: TenantBatcher<number, PendingAnswer | undefined>;
  readonly #loaded: TenantBatcher<PendingAnswer, Task>;
  readonly #given: TenantBatcher<ReadyAnswer, boolean>;

  constructor(parts: AnswerParts) {
    const { db, texts, defaultLocale } = parts;
    this.#parts = parts;
    this.#claimed = new TenantBatcher(db, (tx, _botId, messageIds) => claimAnswers(tx, messageIds, CLAIM_MS));
    this.#loaded = new TenantBatcher(db, (tx, _botId, answers) => loadTasks(tx, answers, defaultLocale));
    this.#given = new TenantBatcher(db, (tx, botId, ready) => giveAnswers(tx, botId, ready, texts));
  }

  /** Gives the answer, unless it is given, not wanted any more, or in another worker's hands. */
  async write({ botId, messageId }: AnswerJob, signal: AbortSignal): Promise<void> {
    const { db, answered, takeMessageId } = this.#parts;
    const started = performance.now();
    const pending = await this.#claimed.add(botId, messageId);
    if (!pending) return;
    try {
      const task = await this.#loaded.add(botId, pending);
      const messageId = await takeMessageId();
      const answer = await this.#answer(botId, task, messageId, signal);
      const given = await this.#given.add(botId, { task, answer, messageId });
      if (given) answered(botId, answer, (performance.now() - started) / 1000);
    } catch (error) {
      const stopped = signal.reason instanceof Interrupted;
      const again = stopped ? { inMs: 0, attempts: pending.attempts - 1 } : { inMs: ANSWER.backoffSeconds * 1000 };
      await tenantTransaction(db, botId, (tx) => releaseAnswer(tx, pending, again));
      throw error;
    }
  }

  async #answer(botId: number, task: Task, messageId: number, signal: AbortSignal): Promise<Answer> {
    if (task.pending.attempts > MAX_ATTEMPTS) return GIVEN_UP;
    const { db, engine, settings, autoResolveFrom, streams, showTyping, log } = this.#parts;
    const showing = this.#showing(botId, task, messageId);
    const type = (): void => {
      showTyping(botId, task.chatId).catch((error: unknown) => log.debug({ err: error }, 'typing could not be shown'));
    };
    const typing = setInterval(() => {
      type();
      tenantTransaction(db, botId, (tx) => renewClaim(tx, task.pending, CLAIM_MS)).catch((error: unknown) => {
        log.warn({ err: error, botId, answerId: task.pending.id }, 'the claim of an answer could not be renewed');
      });
    }, TYPING_MS);
    try {
      const { question, lang, dialogue } = task;
      const { thresholds } = await settings.get(botId);
      const minConfidence = thresholds.minConfidence ?? MIN_CONFIDENCE;
      const onPart = streams ? (part: AnswerPart): void => showing.add(part) : undefined;
      const limits = { minConfidence, autoResolveFrom: thresholds.autoResolve ?? autoResolveFrom };
      return await engine.answer({ botId, question, lang, dialogue, ...limits, signal, onPart });
    } finally {
      clearInterval(typing);
      await showing.end();
    }
  }

  #showing(botId: number, task: Task, proposedId: number): Showing {
    const { db, texts, log } = this.#parts;
    return new Showing(
      (part) => tenantTransaction(db, botId, (tx) => showPart(tx, botId, task, { part, proposedId }, texts)),
      (error) => log.warn({ err: error, botId, answerId: task.pending.id }, 'the beginning of an answer could not be shown'),
    );
  }
}
