import { foldLetters, tokenize, type Language } from '../../../platform/text/index.js';
import type { Source } from '../types.js';
import type { Work } from '../work.js';
import { standsAlone } from './standalone.js';

/** All that an answer of the model's follows from, when it follows from nothing else. */
export interface CacheKey {
  readonly botId: number;
  /** Its words, in their order. */
  readonly question: string;
  readonly lang: Language;
  /** Provider and model. */
  readonly model: string;
  /** Names the documents and the day. */
  readonly edition: string;
  readonly minConfidence: number;
}

export interface CachedAnswer {
  readonly text: string;
  readonly sources: readonly Source[];
}

/** Answers that were given before. What fails is no reason not to answer: neither ever rejects. */
export interface AnswerCache {
  find(key: CacheKey): Promise<CachedAnswer | undefined>;
  keep(key: CacheKey, answer: CachedAnswer): Promise<void>;
}

/**
 * Under which key an answer is kept; undefined where it depends on more than the question, or where the question had
 * something in it that must be known to nobody.
 */
export function cacheKeyOf({ question, standalone, edition, isMasked }: Work, model: string): CacheKey | undefined {
  const { botId, lang, minConfidence } = question;
  const isItself = standalone.text === question.question && standsAlone(question.question, lang);
  if (botId === undefined || edition === undefined || isMasked || !isItself) return undefined;
  return { botId, question: tokenize(foldLetters(standalone.text.toLowerCase())).join(' '), lang, model, edition, minConfidence };
}
