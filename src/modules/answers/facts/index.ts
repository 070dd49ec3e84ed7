export { blankListMarkers, extractFacts, extractSourceFacts } from './extract.js';
export type { Fact, FactKind, Reading, Unit } from './fact.js';
export { supports } from './support.js';
