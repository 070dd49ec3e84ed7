import type { Features } from './features.js';

/** A question as numbers: only the features that the space knows, in no order. */
export interface SparseVector {
  readonly places: Int32Array;
  readonly values: Float32Array;
}

/** From so many questions on, a feature that only one of them has tells nothing worth its memory. */
const MANY = 1_000;
const MAX_FEATURES = 60_000;

/** The features of some questions, each with its place in a vector and its rarity. */
export class FeatureSpace {
  readonly #places = new Map<string, number>();
  readonly #rarity: Float32Array;
  readonly #unknown: number;

  /** @param most features kept: the commonest go first */
  constructor(questions: readonly Features[], most = MAX_FEATURES) {
    const counts = new Map<string, number>();
    for (const features of questions) {
      for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }
    const least = questions.length >= MANY ? 2 : 1;
    const kept = [...counts].filter(([, count]) => count >= least);
    if (kept.length > most) kept.sort((a, b) => b[1] - a[1]).splice(most);
    this.#rarity = new Float32Array(kept.length);
    for (const [place, [feature, count]] of kept.entries()) {
      this.#places.set(feature, place);
      this.#rarity[place] = Math.log(1 + questions.length / count);
    }
    this.#unknown = Math.log(1 + questions.length);
  }

  get size(): number {
    return this.#places.size;
  }

  /** A vector of length 1, or shorter by what the space does not know of the question. */
  vectorOf(features: Features): SparseVector {
    const places: number[] = [];
    const values: number[] = [];
    let squares = 0;
    for (const [feature, weight] of features) {
      const place = this.#places.get(feature);
      const value = weight * (place === undefined ? this.#unknown : (this.#rarity[place] ?? 0));
      squares += value * value;
      if (place === undefined) continue;
      places.push(place);
      values.push(value);
    }
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    return { places: Int32Array.from(places), values: Float32Array.from(values, (value) => value * scale) };
  }
}
