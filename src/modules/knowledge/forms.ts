import type { Language } from '../../platform/text/index.js';
import type { QueryWord } from './query.js';
import type { Vocabulary } from './vocabulary.js';

/** A term that may stand for a word of the question, and how surely (0..1). */
export interface Form {
  readonly term: string;
  readonly weight: number;
}

const CONCEPT = 0.85;

/** The terms that a word of the question may be met by: its stem, what it stands for, kin and slips. */
export function formsOf(word: QueryWord, language: Language, vocabulary: Vocabulary): Form[] {
  const stems = word.stems[language];
  return [
    ...stems.map((term) => ({ term, weight: 1 })),
    ...word.concepts.map((term) => ({ term, weight: CONCEPT })),
    ...stems.flatMap((term) => vocabulary.kinOf(term)),
  ];
}
