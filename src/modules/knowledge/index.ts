export { memoryEmbeddingCache, type EmbeddingCache } from './embedding-cache.js';
export {
  createKnowledgeBase,
  type KnowledgeBase,
  type KnowledgeBaseOptions,
  type Question,
} from './knowledge-base.js';
export type { KnowledgeDocument, KnowledgeProblem, Passage } from './passage.js';
export { postgresEmbeddingCache } from './repository.js';
export { MIN_CONFIDENCE, type Hit, type SearchResult } from './retrieve.js';
