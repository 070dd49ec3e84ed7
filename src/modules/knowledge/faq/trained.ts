import type { Language } from '../../../platform/text/index.js';
import { stableHash } from '../passage.js';
import type { Weights } from './calibration.js';
import { FaqModel, readExamples } from './model.js';
import { calibrateByOwnExamples } from './own-calibration.js';

/** What was learned from the entries of one language. */
export interface TrainedFaq {
  readonly model: FaqModel;
  readonly weights: Weights;
}

/**
 * Snapshots are built anew with every change of any document, mostly with the same entries. What was learned from them is
 * found here for as long as some snapshot still uses it.
 */
const known = new Map<string, WeakRef<TrainedFaq>>();
const underWay = new Map<string, Promise<TrainedFaq>>();

/** Learns from entries' examples, unless that was done before. The same examples give the same result. */
export function trainFaq(entries: readonly (readonly string[])[], language: Language, given: Weights): Promise<TrainedFaq> {
  const key = stableHash(language, JSON.stringify(given), JSON.stringify(entries));
  const before = known.get(key)?.deref();
  if (before !== undefined) return Promise.resolve(before);
  const running = underWay.get(key);
  if (running !== undefined) return running;
  const training = train(entries, language, given)
    .then((trained) => remember(key, trained))
    .finally(() => underWay.delete(key));
  underWay.set(key, training);
  return training;
}

async function train(entries: readonly (readonly string[])[], language: Language, given: Weights): Promise<TrainedFaq> {
  const examples = await readExamples(entries, language);
  const weights = await calibrateByOwnExamples(examples, entries.length, language, given);
  return { model: await FaqModel.train(examples, entries.length, language), weights };
}

function remember(key: string, trained: TrainedFaq): TrainedFaq {
  for (const [other, reference] of known) if (reference.deref() === undefined) known.delete(other);
  known.set(key, new WeakRef(trained));
  return trained;
}
