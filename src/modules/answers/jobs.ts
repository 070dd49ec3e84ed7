/**
 * Works on answers outside of the chats' lanes, so that a slow model holds up nobody. The row in Postgres is the
 * truth: a worker that dies leaves its answers to the next one, and an answer worked on twice is given once. An
 * answer enters the outbox only while the bot may still speak in the conversation, and under a guard that checks
 * it again in the transaction that sends.
 */
import type { Database } from '../../platform/db/database.js';
import { TenantBatcher } from '../../platform/db/tenant-batcher.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { Locale, Texts } from '../../locales/index.js';
import type { BotSettings } from '../bots/index.js';
import { MIN_CONFIDENCE } from '../knowledge/index.js';
import type { AnswerEngine } from './engine.js';
import { type ReadyAnswer, giveAnswers } from './giving.js';
import { type PendingAnswer, botsWithQuestions, claimAnswers, releaseAnswer, renewClaim } from './repository.js';
import { type Task, loadTasks } from './tasks.js';
import type { Answer } from './types.js';

export interface AnswerWorkerParts {
  readonly db: Database;
  readonly engine: AnswerEngine;
  readonly settings: BotSettings;
  readonly texts: Texts;
  readonly defaultLocale: Locale;
  readonly log: Logger;
  /** An id for the message that will say an answer. */
  readonly takeMessageId: () => Promise<number>;
  /** Shows in the chat that an answer is being written; may fail harmlessly. */
  readonly showTyping: (botId: number, chatId: number) => Promise<void>;
  readonly answered: (botId: number, answer: Answer, seconds: number) => void;
}

const PARALLEL = 32;
const MAX_ATTEMPTS = 3;
/** Renewed while its worker lives, so that a killed worker's answers are soon taken over. */
const CLAIM_MS = 15_000;
const RETRY_MS = 2_000;
const SWEEP_MS = 5_000;
/** Telegram shows "typing" for five seconds. */
const TYPING_MS = 4_500;

const GIVEN_UP: Answer = { outcome: 'refused', reason: 'unavailable', sources: [], confidence: 0, mode: 'extractive' };

export class AnswerWorker {
  readonly #parts: AnswerWorkerParts;
  readonly #loaded: TenantBatcher<PendingAnswer, Task>;
  readonly #given: TenantBatcher<ReadyAnswer, boolean>;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** Bots that may have questions nobody has looked for. */
  readonly #unseen = new Set<number>();
  #atWork = 0;
  #sweep: NodeJS.Timeout | undefined;

  constructor(parts: AnswerWorkerParts) {
    const { db, texts, defaultLocale } = parts;
    this.#parts = parts;
    this.#loaded = new TenantBatcher(db, (tx, _botId, answers) => loadTasks(tx, answers, defaultLocale));
    this.#given = new TenantBatcher(db, (tx, botId, ready) => giveAnswers(tx, botId, ready, texts));
  }

  /** Looks for waiting answers of every bot now and from time to time. */
  start(): void {
    this.#wakeAll();
    this.#sweep = setInterval(() => this.#wakeAll(), SWEEP_MS);
  }

  /** Says that a bot may have new questions. */
  wake(botId: number): void {
    this.#unseen.add(botId);
    this.#look();
  }

  /** Stops; answers under way are given back. */
  async release(): Promise<void> {
    clearInterval(this.#sweep);
    this.#stopping.abort(new Error('Teller is stopping'));
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #wakeAll(): void {
    this.#track(
      botsWithQuestions(this.#parts.db).then((botIds) => {
        for (const botId of botIds) this.wake(botId);
      }),
    );
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#parts.log.error({ err: error }, 'answers could not be worked on'))
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** Looks for questions once there is room for several, since a look costs the same for one as for many. */
  #look(): void {
    for (const botId of this.#unseen) {
      if (this.#stopping.signal.aborted || this.#atWork > PARALLEL / 2) return;
      this.#unseen.delete(botId);
      this.#track(this.#take(botId));
    }
  }

  async #take(botId: number): Promise<void> {
    const room = PARALLEL - this.#atWork;
    this.#atWork += room;
    const claimed = await this.#claim(botId, room).finally(() => (this.#atWork -= room));
    if (claimed.length === room) this.#unseen.add(botId);
    this.#atWork += claimed.length;
    for (const pending of claimed) this.#track(this.#work(botId, pending));
    this.#look();
  }

  #claim(botId: number, room: number): Promise<PendingAnswer[]> {
    return tenantTransaction(this.#parts.db, botId, (tx) => claimAnswers(tx, room, CLAIM_MS));
  }

  async #work(botId: number, pending: PendingAnswer): Promise<void> {
    const { db, log, answered, takeMessageId } = this.#parts;
    const started = performance.now();
    try {
      const task = await this.#loaded.add(botId, pending);
      const answer = await this.#answer(botId, task);
      const given = await this.#given.add(botId, { task, answer, messageId: await takeMessageId() });
      if (given) answered(botId, answer, (performance.now() - started) / 1000);
    } catch (error) {
      if (!this.#stopping.signal.aborted) log.error({ err: error, botId, answerId: pending.id }, 'an answer failed');
      const again = this.#stopping.signal.aborted ? { inMs: 0, attempts: pending.attempts - 1 } : { inMs: RETRY_MS };
      await tenantTransaction(db, botId, (tx) => releaseAnswer(tx, pending, again));
    } finally {
      this.#atWork--;
      this.#look();
    }
  }

  async #answer(botId: number, task: Task): Promise<Answer> {
    if (task.pending.attempts > MAX_ATTEMPTS) return GIVEN_UP;
    const { db, engine, settings, showTyping, log } = this.#parts;
    const type = (): void => {
      showTyping(botId, task.chatId).catch((error: unknown) => log.debug({ err: error }, 'typing could not be shown'));
    };
    const typing = setInterval(() => {
      type();
      this.#track(tenantTransaction(db, botId, (tx) => renewClaim(tx, task.pending, CLAIM_MS)));
    }, TYPING_MS);
    try {
      const { question, lang, dialogue } = task;
      const minConfidence = (await settings.get(botId)).thresholds.minConfidence ?? MIN_CONFIDENCE;
      return await engine.answer({ question, lang, dialogue, minConfidence, signal: this.#stopping.signal });
    } finally {
      clearInterval(typing);
    }
  }
}
