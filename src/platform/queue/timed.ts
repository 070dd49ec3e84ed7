import { z } from 'zod';
import type { Duty } from './duties.js';
import type { JobKind, RunJob } from './job-queue.js';

/** A kind of job that comes every ten minutes. It is tried once: what one run leaves undone, the next one does. */
export function everyTenMinutes(name: string): JobKind<object> {
  return {
    name,
    payload: z.object({}),
    attempts: 1,
    backoffSeconds: 1,
    timeoutSeconds: 600,
    cron: { expression: '*/10 * * * *', timeZone: 'UTC' },
  };
}

/** The duty of work that only has times of its own. */
export function timedDuty(kind: JobKind<object>, run: RunJob<object>): Duty<object> {
  return { kind, concurrency: 1, keyOf: () => kind.name, run };
}
