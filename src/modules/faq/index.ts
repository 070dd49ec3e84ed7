export { type Candidate, type CandidateSummary, decide, findCandidate, listCandidates, lockProposed, saveDraft } from './candidates.js';
export { type PublishedEntry, findEntry, listEntries, publish, withdraw } from './entries.js';
export { faqEntriesSource } from './source.js';
