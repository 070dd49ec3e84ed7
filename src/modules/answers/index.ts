export { type DangerKind, detectDanger, warningFor } from './danger/index.js';
export { createAnswerEngine } from './engine.js';
export type { AnswerEngine, AnswerEngineOptions } from './engine.js';
export type { Intent } from './intent.js';
export type {
  Answer,
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
