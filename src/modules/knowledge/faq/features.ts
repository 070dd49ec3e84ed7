import { foldLetters, stem, tokenize, type Language } from '../../../platform/text/index.js';
import type { Query } from '../query.js';
import { sidesOf } from './opposites.js';

/** What a question is made of, with how much each feature counts before its rarity is known. */
export type Features = ReadonlyMap<string, number>;

const WORD = 1;
const STEM = 1;
const CONCEPT = 1;
/** Block or unblock, on or off: two questions that share all other words differ by it. */
const SIDE = 1.5;
const NEIGHBOURS = 1;
/** Two words with one or two between them. */
const APART = 0.7;
const FURTHEST = 3;
const LETTERS = 0.5;
const GROUP_SIZES = [3, 4];

/**
 * The features of a question as a language reads them: words, stems, concepts, sides of opposites, pairs of stems in their
 * order (so that "from my card" is not "to my card"), and groups of letters, by which typing errors and unknown forms match.
 */
export function featuresOf(query: Query, language: Language): Features {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    features.set(feature, (features.get(feature) ?? 0) + weight);
  };
  const tokens = tokenize(query.text.normalize('NFKC'));
  const stems = tokens.map((token) => stem(token, language));
  for (const token of tokens) addWord(foldLetters(token), add);
  for (const each of stems) add(`s${each}`, STEM);
  for (const concept of new Set(query.words.flatMap(({ concepts }) => concepts))) add(concept, CONCEPT);
  for (const side of sidesOf(query.text)) add(`!${side}`, SIDE);
  addPairs(stems, add);
  return features;
}

type Add = (feature: string, weight: number) => void;

function addWord(word: string, add: Add): void {
  add(`w${word}`, WORD);
  const letters = `<${word}>`;
  for (const size of GROUP_SIZES) {
    for (let at = 0; at + size <= letters.length; at += 1) add(`c${letters.slice(at, at + size)}`, LETTERS);
  }
}

function addPairs(stems: readonly string[], add: Add): void {
  const framed = ['^', ...stems, '$'];
  for (const [at, first] of framed.entries()) {
    const next = framed[at + 1];
    if (next !== undefined) add(`b${first} ${next}`, NEIGHBOURS);
    for (const later of stems.slice(at + 1, at + FURTHEST)) {
      if (at > 0) add(`k${first} ${later}`, APART);
    }
  }
}
