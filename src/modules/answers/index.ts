export { answerByFaq } from './by-faq.js';
export { type DangerKind, detectDanger, warningFor } from './danger/index.js';
export { createAnswerEngine } from './engine.js';
export type { AnswerEngine, AnswerEngineOptions } from './engine.js';
export { type Intent, detectIntent } from './intent.js';
export { PostgresAnswerCache, trimAnswerCache } from './model/cache-repository.js';
export type { RepairResult } from './model/repair.js';
export { RecordedSpending, type Spending, type Tokens, type Used, isSpent, usedToday } from './model/spending.js';
export type {
  Answer,
  AnswerPart,
  AnswerReason,
  MatchFaq,
  Question,
  Retrieve,
  Retrieved,
  SmallTalk,
  Source,
  Turn,
} from './types.js';
export { answerText } from './views.js';
