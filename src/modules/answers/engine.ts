import { randomBytes } from 'node:crypto';
import { LlmRejected, LlmUnavailable, type Llm, type LlmCompletion } from '../../platform/llm/index.js';
import type { Passage } from '../knowledge/index.js';
import { type Quote, quote } from './extractive.js';
import { findUnsupported } from './grounding.js';
import { detectIntent } from './intent.js';
import { refused, toSource, withUsage } from './outcome.js';
import { parseAnswer, renumber, type ParsedAnswer } from './parse.js';
import { buildAnswerRequest } from './prompt.js';
import { makeStandalone, type Standalone } from './rewrite.js';
import { isOutOfScope } from './scope.js';
import type { Answer, Question, Retrieve, Retrieved } from './types.js';

export interface AnswerEngine {
  /**
   * Answers a question from the documents, refuses honestly, or says that a human is asked for. Whatever the
   * model does, this settles within `timeoutMs` plus the time of retrieval, and never with an unchecked
   * sentence. Rejects only with the reason of the aborted signal or with an error of `retrieve`.
   */
  answer(question: Question): Promise<Answer>;
}

export interface AnswerEngineOptions {
  readonly retrieve: Retrieve;
  /** Wrapped by `withResilience`; without one answers are quotations. */
  readonly llm?: Llm | undefined;
  /** Hides card numbers, phones, codes and the like; applied before retrieval and before the model. */
  readonly mask: (text: string) => string;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** The whole time an answer may take, in milliseconds; part of it is kept for falling back. */
  readonly timeoutMs: number;
  /** Passages looked up, and tokens of the model's whole input. */
  readonly passages?: number;
  readonly tokenBudget?: number;
}

const RETRIEVED = 6;
const TOKEN_BUDGET = 6_000;
/** The model's share of the time; the rest is for quoting and sending. */
const MODEL_SHARE = 0.9;
const REWRITE_SHARE = 0.25;
const SHORTEST_CALL_MS = 300;
/** The most confidence shown where passages were found and none of them covers the question. */
const BESIDE_THE_POINT = 0.4;

/** One answer in the making. */
interface Work {
  readonly question: Question;
  readonly standalone: Standalone;
  readonly found: Retrieved;
  readonly deadline: number;
}

/** Builds the answerer: intent, rewriting, retrieval, model or quotation, and the check before sending. */
export function createAnswerEngine(options: AnswerEngineOptions): AnswerEngine {
  const { retrieve, llm, mask, clock, timeoutMs } = options;
  const mode = llm === undefined ? 'extractive' : 'llm';

  return {
    async answer(asked) {
      const settled = answerToIntent(asked.question, mode);
      if (settled !== undefined) return settled;
      const deadline = clock() + timeoutMs * MODEL_SHARE;
      const question = maskQuestion(asked, mask);
      const { signal } = question;
      const rewriting = { llm, signal, timeoutMs: timeoutMs * REWRITE_SHARE };
      const standalone = await makeStandalone(question, rewriting);
      signal.throwIfAborted();
      const request = { text: standalone.text, lang: question.lang };
      const found = await retrieve(request, options.passages ?? RETRIEVED);
      signal.throwIfAborted();
      if (found.hits.length === 0 || found.confidence < question.minConfidence) {
        return withUsage(refused('no_support', mode, found.confidence), standalone.usage);
      }
      const work = { question, standalone, found, deadline };
      const answer =
        llm === undefined ? answerByQuoting(work) : await answerByModel(work, llm, options);
      return withUsage(answer, standalone.usage);
    },
  };
}

function answerToIntent(question: string, mode: Answer['mode']): Answer | undefined {
  const intent = detectIntent(question);
  const nothing = { sources: [], confidence: 0, mode };
  switch (intent.kind) {
    case 'human':
      return { outcome: 'handed_off', reason: 'asked_for_human', ...nothing };
    case 'smalltalk':
      return { outcome: 'answered', reason: intent.talk, ...nothing };
    case 'personal':
      return { outcome: 'refused', reason: 'not_allowed', ...nothing };
    case 'question':
      return isOutOfScope(question) ? refused('no_support', mode, 0) : undefined;
  }
}

