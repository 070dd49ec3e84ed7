import type { Passage } from '../knowledge/index.js';
import type { Answer, AnswerReason, Source } from './types.js';

interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The honest refusal. */
export function refused(reason: AnswerReason, mode: Answer['mode'], confidence: number): Answer {
  return { outcome: 'refused', reason, sources: [], confidence, mode };
}

/** A passage as the source of an answer. */
export function toSource(passage: Passage | undefined, number: number): Source[] {
  if (passage === undefined) return [];
  const { id, document, title, section, version, page } = passage;
  return [{ number, document, title, section, passageId: id, version, ...(page !== undefined && { page }), passage }];
}

/** The answer with the tokens of one more model call counted. */
export function withUsage(answer: Answer, more: Usage | undefined): Answer {
  if (more === undefined) return answer;
  const { inputTokens = 0, outputTokens = 0 } = answer.usage ?? {};
  return {
    ...answer,
    usage: { inputTokens: inputTokens + more.inputTokens, outputTokens: outputTokens + more.outputTokens },
  };
}
