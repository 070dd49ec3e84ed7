export type { Actor, AuditEntry } from './entry.js';
export { SYSTEM } from './entry.js';
export { audit } from './repository.js';
export { type ActFilter, type ActScope, type WrittenAct, findAct, listActs } from './reading.js';
export { type LogStanding, logStanding } from './standing.js';
export { Sealer, type SealerParts } from './sealer.js';
export { type Problem, type Verdict, type VerifyParts, verifyAudit } from './verify.js';
