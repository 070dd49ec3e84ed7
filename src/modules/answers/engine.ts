import type { Llm } from '../../platform/llm/index.js';
import { visible } from '../../platform/text/index.js';
import type { FaqMatch } from '../knowledge/index.js';
import { answerByFaq } from './by-faq.js';
import { type ModelOptions, answerByModel } from './by-model.js';
import { answerByQuoting } from './by-quoting.js';
import { detectDanger } from './danger/index.js';
import { type Intent, detectIntent } from './intent.js';
import { type Spending, onAccountOf } from './model/spending.js';
import { refused, withUsage } from './outcome.js';
import { makeStandalone } from './rewrite.js';
import { outOfScope } from './scope.js';
import type { Answer, MatchFaq, Question, Retrieve } from './types.js';

export interface AnswerEngine {
  /**
   * Answers a question from the FAQ or the documents, refuses honestly, or says that a human is asked for. Whatever the
   * model does, this settles within `timeoutMs` plus the time of retrieval, and never with an unchecked
   * sentence. Rejects only with the reason of the aborted signal or with an error of `retrieve` or `matchFaq`.
   */
  answer(question: Question): Promise<Answer>;
}

export interface AnswerEngineOptions extends ModelOptions {
  readonly retrieve: Retrieve;
  readonly matchFaq: MatchFaq;
  /** Wrapped by `withResilience`; without one answers are quotations. */
  readonly llm?: Llm | undefined;
  /** Hides card numbers, phones, codes and the like; applied before retrieval and before the model. */
  readonly mask: (text: string) => string;
  /** The whole time an answer may take, in milliseconds; part of it is kept for falling back. */
  readonly timeoutMs: number;
  /** Names all that a bot may answer from today; without it no answer is kept. */
  readonly edition?: ((botId: number | undefined) => Promise<string>) | undefined;
  /** Without it, nobody counts what the model costs. */
  readonly spending?: Spending | undefined;
  /** Passages looked up. */
  readonly passages?: number;
}

const RETRIEVED = 6;
/** The model's share of the time; the rest is for quoting and sending. */
const MODEL_SHARE = 0.9;
const REWRITE_SHARE = 0.25;

type Mode = Answer['mode'];

/** Builds the answerer: intent, rewriting, FAQ, retrieval, model or quotation, and the check before sending. */
export function createAnswerEngine(options: AnswerEngineOptions): AnswerEngine {
  const { retrieve, matchFaq, mask, clock, timeoutMs } = options;
  const mode = options.llm === undefined ? 'extractive' : 'llm';

  async function answerQuestion(question: Question, intent: Intent, isMasked: boolean): Promise<Answer> {
    const deadline = clock() + timeoutMs * MODEL_SHARE;
    const { signal, lang, botId } = question;
    const llm = await affordable(options, botId);
    // Before anything is looked up: what comes from newer documents may be kept as of older ones, never the other way round.
    const edition = await options.edition?.(botId);
    const standalone = await makeStandalone(question, { llm, signal, timeoutMs: timeoutMs * REWRITE_SHARE });
    signal.throwIfAborted();
    const request = { text: standalone.text, lang, botId };
    const match = await matchFaq(request);
    const settled = answerByFaq({ ...question, question: standalone.text }, match) ?? refuse(question.question, intent, mode);
    if (settled !== undefined) return withUsage(withFaq(settled, match), standalone.usage);
    const found = await retrieve(request, options.passages ?? RETRIEVED);
    signal.throwIfAborted();
    if (found.hits.length === 0 || found.confidence < question.minConfidence) {
      return withUsage(withFaq(refused('no_support', mode, found.confidence), match), standalone.usage);
    }
    const work = { question, standalone, found, deadline, edition, isMasked };
    const answer = llm === undefined ? answerByQuoting(work) : await answerByModel(work, llm, options);
    return withUsage(withFaq(answer, match), standalone.usage);
  }

  return {
    async answer(asked) {
      const question = maskQuestion(asked, mask);
      const intent = detectIntent(asked.question);
      const settled = answerInDanger(question.question, mode) ?? answerAtOnce(intent, mode);
      if (settled === undefined) return answerQuestion(question, intent, question.question !== visible(asked.question));
      const { question: text, lang, botId } = question;
      return withFaq(settled, await matchFaq({ text, lang, botId }));
    },
  };
}

/** In danger only a human answers. */
function answerInDanger(question: string, mode: Mode): Answer | undefined {
  if (detectDanger(question) === undefined) return undefined;
  return { outcome: 'handed_off', reason: 'danger', sources: [], confidence: 0, mode };
}

/** The model, unless the bot has spent what it may spend today. */
async function affordable({ llm, spending }: AnswerEngineOptions, botId: number | undefined): Promise<Llm | undefined> {
  if (!llm || !spending || botId === undefined) return llm;
  return (await spending.mayCall(botId)) ? onAccountOf(botId, llm, spending) : undefined;
}

/** What needs neither documents nor FAQ. */
function answerAtOnce(intent: Intent, mode: Mode): Answer | undefined {
  const nothing = { sources: [], confidence: 0, mode };
  switch (intent.kind) {
    case 'human':
      return { outcome: 'handed_off', reason: 'asked_for_human', ...nothing };
    case 'smalltalk':
      return { outcome: 'answered', reason: intent.talk, ...nothing };
    case 'personal':
    case 'question':
      return undefined;
  }
}

/** What the documents must not answer, whatever they hold. */
function refuse(question: string, intent: Intent, mode: Mode): Answer | undefined {
  const beyond = outOfScope(question);
  // Of prices gone by the documents that hold today say nothing.
  if (beyond !== undefined) return refused(beyond === 'past' ? 'no_support' : beyond, mode, 0);
  return intent.kind === 'personal' ? refused('not_allowed', mode, 0) : undefined;
}

/** Without an answer, the best guess of the FAQ is what is known best. */
function withFaq(answer: Answer, match: FaqMatch | undefined): Answer {
  return match === undefined ? answer : { ...answer, faq: match };
}

/** What a moderator wrote may speak of the customer's own affairs: only these two sides are remembered. */
function maskQuestion(asked: Question, mask: (text: string) => string): Question {
  return {
    ...asked,
    question: mask(visible(asked.question)),
    dialogue: asked.dialogue
      .filter(({ role }) => role !== 'moderator')
      .map(({ role, text }) => ({ role, text: mask(visible(text)) })),
  };
}
