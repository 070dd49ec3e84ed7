import { z } from 'zod';
import type { Duty, JobKind } from '../../platform/queue/index.js';
import { type UploadName, uploadsDue } from '../knowledge/index.js';
import { type FetchingParts, fetchUpload } from './documents/fetching.js';

export type { FetchingParts } from './documents/fetching.js';

export const DOCUMENT: JobKind<UploadName> = {
  name: 'document',
  payload: z.object({ botId: z.number(), uploadId: z.number() }),
  attempts: 3,
  backoffSeconds: 2,
  timeoutSeconds: 300,
};

/** The duty of fetching documents that were sent to the panel. */
export function documentDuty(parts: FetchingParts): Duty<UploadName> {
  return {
    kind: DOCUMENT,
    concurrency: 2,
    keyOf: ({ uploadId }) => String(uploadId),
    due: (limit) => uploadsDue(parts.db, limit),
    run: (job, signal) => fetchUpload(parts, job, signal),
  };
}
