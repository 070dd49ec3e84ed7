import {
  detectLanguage,
  isEverydayWord,
  isStopWord,
  stem,
  toCyrillic,
  tokenize,
  type Language,
} from '../../platform/text/index.js';
import { withoutPhrases } from './phrases.js';
import { conceptsInAnyLanguage, isAlternative } from './concepts/index.js';

/** A question as the index is asked it. */
export interface Query {
  /** As given, else as detected; undefined where the words tell nothing. */
  readonly lang: Language | undefined;
  readonly words: readonly QueryWord[];
  /** What to embed: the question, in Cyrillic where it was typed in Latin letters. */
  readonly text: string;
}

/** One word of the question that says what it is about. */
export interface QueryWord {
  readonly stems: Readonly<Record<Language, readonly string[]>>;
  readonly concepts: readonly string[];
  /** How much the word counts among the others: a bare number says little about the topic. */
  readonly weight: number;
}

/** A word of a question with how rare it is in the documents; undefined where none has it. */
export interface AskedWord extends QueryWord {
  readonly rarity?: number | undefined;
}

const VAGUE_WEIGHT = 0.35;
/** Numbers, and what every document of a bank speaks of; words of everyday talk are vague besides. */
const VAGUE =
  /^(?:[\d.]+|банк\p{L}{0,7}|banks?|деньг\p{L}*|денег|ақша\p{L}*|акша\p{L}*|money|клиент\p{L}*|customers?|кажд\p{L}*|every|әр)$/u;
const MAX_WORDS = 40;
const LATIN_WORD = /^[a-zäöüñğşıū']+$/i;

/** Reads a question: language, content words with their stems in each language, concepts. */
export function readQuery(text: string, lang?: Language): Query {
  const detected = detectLanguage(text);
  const latin = detected !== undefined && detected !== 'en' && !/\p{Script=Cyrillic}/u.test(text);
  const cyrillic = latin ? toCyrillic(text, detected) : text;
  const words = new Map<string, QueryWord>();
  for (const token of tokenize(withoutPhrases(cyrillic))) {
    if (words.size >= MAX_WORDS || isStop(token)) continue;
    const key = stem(token, detected ?? lang ?? 'ru');
    if (!words.has(key)) words.set(key, queryWord([token]));
  }
  if (latin) keepNames(text, words);
  return { lang: lang ?? detected, words: [...words.values()], text: cyrillic };
}

function isStop(token: string): boolean {
  return isStopWord(token, 'ru') || isStopWord(token, 'kk') || isStopWord(token, 'en');
}

/**
 * In a transliterated question the names stay Latin in the documents too (`gold`, `visa`): both spellings
 * count.
 */
function keepNames(text: string, words: Map<string, QueryWord>): void {
  for (const token of tokenize(text)) {
    if (!LATIN_WORD.test(token)) continue;
    for (const language of ['ru', 'kk'] as const) {
      const spelled = tokenize(toCyrillic(token, language))[0] ?? token;
      const key = stem(spelled, language);
      if (words.has(key)) words.set(key, queryWord([spelled, token]));
    }
  }
}

function queryWord(spellings: readonly string[]): QueryWord {
  const stems = (language: Language): string[] => [...new Set(spellings.map((word) => stem(word, language)))];
  return {
    stems: { ru: stems('ru'), kk: stems('kk'), en: stems('en') },
    concepts: withoutKind([...new Set(spellings.flatMap(conceptsInAnyLanguage))]),
    weight: spellings.every(isVague) ? VAGUE_WEIGHT : 1,
  };
}

/** Who names a currency asks for that one: others of its kind will not do. */
function withoutKind(concepts: readonly string[]): readonly string[] {
  return concepts.some((concept) => isAlternative(concept)) ? concepts.filter((concept) => concept !== '#currency') : concepts;
}

function isVague(word: string): boolean {
  return VAGUE.test(word) || isEverydayWord(word);
}
