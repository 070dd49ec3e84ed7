/** What a draft says, in words for its author. */
import { LANGUAGE_NAMES } from '../../identity/index.js';
import type { Texts, Translate } from '../../../locales/index.js';
import type { OutgoingCall } from '../../../telegram/outbox.js';
import { shownCalls } from '../calls.js';
import { type Language, LANGUAGES, type Said, type SaidFile, type SaidText } from '../content.js';
import type { Broadcast } from '../repository.js';
import type { Author } from './choice.js';

const EXCERPT_LENGTH = 80;

/** What is said to a language, with the words of the buttons in it. */
export function previewCalls({ person, t }: Author, texts: Texts, { content }: Broadcast, language: Language): OutgoingCall[] {
  return shownCalls(language === 'any' ? t : texts(language), person.telegramId, content, language);
}

export function languageName(t: Translate, language: Language): string {
  return language === 'any' ? t('broadcasts.texts.any') : LANGUAGE_NAMES[language];
}

/** The language that an argument names. */
export function languageIn(arg: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === arg);
}

/** What is said, in a line. */
export function described(t: Translate, said: Said): string {
  if (said.kind === 'text') return excerptOf(said);
  if (said.kind !== 'album') return [t(`broadcasts.kind.${said.kind}`), excerptOf(said)].filter(Boolean).join(': ');
  const caption = said.items.map(excerptOf).find(Boolean);
  return [t('broadcasts.kind.album', { count: said.items.length }), caption].filter(Boolean).join(': ');
}

function excerptOf({ text = '' }: SaidText | SaidFile): string {
  return excerpt(text.replaceAll(/\s+/gu, ' '), EXCERPT_LENGTH);
}

/** The beginning of a text that may be long. */
export function excerpt(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join('').trimEnd()}…` : text;
}
