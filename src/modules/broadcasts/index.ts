export { BroadcastLedger } from './ledger.js';
