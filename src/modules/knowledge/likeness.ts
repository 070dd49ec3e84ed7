/** How a model's cosine is to be read. */
export interface Likeness {
  /** The cosines from which and to which the likeness of a passage grows. */
  readonly low: number;
  readonly high: number;
  /** Whether the model knows meaning: then a high likeness is support by itself, without a shared word. */
  readonly semantic: boolean;
}

const KNOWN: readonly (readonly [RegExp, Likeness])[] = [
  [/^local/, { low: 0.05, high: 0.45, semantic: false }],
  [/^text-embedding-3/, { low: 0.25, high: 0.65, semantic: true }],
  [/^text-embedding-ada/, { low: 0.75, high: 0.9, semantic: true }],
];
const OTHER: Likeness = { low: 0.4, high: 0.9, semantic: true };

/** How the cosines of a model are to be read, by its name. */
export function likenessOf(model: string): Likeness {
  return KNOWN.find(([pattern]) => pattern.test(model))?.[1] ?? OTHER;
}

/** A cosine as a likeness between 0 (something else) and 1 (the same). */
export function scaled(cosine: number, { low, high }: Likeness): number {
  return Math.min(1, Math.max(0, (cosine - low) / (high - low)));
}
