/**
 * Looks through talks with people that are over for what is asked often and the FAQ does not know. What it finds is a
 * proposal: nothing is published but by an admin. A talk is looked through once, in the transaction that marks it; what
 * was said stays in its messages alone (`candidates.ts`). Safe to run in several processes at once.
 */
import type { Database, Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Embedder } from '../../platform/embeddings/index.js';
import type { Logger } from '../../platform/logging/logger.js';
import { type Language, detectLanguage } from '../../platform/text/index.js';
import { type BotSettings, listBotIds } from '../bots/index.js';
import type { FaqMatch } from '../knowledge/index.js';
import { dropForgotten, heardQuestions, insertCandidate, insertSighting } from './candidates.js';
import { Groups, comparedOf } from './likeness.js';
import { type Pair, pairsIn } from './pairs.js';
import { markMined, takeEndedTalks } from './talks.js';

export interface MiningParts {
  readonly db: Database;
  readonly settings: BotSettings;
  /** Confidence from which the FAQ knows a question where a bank has set none, 0..1. */
  readonly autoResolveFrom: number;
  readonly embedder: Embedder;
  readonly matchFaq: (question: {
    readonly text: string;
    readonly lang: Language;
    readonly botId: number;
  }) => Promise<FaqMatch | undefined>;
  readonly log: Logger;
}

interface Found extends Pair {
  readonly lang: Language;
}

const TALKS = 25;
/** With so many of the latest, questions are compared. */
const COMPARED = 3_000;
/** Names the lock under which one process at a time puts a bot's questions into groups. */
const LOCK = 5_410_213;

export class Miner {
  readonly #parts: MiningParts;

  constructor(parts: MiningParts) {
    this.#parts = parts;
  }

  /** Looks through all that has ended, bot by bot; one bot that fails keeps the others from nothing. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { db, log } = this.#parts;
    for (const botId of await listBotIds(db)) {
      await this.#sweepBot(botId, signal).catch((error: unknown) => {
        log.error({ err: error, botId }, 'talks could not be looked through for frequent questions');
      });
    }
  }

  async #sweepBot(botId: number, signal: AbortSignal): Promise<void> {
    const { db } = this.#parts;
    let taken = TALKS;
    while (taken === TALKS && !signal.aborted) taken = await tenantTransaction(db, botId, (tx) => this.#mine(tx, botId));
    await tenantTransaction(db, botId, dropForgotten);
  }

  /** Answers how many talks there were. */
  async #mine(tx: Tx, botId: number): Promise<number> {
    await tx.raw('select pg_advisory_xact_lock(?::int, hashint8(?::bigint))', [LOCK, botId]);
    const talks = await takeEndedTalks(tx, TALKS);
    const found = await this.#unknownOf(botId, talks.flatMap(({ turns, names }) => pairsIn(turns, names)));
    if (found.length > 0) await this.#propose(tx, botId, found);
    await markMined(tx, talks.map(({ handoffId }) => handoffId));
    return talks.length;
  }

  /** Those that the FAQ does not answer already. */
  async #unknownOf(botId: number, pairs: readonly Pair[]): Promise<Found[]> {
    const { settings, autoResolveFrom, matchFaq } = this.#parts;
    const { thresholds } = await settings.get(botId);
    const found: Found[] = [];
    for (const pair of pairs) {
      const lang = detectLanguage(pair.question.text);
      if (lang === undefined || detectLanguage(pair.answer.text, lang) !== lang) continue;
      const match = await matchFaq({ text: pair.question.text, lang, botId });
      if ((match?.confidence ?? 0) < (thresholds.autoResolve ?? autoResolveFrom)) found.push({ ...pair, lang });
    }
    return found;
  }

  async #propose(tx: Tx, botId: number, found: readonly Found[]): Promise<void> {
    const heard = await heardQuestions(tx, COMPARED);
    const texts = [...heard.map(({ text }) => text), ...found.map(({ question }) => question.text)];
    const vectors = await this.#parts.embedder.embed(texts.map(comparedOf));
    const groups = new Groups();
    for (const [at, { candidateId: id, lang }] of heard.entries()) groups.add({ id, lang }, vectorAt(vectors, at));
    for (const [at, { question, answer, lang }] of found.entries()) {
      const vector = vectorAt(vectors, heard.length + at);
      const id = groups.find(lang, vector) ?? (await insertCandidate(tx, botId, lang));
      groups.add({ id, lang }, vector);
      await insertSighting(tx, botId, id, { questionId: question.id, answerId: answer.id });
    }
  }
}

function vectorAt(vectors: readonly Float32Array[], at: number): Float32Array {
  const vector = vectors[at];
  if (!vector) throw new Error('A question was not embedded.');
  return vector;
}
