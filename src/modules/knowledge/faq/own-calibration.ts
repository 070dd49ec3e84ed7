import type { Language } from '../../../platform/text/index.js';
import { fitCalibration, type Observation, type Weights } from './calibration.js';
import { CANDIDATES, FaqModel, type Example } from './model.js';
import { Pace } from './pace.js';

/** From so many examples on, in all and for each entry, a FAQ tells by itself how far it can be believed. */
const ENOUGH = { examples: 1_000, perEntry: 20 };
const PARTS = 5;
/** Parts that are asked in turn: more take longer and tell little more. */
const ASKED_PARTS = [0, 1];
/** In each turn one entry of so many is left out altogether: some of what customers ask has no entry. */
const LEFT_OUT = 20;
/** Observations that the shipped calibration counts for. */
const STRENGTH = 20;

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
  const observations: Observation[] = [];
  for (const part of ASKED_PARTS) observations.push(...(await ask(part, examples, classes, language)));
  return fitCalibration(observations, given, STRENGTH);
}

async function ask(part: number, examples: readonly Example[], classes: number, language: Language): Promise<Observation[]> {
  const isAsked = (at: number): boolean => at % PARTS === part;
  const learned = examples.filter(({ label }, at) => !isAsked(at) && label % LEFT_OUT !== part);
  const model = await FaqModel.train(learned, classes, language);
  const observations: Observation[] = [];
  const pace = new Pace();
  for (const { query, features, label } of examples.filter((_, at) => isAsked(at))) {
    const candidates = model.candidates(query, CANDIDATES, { features });
    observations.push({ candidates: candidates.map((each) => ({ ...each, right: each.label === label })) });
    if (pace.isDue) await pace.rest();
  }
  return observations;
}
