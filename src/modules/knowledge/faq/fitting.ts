import type { Language } from '../../../platform/text/index.js';
import { readQuery } from '../query.js';
import { type Calibration, fitCalibration, likeliest, type Observation, type Weights } from './calibration.js';
import type { FaqEntry } from './entry.js';
import type { LabelledQuestion } from './labelled.js';
import { type ExampleVectors, meaningOf } from './meaning.js';
import { CANDIDATES, FaqModel, readExamples } from './model.js';
import { type Outcome, type Reliability, reliabilityOf } from './reliability.js';
import { calibrationFor } from './shipped.js';

/** What a fit brought for one language, on the labelled questions. */
export interface FitReport {
  readonly calibration: Calibration;
  readonly before: Reliability;
  /** Each question judged by a fit on the others: what is to be expected of new ones. */
  readonly after: Reliability;
}

export const LANGUAGES: readonly Language[] = ['ru', 'kk', 'en'];
/** Observations that say nothing new for which the calibration counts that a fit starts from. */
const STRENGTH = 1;
const FOLDS = 5;

/**
 * Fits a calibration for each language that has both entries and labelled questions, starting from the one that is shipped.
 * @param vectors of the examples, and of the questions by their text
 */
export async function fitFaq(
  entries: readonly FaqEntry[],
  labelled: readonly LabelledQuestion[],
  vectors?: ExampleVectors,
): Promise<FitReport[]> {
  const reports: FitReport[] = [];
  for (const language of LANGUAGES) {
    const observed = await observe(entries, labelled, language, vectors);
    if (observed.length > 0) reports.push(report(observed, language, vectors?.model));
  }
  return reports;
}

/** All that labelled questions of a language bring. */
export async function observations(
  entries: readonly FaqEntry[],
  labelled: readonly LabelledQuestion[],
  language: Language,
): Promise<Observation[]> {
  return (await observe(entries, labelled, language, undefined)).flatMap(({ whole, halves }) => [whole, ...halves]);
}

/** What a question brings, asked of the whole FAQ and of each half of it. */
interface Observed {
  readonly whole: Observation;
  readonly halves: readonly Observation[];
}

/**
 * A FAQ of half the entries shows what the whole one cannot: questions near to an entry that is not theirs, when their own is
 * not there. Every question is asked once with its entry and once without.
 */
async function observe(
  all: readonly FaqEntry[],
  labelled: readonly LabelledQuestion[],
  language: Language,
  vectors: ExampleVectors | undefined,
): Promise<Observed[]> {
  const entries = all.filter(({ lang }) => lang === language);
  const asked = labelled.filter(({ question, lang }) => readQuery(question, lang).lang === language);
  if (entries.length === 0 || asked.length === 0) return [];
  const ids = [...new Set(entries.map(({ id }) => id))];
  const ask = (isKept: (at: number) => boolean): Promise<Observation[]> =>
    askAll(entries, ids.filter((_, at) => isKept(at)), asked, language, vectors);
  const whole = await ask(() => true);
  const halves = [await ask((at) => at % 2 === 0), await ask((at) => at % 2 === 1)];
  return whole.map((observation, at) => ({
    whole: observation,
    halves: halves.flatMap((half) => half[at] ?? []),
  }));
}

async function askAll(
  entries: readonly FaqEntry[],
  ids: readonly string[],
  asked: readonly LabelledQuestion[],
  language: Language,
  vectors: ExampleVectors | undefined,
): Promise<Observation[]> {
  const topics = ids.map((id) => entries.filter((entry) => entry.id === id).flatMap(({ questions }) => questions));
  const model = await FaqModel.train(await readExamples(topics, language), ids.length, language);
  return asked.map(({ question, faq }) => {
    const vector = vectors?.vectors.get(question);
    const meaning = vectors && vector && meaningOf(vector, vectors);
    const candidates = model.candidates(readQuery(question, language), CANDIDATES).map(({ label, evidence }) => ({
      evidence: { ...evidence, meaning: meaning?.(topics[label] ?? []) ?? 0 },
      right: ids[label] === faq,
    }));
    return { candidates };
  });
}

function report(observed: readonly Observed[], language: Language, embedding: string | undefined): FitReport {
  const prior = calibrationFor(language, undefined, []);
  const fit = (some: readonly Observed[]): Weights =>
    fitCalibration(some.flatMap(({ whole, halves }) => [whole, ...halves]), prior, STRENGTH);
  const after = Array.from({ length: FOLDS }, (_, fold) => {
    const weights = fit(observed.filter((__, at) => at % FOLDS !== fold));
    return outcomesOf(observed.filter((__, at) => at % FOLDS === fold), weights);
  });
  return {
    calibration: { language, ...(embedding !== undefined && { embedding }), ...fit(observed) },
    before: reliabilityOf(outcomesOf(observed, prior)),
    after: reliabilityOf(after.flat()),
  };
}

function outcomesOf(observed: readonly Observed[], weights: Weights): Outcome[] {
  return observed.flatMap(({ whole }) => {
    const best = likeliest(whole.candidates, weights);
    return best === undefined ? [] : [{ confidence: best.confidence, right: best.candidate.right }];
  });
}
