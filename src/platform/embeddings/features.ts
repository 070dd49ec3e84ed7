/**
 * What a text is made of, for comparing texts that share words, stems, or parts of words: so that other
 * endings, compounds and typing errors still match, in any language written with words.
 */
import { foldLetters, stem, tokenize } from '../text/index.js';

const WORD_WEIGHT = 1;
const STEM_WEIGHT = 1.2;
const PAIR_WEIGHT = 0.5;
/** Shared by all letter groups of a word, so that a long word does not outweigh the others. */
const LETTERS_WEIGHT = 1;
const GROUP_SIZES = [3, 4, 5];

/** Receives a feature with its weight. */
export type FeatureSink = (feature: string, weight: number) => void;

function eachLetterGroup(word: string, sink: FeatureSink): void {
  const letters = `<${word}>`;
  const groups = GROUP_SIZES.reduce((sum, size) => sum + Math.max(0, letters.length - size + 1), 0);
  const weight = LETTERS_WEIGHT / Math.sqrt(Math.max(groups, 1));
  for (const size of GROUP_SIZES) {
    for (let at = 0; at + size <= letters.length; at += 1) sink(letters.slice(at, at + size), weight);
  }
}

/** Gives every feature of a text to `sink`, again each time it occurs. */
export function eachFeature(text: string, sink: FeatureSink): void {
  let previous = '';
  for (const token of tokenize(text.normalize('NFKC'))) {
    const word = foldLetters(token);
    const root = stem(token, 'ru');
    sink(`w:${word}`, WORD_WEIGHT);
    sink(`s:${root}`, STEM_WEIGHT);
    if (previous) sink(`p:${previous} ${root}`, PAIR_WEIGHT);
    eachLetterGroup(word, sink);
    previous = root;
  }
}
