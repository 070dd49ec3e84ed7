/** A confidence that was given, and whether the entry was the right one. */
export interface Outcome {
  readonly confidence: number;
  readonly right: boolean;
}

/** Those outcomes whose confidence lies in one tenth. */
export interface Bin {
  readonly from: number;
  readonly count: number;
  /** Means over the bin. */
  readonly confidence: number;
  readonly right: number;
}

/** How far confidences can be believed. */
export interface Reliability {
  readonly count: number;
  /** Part of the best entries that were right. */
  readonly right: number;
  /** Mean square of how far the confidence was from the truth (1 or 0). */
  readonly brier: number;
  /** Expected calibration error: how far confidence and truth are apart on average, over tenths. */
  readonly ece: number;
  readonly bins: readonly Bin[];
}

const BINS = 10;

export function reliabilityOf(outcomes: readonly Outcome[]): Reliability {
  const bins = Array.from({ length: BINS }, (_, at) => {
    const within = outcomes.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === at);
    return {
      from: at / BINS,
      count: within.length,
      confidence: mean(within.map(({ confidence }) => confidence)),
      right: mean(within.map(({ right }) => Number(right))),
    };
  });
  return {
    count: outcomes.length,
    right: mean(outcomes.map(({ right }) => Number(right))),
    brier: mean(outcomes.map(({ confidence, right }) => (confidence - Number(right)) ** 2)),
    ece: bins.reduce((sum, bin) => sum + (bin.count * Math.abs(bin.confidence - bin.right)) / Math.max(outcomes.length, 1), 0),
    bins,
  };
}

/** Of the confidences from `threshold` on: how many questions have one, and how many of them are right. */
export function selected(outcomes: readonly Outcome[], threshold: number): { readonly coverage: number; readonly precision: number } {
  const sure = outcomes.filter(({ confidence }) => confidence >= threshold);
  return { coverage: sure.length / Math.max(outcomes.length, 1), precision: mean(sure.map(({ right }) => Number(right))) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