/** What a moderator wrote may speak of the customer's own affairs: only these two sides are remembered. */
function maskQuestion(asked: Question, mask: (text: string) => string): Question {
  return {
    ...asked,
    question: mask(asked.question),
    dialogue: asked.dialogue
      .filter(({ role }) => role !== 'moderator')
      .map(({ role, text }) => ({ role, text: mask(text) })),
  };
}

async function answerByModel(work: Work, llm: Llm, options: AnswerEngineOptions): Promise<Answer> {
  const { question, standalone, found } = work;
  const { request, passages } = buildAnswerRequest({
    question: standalone.text,
    lang: question.lang,
    passages: found.hits.map((hit) => hit.passage),
    dialogue: question.dialogue,
    fence: randomBytes(6).toString('hex'),
    budget: options.tokenBudget ?? TOKEN_BUDGET,
  });
  let completion: LlmCompletion;
  try {
    const timeoutMs = work.deadline - options.clock();
    if (timeoutMs < SHORTEST_CALL_MS) throw new LlmUnavailable('timeout');
    completion = await llm.complete(request, { signal: question.signal, timeoutMs });
  } catch (error) {
    question.signal.throwIfAborted();
    if (!(error instanceof LlmUnavailable || error instanceof LlmRejected)) throw error;
    options.log.warn({ code: error.code, llm: llm.name }, 'answering without the model');
    return answerWithoutModel(work);
  }
  const parsed = parseAnswer(completion.text, completion.truncated);
  return withUsage(judge(parsed, passages, found.confidence, options), completion);
}

/** The check before sending. Only kinds are logged: what the model made up may quote the customer. */
function judge(
  parsed: ParsedAnswer,
  passages: readonly Passage[],
  confidence: number,
  options: AnswerEngineOptions,
): Answer {
  if (parsed.kind === 'declined') return refused('model_declined', 'llm', confidence);
  const unsupported = findUnsupported(parsed.sentences, passages);
  if (unsupported.length > 0) {
    options.log.info({ unsupported: unsupported.map(({ kind }) => kind) }, 'model answer is not grounded');
    return refused('ungrounded', 'llm', confidence);
  }
  return {
    outcome: 'answered',
    reason: 'grounded',
    text: renumber(parsed.text, parsed.cited),
    sources: parsed.cited.flatMap((number, i) => toSource(passages[number - 1], i + 1)),
    confidence,
    mode: 'llm',
  };
}

function answerWithoutModel(work: Work): Answer {
  const quoted = answerByQuoting(work);
  return quoted.outcome === 'answered' ? quoted : { ...quoted, reason: 'unavailable' };
}

function answerByQuoting({ question, standalone, found }: Work): Answer {
  const { confidence, words } = found;
  const passages = found.hits.map(({ passage, score }) => ({
    ...passage,
    ...(score === undefined ? {} : { score }),
  }));
  const asked = { text: standalone.text, lang: question.lang, focus: standalone.focus, words };
  const quotes = quote(asked, passages);
  // What was found turned out to be beside the point: its likeness to the question is no confidence.
  if (quotes.length === 0) return refused('no_support', 'extractive', Math.min(confidence, BESIDE_THE_POINT));
  const cited = [...new Set(quotes.map(({ passage }) => passage))];
  const numbered = ({ text, passage }: Quote): string =>
    cited.length > 1 ? `${text} [${cited.indexOf(passage) + 1}]` : text;
  return {
    outcome: 'answered',
    reason: 'quoted',
    text: quotes.map(numbered).join('\n\n'),
    sources: cited.flatMap((passage, at) => toSource(passages[passage], at + 1)),
    confidence,
    mode: 'extractive',
  };
}
