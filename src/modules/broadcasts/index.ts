export { makeFailures } from './aftermath/failures.js';
export { countAllRecipients } from './counts.js';
export { BroadcastLedger } from './ledger.js';
