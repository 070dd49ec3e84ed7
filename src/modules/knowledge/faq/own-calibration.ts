import type { Language } from '../../../platform/text/index.js';
import { fitCalibration, type Observation, type Weights } from './calibration.js';
import { CANDIDATES, FaqModel, type Example } from './model.js';
import { Pace } from './pace.js';

/** From so many examples on, in all and for each entry, a FAQ tells by itself how far it can be believed. */
const ENOUGH = { examples: 1_000, perEntry: 20 };
/** One question of so many is asked: doing the same with the others in turn would take longer and tell little more. */
const PART = 5;
/** One entry of so many is left out altogether: some of what customers ask has no entry. */
const LEFT_OUT = 20;
/** Observations that the shipped calibration counts for. */
const STRENGTH = 1;

/**
 * A big FAQ is asked its own questions: a part of them is kept from a model that learns from the rest. Small ones have too
 * few for that, and keep the calibration they are given.
 */
export async function calibrateByOwnExamples(
  examples: readonly Example[],
  classes: number,
  language: Language,
  given: Weights,
): Promise<Weights> {
  if (examples.length < ENOUGH.examples || examples.length < ENOUGH.perEntry * classes) return given;
  return fitCalibration(await ask(examples, classes, language), given, STRENGTH);
}

async function ask(examples: readonly Example[], classes: number, language: Language): Promise<Observation[]> {
  const isAsked = (at: number): boolean => at % PART === 0;
  const learned = examples.filter(({ label }, at) => !isAsked(at) && label % LEFT_OUT !== 0);
  const model = await FaqModel.train(learned, classes, language);
  const asked = examples.filter((_, at) => isAsked(at));
  return new Pace().map(asked, ({ query, features, label }) => {
    const candidates = model.candidates(query, CANDIDATES, { features });
    return { candidates: candidates.map((each) => ({ ...each, right: each.label === label })) };
  });
}
