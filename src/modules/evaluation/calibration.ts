/** Whether stated confidence can be believed, and what a threshold on it does. */

export interface Stated {
  /** 0..1. */
  readonly confidence: number;
  readonly right: boolean;
}

/** Answers whose stated confidence lies in a tenth. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of the confidence stated, 0..1. */
  readonly stated: number;
  /** Share that was right, 0..1. */
  readonly right: number;
}

export interface CurvePoint {
  readonly threshold: number;
  /** Share of all questions at or above the threshold. */
  readonly coverage: number;
  /** Share of those that was right; undefined where there are none. */
  readonly precision: number | undefined;
}

const TENTHS = 10;
const STEPS = 20;

/** By tenths of confidence, those that nothing fell into left out. */
export function reliability(stated: readonly Stated[]): Bin[] {
  return Array.from({ length: TENTHS }, (_, tenth) => {
    const inBin = stated.filter(({ confidence }) => tenthOf(confidence) === tenth);
    const confidences = inBin.reduce((sum, { confidence }) => sum + confidence, 0);
    const right = inBin.filter(({ right }) => right).length;
    const count = inBin.length;
    return { from: tenth / TENTHS, to: (tenth + 1) / TENTHS, count, stated: confidences / count, right: right / count };
  }).filter(({ count }) => count > 0);
}

/** How far stated confidence and truth lie apart on average, 0..1 (the expected calibration error). */
export function miscalibration(bins: readonly Bin[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, { count, stated, right }) => sum + (count / Math.max(1, all)) * Math.abs(stated - right), 0);
}

/** What each threshold from 0 to 1 lets through, of so many questions in all. */
export function curve(stated: readonly Stated[], questions: number): CurvePoint[] {
  if (stated.length === 0) return [];
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const threshold = step / STEPS;
    const through = stated.filter(({ confidence }) => confidence >= threshold);
    const right = through.filter((one) => one.right).length;
    return {
      threshold,
      coverage: through.length / Math.max(1, questions),
      precision: through.length === 0 ? undefined : right / through.length,
    };
  });
}

function tenthOf(confidence: number): number {
  return Math.min(TENTHS - 1, Math.max(0, Math.floor(confidence * TENTHS)));
}
