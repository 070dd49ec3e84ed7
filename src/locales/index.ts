/** All texts that people read, in every language Teller speaks. A test fails on a missing or unused key. */
import { createTranslations } from '../platform/i18n/translations.js';
import { en } from './en/index.js';
import { kk } from './kk/index.js';
import { ru } from './ru/index.js';

export const LOCALES = ['ru', 'kk', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const catalogues = { ru, kk, en } as const satisfies Record<Locale, object>;

type PluralForm = '_zero' | '_one' | '_two' | '_few' | '_many' | '_other';
type WithoutPlural<Key extends string> = Key extends `${infer Stem}${PluralForm}` ? Stem : Key;
type Keys<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? WithoutPlural<Key> : `${Key}.${Keys<Texts[Key]>}`;
}[keyof Texts & string];

/** A key of the catalogues; plural forms are chosen by the parameter `count`. */
export type TextKey = Keys<typeof ru>;

/** Texts in one person's language. */
export type Translate = (key: TextKey, params?: Readonly<Record<string, string | number>>) => string;

/** Texts for any locale. */
export type Texts = (locale: Locale) => Translate;

export function createTexts(defaultLocale: Locale): Texts {
  return createTranslations(catalogues, defaultLocale);
}

/** The locale that fits a language tag of Telegram's such as `ru` or `en-US`. */
export function localeOf(languageTag: string | undefined | null): Locale | undefined {
  const language = languageTag?.toLowerCase().split('-')[0];
  return LOCALES.find((locale) => locale === language);
}
