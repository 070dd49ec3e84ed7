import type { Language } from '../../platform/text/index.js';
import { isAlternative } from './concepts/index.js';
import { alternatives } from './concepts/names.js';
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
  '#branch',
  '#business',
  '#car',
  '#child',
  '#creditcard',
  '#damaged',
  '#deliver',
  '#early',
  '#example',
  '#foreigner',
  '#holiday',
  '#insurance',
  '#mortgage',
  '#overdue',
  '#pension',
  '#reissue',
  '#second',
  '#virtual',
  '#weekend',
];

const DOLLARS = /доллар\p{L}* сша/iu;

/** What a bank offers and people ask about by name: an answer about another thing is no answer. */
const THINGS: ReadonlySet<string> = new Set([
  '#atm',
  '#branch',
  '#card',
  '#certificate',
  '#creditcard',
  '#deposit',
  '#insurance',
  '#loan',
  '#mortgage',
  '#package',
  '#statement',
  '#teller',
  '#transfer',
]);

/** Whether a word of a question names a thing the bank offers. */
export function isThing({ concepts }: AskedWord): boolean {
  return concepts.some((concept) => THINGS.has(concept));
}

/** Whether a word of a question names a special case: what holds otherwise does not answer it. */
export function isCase({ concepts }: AskedWord): boolean {
  return concepts.some((concept) => CASES.includes(concept));
}

/** Whether a word of a question names one of several alternatives (a currency, a kind of card) that no document knows. */
export function isUnknownAlternative(word: AskedWord): boolean {
  return 'rarity' in word && word.rarity === undefined && word.concepts.some(isAlternative);
}

/** Whether a word of a question is a year. */
export function isYear({ stems }: AskedWord): boolean {
  return stems.en.some((form) => /^20\d\d$/.test(form));
}

const NAMED: readonly string[] = alternatives.flat().map((name) => `#${name}`);

/** Whether a question names a year, or one of several alternatives (a currency, a card), of which some texts say nothing. */
export function namesOther(words: readonly AskedWord[], told: ReadonlySet<string>): boolean {
  return words.some(
    (word) =>
      (isYear(word) && !word.stems.en.some((form) => told.has(form))) ||
      word.concepts.some((concept) => NAMED.includes(concept) && !told.has(concept)),
  );
}

/** How a text differs from the question in the special cases they speak of. */
export interface CaseDifference {
  /** Whether the text is limited to a case that was not asked about. */
  readonly other: boolean;
  /** Whether the text names an alternative to what was asked about: another card, another currency. */
  readonly alternative: boolean;
  /** Whether the text leaves out a case that was asked about. */
  readonly missed: boolean;
}

/** Compares the special cases of a question with those of a text and of what stands around it. */
export function compareCases(
  words: readonly AskedWord[],
  { text, lang }: MatchedText,
  around = '',
): CaseDifference {
  const asked = new Set(words.flatMap(({ concepts }) => concepts));
  return compareCaseTerms(asked, termsOf(text.replace(DOLLARS, ''), lang), termsOf(around, lang));
}

/** The same of terms: those asked, those told, and those of what stands around. */
export function compareCaseTerms(
  asked: ReadonlySet<string>,
  told: ReadonlySet<string>,
  around: ReadonlySet<string>,
): CaseDifference {
  return {
    other: CASES.some((each) => told.has(each) && !asked.has(each)),
    alternative: alternatives.some((group) => {
      const named = group.map((name) => `#${name}`);
      const others = named.filter((name) => !asked.has(name));
      return others.length < named.length && others.some((name) => told.has(name));
    }),
    missed: CASES.some((each) => asked.has(each) && !told.has(each) && !around.has(each)),
  };
}
