/** A probability (0..1) in whole percent, as people are told it: nothing is certain. */
export function percentOf(probability: number): number {
  return Math.min(99, Math.round(probability * 100));
}
