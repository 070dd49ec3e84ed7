/**
 * What speaks for an entry being what was asked, and what against it. The sign says which way each may count, whatever
 * questions a calibration is fitted on: a question that is more like an entry never makes it less likely.
 */
export const EVIDENCE = {
  /** How much likelier than the next entry the classifier finds it: a log ratio within ±`MOST_SURE`. */
  lead: 1,
  /** Likeness (cosine) of the wording to the entry's nearest example, 0..1. */
  near: 1,
  /** By how much that is more than the likeness to any other entry's example, -1..1. */
  ahead: 1,
  /** Part of the question's content words, weighted by rarity, that the entry's examples have: 0..1. */
  covered: 1,
  /** Part of the nearest example's content words, weighted by rarity, that the question has: 0..1. */
  said: 1,
  /** Part of the question's content words that no entry has: 0..1. */
  unknown: -1,
  /** 1 where question and entry take opposite sides: block and unblock, on and off. */
  opposed: -1,
  /** 1 where the special cases differ: another currency or card, for children, abroad, ahead of term. */
  otherCase: -1,
  /** Likeness of meaning to the nearest example by a semantic embedder, 0..1; 0 without one. */
  meaning: 1,
} as const;

export type EvidenceName = keyof typeof EVIDENCE;
export type Evidence = Readonly<Record<EvidenceName, number>>;

export const EVIDENCE_NAMES = Object.keys(EVIDENCE) as readonly EvidenceName[];

const MOST_SURE = 6;

/** How many times likelier one is than the other, as a logarithm. */
export function logRatio(one: number, other: number): number {
  const ratio = Math.log(Math.max(one, Number.EPSILON) / Math.max(other, Number.EPSILON));
  return Math.min(MOST_SURE, Math.max(-MOST_SURE, ratio));
}
