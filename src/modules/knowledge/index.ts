export { alternativeGroup, alternativeOf } from './concepts/index.js';
export { memoryEmbeddingCache, type EmbeddingCache, type OrderEmbeddings } from './embedding-cache.js';
export { CALIBRATION_FILE, calibrationFile } from './faq/calibration-file.js';
export type { FaqEntry, FaqMatch } from './faq/entry.js';
export { fitFaq, type FitReport } from './faq/fitting.js';
export { readLabelled } from './faq/labelled.js';
export { vectorsOf } from './faq/meaning.js';
export type { Reliability } from './faq/reliability.js';
export { folderSource } from './folder.js';
export {
  createKnowledgeBase,
  type KnowledgeBase,
  type KnowledgeBaseOptions,
  type Question,
} from './knowledge-base.js';
export { compareCases, isCase, isThing, isUnknownAlternative, isYear, matchWords, type MatchedText, type WordMatch } from './matching.js';
export { dayIn } from './days.js';
export { type KnowledgeProblem, type Passage, versionOf } from './passage.js';
export { readQuery, type AskedWord } from './query.js';
export { postgresEmbeddingCache } from './repository.js';
export { MIN_CONFIDENCE, type Hit, type SearchResult } from './retrieve.js';
export { pathOf } from './scope.js';
export type { KnowledgeContents, KnowledgeSource } from './source.js';
export * from './store/index.js';
export { KnowledgeSync, askToReadAgain, knowledgeStanding, type KnowledgeStanding } from './standing.js';
export { wantEmbeddings } from './wanted.js';
