import type { Passage } from './passage.js';

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
/** For a model nobody knows, where the documents are too few to learn from. */
const OTHER: Likeness = { low: 0.4, high: 0.9, semantic: true };

/** How many passages are looked at, and how many it takes to learn anything. */
const SAMPLE = 60;
const LEAST_SAMPLE = 12;
/** Nearly all pairs of different documents lie below; half of the nearest pairs within a document lie above. */
const UNRELATED = 0.95;
const RELATED = 0.5;
/** A range narrower than this would take noise for meaning. */
const LEAST_RANGE = 0.04;

/**
 * How the cosines of a model are to be read: by its name where that is known, else by the documents themselves. What
 * passages of different documents have in common is what the model gives to anything; what a passage has in common with
 * the nearest one of its own document is what it gives to the same matter. The same documents give the same answer.
 */
export function likenessOf(model: string, passages: readonly Passage[] = [], vectors: readonly Float32Array[] = []): Likeness {
  return KNOWN.find(([pattern]) => pattern.test(model))?.[1] ?? measured(passages, vectors) ?? OTHER;
}

function measured(passages: readonly Passage[], vectors: readonly Float32Array[]): Likeness | undefined {
  const step = Math.max(1, Math.ceil(passages.length / SAMPLE));
  // Passages that stand side by side stay so: each sampled one is held against the one after it.
  const sample = passages.flatMap((_, at) => (at % step === 0 ? [at] : []));
  if (sample.length < LEAST_SAMPLE) return undefined;
  const documentOf = (at: number): string | undefined => passages[at]?.document;
  const cosineOf = (one: number, other: number): number => cosine(vectors[one], vectors[other]);
  const apart = sample.flatMap((one, at) =>
    sample.slice(at + 1).flatMap((other) => (documentOf(one) === documentOf(other) ? [] : [cosineOf(one, other)])),
  );
  const within = sample.flatMap((at) => {
    const own = [at - 2, at - 1, at + 1, at + 2].filter((near) => documentOf(near) === documentOf(at));
    return own.length === 0 ? [] : [Math.max(...own.map((near) => cosineOf(at, near)))];
  });
  if (apart.length === 0 || within.length === 0) return undefined;
  const low = quantile(apart, UNRELATED);
  return { low, high: Math.max(quantile(within, RELATED), low + LEAST_RANGE), semantic: true };
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? 0;
}

function cosine(one: Float32Array = new Float32Array(), other: Float32Array = new Float32Array()): number {
  let [dot, a, b] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const [x, y] = [one[at] ?? 0, other[at] ?? 0];
    dot += x * y;
    a += x * x;
    b += y * y;
  }
  return a === 0 || b === 0 ? 0 : dot / Math.sqrt(a * b);
}

/** A cosine as a likeness between 0 (something else) and 1 (the same). */
export function scaled(cosine: number, { low, high }: Likeness): number {
  return Math.min(1, Math.max(0, (cosine - low) / (high - low)));
}
