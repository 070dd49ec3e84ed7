import { randomBytes } from 'node:crypto';
import { type Language, visible } from '../../platform/text/index.js';
import { LlmRejected, LlmUnavailable, type Llm, type LlmCompletion } from '../../platform/llm/index.js';
import type { Passage } from '../knowledge/index.js';
import { answerByQuoting } from './by-quoting.js';
import { findUnsupported } from './grounding.js';
import { checkOutput } from './output-check.js';
import { refused, toSource, withUsage } from './outcome.js';
import { parseAnswer, renumber, type ParsedAnswer } from './parse.js';
import { buildAnswerRequest } from './prompt.js';
import type { Answer } from './types.js';
import type { Work } from './work.js';

export interface ModelOptions {
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Tokens of the model's whole input. */
  readonly tokenBudget?: number;
}

const TOKEN_BUDGET = 6_000;
const SHORTEST_CALL_MS = 300;

/** Has a model answer from the passages found. What does not stand in them never leaves; without the model they are quoted. */
export async function answerByModel(work: Work, llm: Llm, options: ModelOptions): Promise<Answer> {
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
  const parsed = parseAnswer(visible(completion.text), completion.truncated);
  const told = { lang: question.lang, system: request.system };
  return withUsage(judge(parsed, passages, found.confidence, told, options), completion);
}

/** The check before sending. Only kinds are logged: what the model made up may quote the customer. */
function judge(
  parsed: ParsedAnswer,
  passages: readonly Passage[],
  confidence: number,
  told: { readonly lang: Language; readonly system: string },
  options: ModelOptions,
): Answer {
  if (parsed.kind === 'declined') return refused('model_declined', 'llm', confidence);
  const unsupported = findUnsupported(parsed.sentences, passages);
  if (unsupported.length > 0) {
    options.log.info({ unsupported: unsupported.map(({ kind }) => kind) }, 'model answer is not grounded');
    return refused('ungrounded', 'llm', confidence);
  }
  const cited = parsed.cited.flatMap((number) => passages[number - 1] ?? []);
  const evidence = cited.map(({ title, section, text, lang }) => ({ text: `${title}\n${section}\n${text}`, lang }));
  const problem = checkOutput({ ...parsed, ...told, evidence });
  if (problem !== undefined) {
    options.log.info({ problem }, 'model answer must not leave');
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

