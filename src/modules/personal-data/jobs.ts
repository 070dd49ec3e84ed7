import { type Duty, everyTenMinutes, timedDuty } from '../../platform/queue/index.js';
import { Eraser, type EraserParts } from './eraser.js';

export type { EraserParts } from './eraser.js';

export const ERASING = everyTenMinutes('erasing');

/** The duty of erasing what is due to be erased. */
export function erasingDuty(parts: EraserParts): Duty<object> {
  const eraser = new Eraser(parts);
  return timedDuty(ERASING, (_payload, signal) => eraser.sweep(signal));
}
