import { z } from 'zod';
import type { Duty, JobKind } from '../../platform/queue/index.js';
import { Eraser, type EraserParts } from './eraser.js';

export type { EraserParts } from './eraser.js';

export const ERASING: JobKind<object> = {
  name: 'erasing',
  payload: z.object({}),
  attempts: 1,
  backoffSeconds: 1,
  timeoutSeconds: 600,
  cron: { expression: '*/10 * * * *', timeZone: 'UTC' },
};

/** The duty of erasing what is due to be erased. */
export function erasingDuty(parts: EraserParts): Duty<object> {
  const eraser = new Eraser(parts);
  return { kind: ERASING, concurrency: 1, keyOf: () => ERASING.name, run: (_payload, signal) => eraser.sweep(signal) };
}
