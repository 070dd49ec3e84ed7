import type { SparseVector } from './feature-space.js';

/** From so many examples on, features that more than this part of them have are passed over: they cost most and tell least. */
const MANY = 1_000;
const COMMON = 0.15;

/** The example of each class that is most like a question. */
export interface Nearest {
  /** By class: the cosine. */
  readonly cosines: Float32Array;
  /** By class: which example it is, in the order they were given. */
  readonly examples: Int32Array;
}

/** How like a question is to each entry's nearest example. */
export class ExampleIndex {
  readonly #labels: Int32Array;
  readonly #classes: number;
  /** Where the examples that have a feature begin in the two lists below; one more for the end. */
  readonly #starts: Int32Array;
  readonly #examples: Int32Array;
  readonly #values: Float32Array;

  constructor(
    vectors: readonly SparseVector[],
    labels: readonly number[],
    { classes, features }: { readonly classes: number; readonly features: number },
  ) {
    this.#labels = Int32Array.from(labels);
    this.#classes = classes;
    this.#starts = new Int32Array(features + 1);
    const counts = new Int32Array(features);
    for (const { places } of vectors) for (const place of places) increment(counts, place);
    const most = vectors.length < MANY ? Infinity : vectors.length * COMMON;
    for (const [place, count] of counts.entries()) this.#starts[place + 1] = count > most ? 0 : count;
    for (let place = 0; place < features; place += 1) {
      increment(this.#starts, place + 1, this.#starts[place]);
    }
    const next = this.#starts.slice();
    this.#examples = new Int32Array(this.#starts[features] ?? 0);
    this.#values = new Float32Array(this.#examples.length);
    for (const [example, { places, values }] of vectors.entries()) {
      for (const [at, place] of places.entries()) {
        if ((counts[place] ?? 0) > most) continue;
        const to = next[place] ?? 0;
        this.#examples[to] = example;
        this.#values[to] = values[at] ?? 0;
        next[place] = to + 1;
      }
    }
  }

  nearest({ places, values }: SparseVector): Nearest {
    const sums = new Float32Array(this.#labels.length);
    for (let at = 0; at < places.length; at += 1) {
      const place = places[at] ?? 0;
      const value = values[at] ?? 0;
      const end = this.#starts[place + 1] ?? 0;
      for (let from = this.#starts[place] ?? 0; from < end; from += 1) {
        const example = this.#examples[from] ?? 0;
        sums[example] = (sums[example] ?? 0) + value * (this.#values[from] ?? 0);
      }
    }
    const cosines = new Float32Array(this.#classes);
    const examples = new Int32Array(this.#classes).fill(-1);
    for (let example = 0; example < sums.length; example += 1) {
      const label = this.#labels[example] ?? 0;
      if (examples[label] !== -1 && (sums[example] ?? 0) <= (cosines[label] ?? 0)) continue;
      cosines[label] = sums[example] ?? 0;
      examples[label] = example;
    }
    return { cosines, examples };
  }
}

function increment(counts: Int32Array, at: number, by = 1): void {
  counts[at] = (counts[at] ?? 0) + by;
}
