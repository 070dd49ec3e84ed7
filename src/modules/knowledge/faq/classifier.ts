import type { SparseVector } from './feature-space.js';
import { Pace } from './pace.js';
import { randomNumbers, shuffle } from './random.js';

const STEP = 8;
/** Multiplications that training may take, about: with few questions there are more rounds over them. */
const WORK = 120_000_000;
const ROUNDS = { least: 4, most: 30 };
/** A class that is this surely another one learns nothing from an example. */
const NEGLIGIBLE = 1e-3;
const SEED = 77;

/** Multinomial logistic regression over sparse vectors: how likely each class is. */
export class Classifier {
  readonly #weights: Float32Array;
  readonly #classes: number;

  private constructor(weights: Float32Array, classes: number) {
    this.#weights = weights;
    this.#classes = classes;
  }

  /**
   * Learns by stochastic gradient steps that shrink to nothing, in an order that is the same every time.
   * @param features places that a vector may have
   */
  static async train(
    examples: readonly SparseVector[],
    labels: readonly number[],
    { classes, features }: { readonly classes: number; readonly features: number },
  ): Promise<Classifier> {
    const classifier = new Classifier(new Float32Array(classes * features), classes);
    const rounds = roundsFor(examples, classes);
    const random = randomNumbers(SEED);
    const order = examples.map((_, at) => at);
    const total = rounds * examples.length;
    const pace = new Pace();
    let done = 0;
    for (let round = 0; round < rounds; round += 1) {
      shuffle(order, random);
      for (const at of order) {
        const example = examples[at];
        if (example !== undefined) classifier.#learn(example, labels[at] ?? 0, STEP * (1 - done / total));
        done += 1;
        if (pace.isDue) await pace.rest();
      }
    }
    return classifier;
  }

  /** How likely each class is, by this model alone; the sum is 1. */
  probabilities({ places, values }: SparseVector): Float32Array {
    // Looked up once: the loops below are where the time of learning goes.
    const weights = this.#weights;
    const classes = this.#classes;
    const scores = new Float32Array(classes);
    for (let at = 0; at < places.length; at += 1) {
      const row = (places[at] ?? 0) * classes;
      const value = values[at] ?? 0;
      for (let label = 0; label < classes; label += 1) {
        scores[label] = (scores[label] ?? 0) + (weights[row + label] ?? 0) * value;
      }
    }
    return softmax(scores);
  }

  #learn(example: SparseVector, label: number, step: number): void {
    const weights = this.#weights;
    const classes = this.#classes;
    const { places, values } = example;
    const errors = this.probabilities(example);
    errors[label] = (errors[label] ?? 0) - 1;
    const wrong = new Int32Array(classes);
    let count = 0;
    for (let each = 0; each < classes; each += 1) {
      if (Math.abs(errors[each] ?? 0) > NEGLIGIBLE) wrong[count++] = each;
    }
    for (let at = 0; at < places.length; at += 1) {
      const row = (places[at] ?? 0) * classes;
      const move = step * (values[at] ?? 0);
      for (let nth = 0; nth < count; nth += 1) {
        const each = wrong[nth] ?? 0;
        weights[row + each] = (weights[row + each] ?? 0) - move * (errors[each] ?? 0);
      }
    }
  }
}

function roundsFor(examples: readonly SparseVector[], classes: number): number {
  const work = examples.reduce((sum, { places }) => sum + places.length, 0) * classes;
  return Math.max(ROUNDS.least, Math.min(ROUNDS.most, Math.round(WORK / Math.max(work, 1))));
}

/** In place. */
function softmax(scores: Float32Array): Float32Array {
  const best = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) sum += scores[at] = Math.exp((scores[at] ?? 0) - best);
  for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) / sum;
  return scores;
}
