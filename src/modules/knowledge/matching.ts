import type { Language } from '../../platform/text/index.js';
import { formsOf } from './forms.js';
import type { AskedWord } from './query.js';
import { termsOf } from './terms.js';
import { Vocabulary } from './vocabulary.js';

/** A short text to be held against a question. */
export interface MatchedText {
  readonly text: string;
  readonly lang: Language;
}

/** One word of the question, and how surely (0..1) each of the texts has it, in their order. */
export interface WordMatch {
  readonly word: AskedWord;
  readonly support: readonly number[];
}

/**
 * Which words of a question some short texts have, by the same stems, concepts and slips as in the search. A
 * pure function: it knows only the texts it is given.
 */
export function matchWords(words: readonly AskedWord[], texts: readonly MatchedText[]): WordMatch[] {
  const terms = texts.map(({ text, lang }) => termsOf(text, lang));
  const vocabularies = new Map<Language, Vocabulary>();
  for (const { lang } of texts) {
    if (vocabularies.has(lang)) continue;
    const known = terms.flatMap((set, at) => (texts[at]?.lang === lang ? [...set] : []));
    vocabularies.set(lang, new Vocabulary(known));
  }
  return words.map((word) => {
    const forms = new Map([...vocabularies].map(([lang, known]) => [lang, formsOf(word, lang, known)]));
    const support = texts.map(({ lang }, at) =>
      Math.max(0, ...(forms.get(lang) ?? []).map((form) => (terms[at]?.has(form.term) ? form.weight : 0))),
    );
    return { word, support };
  });
}

/**
 * Cases a text may be limited to: what holds abroad, for companies, for children or at an early end need not
 * hold otherwise.
 */
const CASES: readonly string[] = [
  '#abroad',
  '#business',
  '#car',
  '#child',
  '#damaged',
  '#early',
  '#foreigner',
  '#holiday',
  '#insurance',
  '#mortgage',
  '#overdue',
  '#pension',
  '#weekend',
];

/** How many special cases a text speaks of that the question does not. */
export function casesNotAsked(words: readonly AskedWord[], { text, lang }: MatchedText): number {
  const asked = new Set(words.flatMap(({ concepts }) => concepts));
  const told = termsOf(text, lang);
  return CASES.filter((each) => told.has(each) && !asked.has(each)).length;
}
