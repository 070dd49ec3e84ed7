import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemRussian } from '@orama/stemmers/russian';
import { foldLetters, type Language } from './letters.js';
import { stemKazakh } from './stem-kazakh.js';

const MEMORY = 50_000;
const known: Readonly<Record<Language, Map<string, string>>> = {
  ru: new Map(),
  kk: new Map(),
  en: new Map(),
};

/**
 * The stem of one token (as `tokenize` gives it): Snowball for Russian and English, a light suffix stripper
 * for Kazakh. Numbers and words in another script come back as they are. Meant for comparing words, not for
 * showing.
 */
export function stem(word: string, language: Language): string {
  const memory = known[language];
  const before = memory.get(word);
  if (before !== undefined) return before;
  if (memory.size >= MEMORY) memory.clear();
  const result = compute(word, language);
  memory.set(word, result);
  return result;
}

function compute(word: string, language: Language): string {
  if (/\d/.test(word)) return word;
  if (/^[a-z]+$/.test(word)) return stemEnglish(word);
  if (language === 'kk') return stemKazakh(word);
  return stemRussian(foldLetters(word));
}
