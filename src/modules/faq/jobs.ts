import { type Duty, everyTenMinutes, timedDuty } from '../../platform/queue/index.js';
import { Miner, type MiningParts } from './miner.js';

export type { MiningParts } from './miner.js';

export const MINING = everyTenMinutes('faq-mining');

/** The duty of looking through talks with people for frequent questions. */
export function miningDuty(parts: MiningParts): Duty<object> {
  const miner = new Miner(parts);
  return timedDuty(MINING, (_payload, signal) => miner.sweep(signal));
}
