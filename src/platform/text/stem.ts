import { stemmer as stemEnglish } from '@orama/stemmers/english';
import type { Language } from './letters.js';
import { stemKazakh } from './stem-kazakh.js';
import { stemRussian } from './stem-russian.js';

const MEMORY = 50_000;
const known: Readonly<Record<Language, Map<string, string>>> = {
  ru: new Map(),
  kk: new Map(),
  en: new Map(),
};

/** English forms that no ending tells. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pay: 'paid',
    lose: 'lost',
    send: 'sent',
    buy: 'bought',
    sell: 'sold',
    spend: 'spent',
    keep: 'kept',
    withdraw: 'withdrew withdrawn',
    steal: 'stole stolen',
    forget: 'forgot forgotten',
    break: 'broke broken',
    choose: 'chose chosen',
    write: 'wrote written',
    child: 'children',
    person: 'people persons',
  }).flatMap(([base, forms]) => forms.split(' ').map((form) => [form, base] as const)),
);

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
  if (/^[a-z]+$/.test(word)) return stemEnglish(IRREGULAR.get(word) ?? word);
  if (language === 'kk') return stemKazakh(word);
  return stemRussian(word);
}
