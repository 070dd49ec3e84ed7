import type { Features } from './features.js';
import type { Pace } from './pace.js';

/** A question as numbers: only the features that the space knows, in no order. */
export interface SparseVector {
  readonly places: Int32Array;
  readonly values: Float32Array;
}

/** From so many questions on, a feature that only one of them has tells nothing worth its memory. */
const MANY = 1_000;

/** The features of some questions, each with its place in a vector and its rarity. */
export class FeatureSpace {
  readonly #places = new Map<string, number>();
  readonly #rarity: Float32Array;
  readonly #unknown: number;

  /** @param most features kept: the commonest go first */
  static async of(questions: readonly Features[], pace: Pace, most: number): Promise<FeatureSpace> {
    const counts = new Map<string, number>();
    await pace.map(questions, (features) => {
      for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    });
    return new FeatureSpace(questions.length, counts, most);
  }

  private constructor(questions: number, counts: ReadonlyMap<string, number>, most: number) {
    const kept = commonest(counts, questions >= MANY ? 2 : 1, most);
    this.#rarity = Float32Array.from(kept, (feature) => Math.log(1 + questions / (counts.get(feature) ?? 1)));
    for (const [place, feature] of kept.entries()) this.#places.set(feature, place);
    this.#unknown = Math.log(1 + questions);
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

function commonest(counts: ReadonlyMap<string, number>, least: number, most: number): string[] {
  const kept: string[] = [];
  for (const [feature, count] of counts) if (count >= least) kept.push(feature);
  return kept.length <= most ? kept : kept.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0)).slice(0, most);
}
