/** Whoever looks at a broadcast: their language, and how moments, spans of time and numbers are said in it. */
import type { Tx } from '../../platform/db/database.js';
import type { Locale, Texts, Translate } from '../../locales/index.js';
import { type Person, findPersons } from '../identity/index.js';
import { momentsOf } from '../panel/index.js';
import type { Broadcast } from './repository.js';

/** What it takes to speak to people in their language. */
export interface Speech {
  readonly texts: Texts;
  readonly defaultLocale: Locale;
}

/** Work on the broadcasts of a bot, in an update of a chat or in a job. */
export interface BotWork extends Speech {
  readonly tx: Tx;
  readonly botId: number;
}

/** Somebody who is told about a broadcast. */
export interface Addressee {
  readonly person: Person;
  readonly locale: Locale;
  readonly t: Translate;
}

export function addressed({ texts, defaultLocale }: Speech, person: Person): Addressee {
  const locale = person.locale ?? defaultLocale;
  return { person, locale, t: texts(locale) };
}

export async function authorOf(tx: Tx, speech: Speech, { authorId }: Pick<Broadcast, 'authorId'>): Promise<Addressee | undefined> {
  const [author] = await findPersons(tx, [authorId]);
  return author && addressed(speech, author);
}

export interface Reader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly moment: (at: Date) => string;
  /** Undefined for staff of the configuration who have not opened the chat yet. */
  readonly personId: number | undefined;
}

export async function readerOf(tx: Tx, botId: number, reader: Omit<Reader, 'moment'>): Promise<Reader> {
  return { ...reader, moment: await momentsOf(tx, botId, reader.locale) };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** So many seconds in the units that matter: `40 sec`, `3 min`, `1 hr 5 min`. */
export function spanOf(locale: Locale, seconds: number): string {
  const unit = (value: number, name: 'second' | 'minute' | 'hour'): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (seconds < MINUTE) return unit(Math.max(1, Math.round(seconds)), 'second');
  const minutes = Math.round(seconds / MINUTE);
  if (minutes * MINUTE < HOUR) return unit(minutes, 'minute');
  const hour = unit(Math.floor(minutes / MINUTE), 'hour');
  return minutes % MINUTE === 0 ? hour : `${hour} ${unit(minutes % MINUTE, 'minute')}`;
}

/** Tenths where they tell something. */
export function rateOf(locale: Locale, perSecond: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: perSecond < 100 ? 1 : 0 }).format(perSecond);
}

export function shareOf(locale: Locale, part: number, whole: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(whole === 0 ? 0 : part / whole);
}
