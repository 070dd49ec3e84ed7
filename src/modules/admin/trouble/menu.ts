/** Trouble: updates that could not be handled, calls that Telegram refused, and jobs that failed for good. */
import type { Panel } from '../../panel/index.js';
import { addCalls } from './calls.js';
import { addJobs } from './jobs.js';
import { addUpdates } from './updates.js';

export function addTrouble(panel: Panel): void {
  addUpdates(panel);
  addCalls(panel);
  addJobs(panel);
}
