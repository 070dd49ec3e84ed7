import type { Language } from '../../../platform/text/index.js';
import { readQuery, type Query } from '../query.js';
import { Classifier } from './classifier.js';
import { logRatio, type Evidence } from './evidence.js';
import { ExampleIndex } from './example-index.js';
import { FeatureSpace } from './feature-space.js';
import { featuresOf, type Features } from './features.js';
import { Pace } from './pace.js';
import { type ReadWords, Wording } from './wording.js';

/** An example question as it is learned from. */
export interface Example {
  readonly text: string;
  readonly query: Query;
  readonly features: Features;
  /** Which entry it belongs to, by number. */
  readonly label: number;
}

/** An entry that may be meant, with what speaks for it. */
export interface Candidate {
  readonly label: number;
  readonly evidence: Evidence;
}

interface CandidateOptions {
  /** The query's, where they were read before. */
  readonly features?: Features;
  readonly isOpen?: (label: number) => boolean;
}

/** The classifier's weights take four bytes each. */
const MAX_WEIGHTS = 8_000_000;
const MAX_FEATURES = 60_000;
/** Entries that are looked at closely. */
export const CANDIDATES = 5;
/** How much the nearest example counts beside the classifier when the candidates are ordered. */
const NEAR = 3;

/** Reads the examples of entries, in slices. */
export async function readExamples(
  entries: readonly (readonly string[])[],
  language: Language,
): Promise<readonly Example[]> {
  const texts = entries.flatMap((own, label) => own.map((text) => ({ text, label })));
  return new Pace().map(texts, ({ text, label }) => {
    const query = readQuery(text, language);
    return { text, query, features: featuresOf(query, language), label };
  });
}

/** What was learned from the example questions of one language's entries; never changed after it was built. */
export class FaqModel {
  readonly #language: Language;
  readonly #space: FeatureSpace;
  readonly #classifier: Classifier;
  readonly #examples: ExampleIndex;
  readonly #wording: Wording;
  readonly #texts: readonly string[];

  private constructor(
    language: Language,
    space: FeatureSpace,
    classifier: Classifier,
    examples: ExampleIndex,
    wording: Wording,
    texts: readonly string[],
  ) {
    this.#language = language;
    this.#space = space;
    this.#classifier = classifier;
    this.#examples = examples;
    this.#wording = wording;
    this.#texts = texts;
  }

  /** The same examples give the same model. */
  static async train(examples: readonly Example[], classes: number, language: Language): Promise<FaqModel> {
    const pace = new Pace();
    const most = Math.min(MAX_FEATURES, Math.floor(MAX_WEIGHTS / Math.max(classes, 1)));
    const space = await FeatureSpace.of(examples.map(({ features }) => features), pace, most);
    const vectors = await pace.map(examples, ({ features }) => space.vectorOf(features));
    const labels = examples.map(({ label }) => label);
    const shape = { classes, features: space.size };
    const byClass = Array.from({ length: classes }, (): string[] => []);
    for (const { text, label } of examples) byClass[label]?.push(text);
    return new FaqModel(
      language,
      space,
      await Classifier.train(vectors, labels, shape),
      new ExampleIndex(vectors, labels, shape),
      await Wording.of(byClass, language, pace),
      examples.map(({ text }) => text),
    );
  }

  /** The entries that come into question, best first; `isOpen` says of which number one may be meant today. */
  candidates(query: Query, most: number, { features, isOpen = () => true }: CandidateOptions = {}): Candidate[] {
    const words = this.#wording.read(query);
    const vector = this.#space.vectorOf(withForms(features ?? featuresOf(query, this.#language), words));
    const likely = this.#classifier.probabilities(vector);
    const { cosines, examples } = this.#examples.nearest(vector);
    const score = (label: number): number => Math.log((likely[label] ?? 0) + Number.EPSILON) + NEAR * (cosines[label] ?? 0);
    const ordered = [...likely.keys()]
      .filter(isOpen)
      .map((label) => ({ label, score: score(label) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, most);
    return ordered.map(({ label }) => {
      const probability = likely[label] ?? 0;
      const near = cosines[label] ?? 0;
      const nearest = this.#texts[examples[label] ?? -1] ?? '';
      return {
        label,
        evidence: {
          lead: logRatio(probability, mostOfOthers(likely, label)),
          near,
          ahead: near - mostOfOthers(cosines, label),
          ...this.#wording.evidence(words, label, nearest),
          meaning: 0,
        },
      };
    });
  }
}

/** What a word of the question may stand for counts like the word: it may be mistyped, or derived. */
function withForms(features: Features, { words }: ReadWords): Features {
  const all = new Map(features);
  for (const { term, weight } of words.flatMap(({ forms }) => forms)) {
    const feature = term.startsWith('#') ? term : `s${term}`;
    if (!all.has(feature)) all.set(feature, weight);
  }
  return all;
}

function mostOfOthers(values: Float32Array, label: number): number {
  let most = 0;
  for (let at = 0; at < values.length; at += 1) if (at !== label) most = Math.max(most, values[at] ?? 0);
  return most;
}
