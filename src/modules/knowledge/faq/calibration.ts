import type { Language } from '../../../platform/text/index.js';
import { EVIDENCE, EVIDENCE_NAMES, type Evidence, type EvidenceName } from './evidence.js';

/** What the evidence is worth: the parameters of a logistic model. */
export interface Weights {
  readonly bias: number;
  /** What is left out counts nothing. */
  readonly evidence: Readonly<Partial<Record<EvidenceName, number>>>;
}

/** How evidence becomes a probability, for the questions of one language and the vectors of one embedder. */
export interface Calibration extends Weights {
  readonly language: Language;
  /** The embedder's model; undefined where no vectors are looked at, so that it serves whatever the embedder is. */
  readonly embedding?: string | undefined;
}

/** A question whose right answer is known, with the entries that came into question. */
export interface Observation {
  /** None of them is right where no entry answers the question. */
  readonly candidates: readonly { readonly evidence: Evidence; readonly right: boolean }[];
}

/** How likely an entry is what was asked, 0..1. */
export function probabilityOf(weights: Weights, evidence: Evidence): number {
  return 1 / (1 + Math.exp(-scoreOf(weights, evidence)));
}

function scoreOf({ bias, evidence: weights }: Weights, evidence: Evidence): number {
  return EVIDENCE_NAMES.reduce((sum, name) => sum + (weights[name] ?? 0) * evidence[name], bias);
}

/** The candidate that is likeliest; undefined where there is none. */
export function likeliest<T extends { readonly evidence: Evidence }>(
  candidates: readonly T[],
  weights: Weights,
): { readonly candidate: T; readonly confidence: number } | undefined {
  let best: { candidate: T; confidence: number } | undefined;
  for (const candidate of candidates) {
    const confidence = probabilityOf(weights, candidate.evidence);
    if (best === undefined || confidence > best.confidence) best = { candidate, confidence };
  }
  return best;
}

/** Which candidate is the likeliest depends on the weights, and they on it. */
const TURNS = 3;
const NEWTON_STEPS = 30;
const CLOSE_ENOUGH = 1e-5;

/**
 * The weights that make the observations likeliest, drawn towards `prior` as by so many observations that say nothing new
 * (`strength`). Whatever is observed, no weight takes a sign that contradicts its evidence.
 */
export function fitCalibration(observations: readonly Observation[], prior: Weights, strength: number): Weights {
  let weights = prior;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const rows = observations.flatMap(({ candidates }) => {
      const best = likeliest(candidates, weights)?.candidate;
      return best === undefined ? [] : [{ values: [1, ...EVIDENCE_NAMES.map((name) => best.evidence[name])], right: Number(best.right) }];
    });
    weights = toWeights(fitLogistic(rows, toVector(prior), strength));
  }
  return weights;
}

interface Row {
  readonly values: readonly number[];
  readonly right: number;
}

const SIGNS: readonly number[] = [0, ...EVIDENCE_NAMES.map((name) => EVIDENCE[name])];

/** Newton's method with a Gaussian prior; a weight that would take the wrong sign stays at 0. */
function fitLogistic(rows: readonly Row[], prior: readonly number[], strength: number): readonly number[] {
  let weights = [...prior];
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    const gradient = weights.map((weight, at) => strength * (weight - (prior[at] ?? 0)));
    const curvature = weights.map((_, at) => weights.map((__, other) => (at === other ? strength : 0)));
    for (const { values, right } of rows) addRow(values, right, weights, gradient, curvature);
    const held = weights.map((weight, at) => weight === 0 && (gradient[at] ?? 0) * (SIGNS[at] ?? 0) > 0);
    const move = solve(curvature, gradient, held);
    const next = weights.map((weight, at) => rightSign(weight - (move[at] ?? 0), SIGNS[at] ?? 0));
    const moved = Math.max(...next.map((weight, at) => Math.abs(weight - (weights[at] ?? 0))));
    weights = next;
    if (moved < CLOSE_ENOUGH) break;
  }
  return weights;
}

function addRow(
  values: readonly number[],
  right: number,
  weights: readonly number[],
  gradient: number[],
  curvature: readonly number[][],
): void {
  // Plain loops: a big FAQ runs through them some hundred thousand times before others are served again.
  let score = 0;
  for (let at = 0; at < values.length; at += 1) score += (values[at] ?? 0) * (weights[at] ?? 0);
  const probability = 1 / (1 + Math.exp(-score));
  const spread = probability * (1 - probability);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    const row = curvature[at] ?? [];
    gradient[at] = (gradient[at] ?? 0) + (probability - right) * value;
    for (let other = 0; other < values.length; other += 1) row[other] = (row[other] ?? 0) + spread * value * (values[other] ?? 0);
  }
}

function rightSign(weight: number, sign: number): number {
  return sign !== 0 && weight * sign < 0 ? 0 : weight;
}

/** Gaussian elimination of a positive definite system; what is `held` does not move. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[], held: readonly boolean[]): number[] {
  const rows = matrix.map((row, at) =>
    held[at] === true
      ? [...row.map((_, other) => Number(at === other)), 0]
      : [...row.map((value, other) => (held[other] === true ? 0 : value)), right[at] ?? 0],
  );
  for (const [pivot, row] of rows.entries()) {
    const by = row[pivot] ?? 1;
    for (const [other, target] of rows.entries()) {
      if (other === pivot) continue;
      const factor = (target[pivot] ?? 0) / by;
      if (factor === 0) continue;
      for (const [at, value] of row.entries()) target[at] = (target[at] ?? 0) - factor * value;
    }
  }
  return rows.map((row, at) => (row[rows.length] ?? 0) / (row[at] ?? 1));
}

function toVector({ bias, evidence }: Weights): number[] {
  return [bias, ...EVIDENCE_NAMES.map((name) => evidence[name] ?? 0)];
}

function toWeights([bias = 0, ...values]: readonly number[]): Weights {
  const known = EVIDENCE_NAMES.flatMap((name, at) => (values[at] ? [[name, values[at]] as const] : []));
  return { bias, evidence: Object.fromEntries(known) };
}
