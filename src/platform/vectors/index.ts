export { buildVectorIndex } from './build.js';
export type { VectorHit, VectorIndex, VectorIndexOptions, VectorLog } from './vector-index.js';
