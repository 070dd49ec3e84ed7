import { Markup } from 'telegraf';
import { LOCALES, type Locale, type Translate } from '../../locales/index.js';
import type { KnownPerson } from './person.js';

/** Each language by its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { ru: 'Русский', kk: 'Қазақша', en: 'English' };

/** Somebody as they call themselves in Telegram. */
export function fullName({ firstName, lastName }: Pick<KnownPerson, 'firstName' | 'lastName'>): string {
  return [firstName, lastName].filter((part) => part !== undefined).join(' ');
}

export function languageKeyboard(): object {
  const buttons = LOCALES.map((locale) => Markup.button.callback(LANGUAGE_NAMES[locale], `language:${locale}`));
  return Markup.inlineKeyboard(buttons).reply_markup;
}

/** The keyboard with Telegram's own "share my contact" button. */
export function phoneKeyboard(t: Translate): object {
  const button = Markup.button.contactRequest(t('identity.share_phone'));
  return Markup.keyboard([button]).resize().placeholder(t('identity.placeholder')).reply_markup;
}
