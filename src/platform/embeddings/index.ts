export type { Embedder } from './embedder.js';
export { EmbeddingUnavailable } from './embedder.js';
export { LocalEmbedder } from './local-embedder.js';
export { OpenAiEmbedder } from './openai-embedder.js';
export type { OpenAiEmbedderOptions } from './openai-embedder.js';
