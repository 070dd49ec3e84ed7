/** The sources of an answer: the button for each, and the passage that it shows. */
import { Markup } from 'telegraf';
import { type FmtString, bold, fmt, join, quote } from 'telegraf/format';
import type { Locale, Translate } from '../../locales/index.js';
import { placeName } from '../conversations/index.js';
import type { CitedPassage } from './cited.js';
import type { Source } from './types.js';

const MOST_BUTTONS = 3;

/** A button for each source whose passage can be shown; undefined where there is none. */
export function sourceKeyboard(t: Translate, sources: readonly Source[], messageId: number): object | undefined {
  const shown = sources.filter(({ passage }) => passage !== undefined).slice(0, MOST_BUTTONS);
  if (shown.length === 0) return undefined;
  const buttons = shown.map(({ number }) => {
    const label = shown.length === 1 ? t('answers.show_source') : t('answers.show_source_of', { number });
    return Markup.button.callback(label, `source:${messageId}:${number}`);
  });
  return Markup.inlineKeyboard([buttons]).reply_markup;
}

/** A passage with its place and its validity, as it stood when the answer was given. */
export function passageView(t: Translate, locale: Locale, timeZone: string, cited: CitedPassage): FmtString {
  const { page, text, citedAt, ...place } = cited;
  const name = placeName(t, { ...place, ...(page !== null && { page }) });
  const asOf = t('answers.passage_as_of', { day: dayName(locale, citedAt, timeZone) });
  const facts = [...validity(t, locale, cited), asOf];
  return fmt`📄 ${bold(name)}\n\n${quote(text)}\n\n${join(facts, '\n')}`;
}

function validity(t: Translate, locale: Locale, { validFrom, validUntil }: CitedPassage): string[] {
  // A day of the calendar is the same day everywhere.
  const day = (date: string): string => dayName(locale, new Date(date), 'UTC');
  if (validFrom !== null && validUntil !== null) return [t('answers.valid_between', { from: day(validFrom), until: day(validUntil) })];
  if (validFrom !== null) return [t('answers.valid_from', { from: day(validFrom) })];
  return validUntil === null ? [] : [t('answers.valid_until', { until: day(validUntil) })];
}

function dayName(locale: Locale, day: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(day);
}
