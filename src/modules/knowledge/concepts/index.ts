import { stem, tokenize, type Language } from '../../../platform/text/index.js';
import { en } from './en.js';
import { kk } from './kk.js';
import { alternatives, names } from './names.js';
import { ru } from './ru.js';

const LANGUAGES: readonly Language[] = ['ru', 'kk', 'en'];

const byStem: Readonly<Record<Language, ReadonlyMap<string, readonly string[]>>> = {
  ru: invert([ru, names], 'ru'),
  kk: invert([kk, names], 'kk'),
  en: invert([en, names], 'en'),
};

function invert(
  sources: readonly Readonly<Record<string, string>>[],
  language: Language,
): Map<string, string[]> {
  const table = new Map<string, string[]>();
  for (const [concept, list] of sources.flatMap((source) => Object.entries(source))) {
    for (const word of list.split(/\s+/)) {
      const key = stem(tokenize(word)[0] ?? word, language);
      const row = table.get(key) ?? [];
      if (!row.includes(`#${concept}`)) row.push(`#${concept}`);
      table.set(key, row);
    }
  }
  return table;
}

/** The ideas a token of a known language stands for, as terms that cannot be words (`#fee`). */
export function conceptsOf(token: string, language: Language): readonly string[] {
  return byStem[language].get(stem(token, language)) ?? [];
}

/** The ideas a token stands for in whichever language has it. */
export function conceptsInAnyLanguage(token: string): readonly string[] {
  return [...new Set(LANGUAGES.flatMap((language) => conceptsOf(token, language)))];
}

const groupOf = new Map<string, number>(
  alternatives.flatMap((group, at) => group.map((name) => [`#${name}`, at] as const)),
);

/** Which group of alternatives (the tiers of a card, the currencies) a token names one of, if any. */
export function alternativeGroup(token: string): number | undefined {
  return alternativeOf(token)?.group;
}

/** Which one of the alternatives of a group a token names, in whatever language or alphabet: the group, and the name in it. */
export function alternativeOf(token: string): { readonly group: number; readonly name: string } | undefined {
  for (const name of conceptsInAnyLanguage(token)) {
    const group = groupOf.get(name);
    if (group !== undefined) return { group, name };
  }
  return undefined;
}

/** Whether an idea is one of alternatives, of which people ask for one instead of another. */
export function isAlternative(concept: string): boolean {
  return groupOf.has(concept);
}
