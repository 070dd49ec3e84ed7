/** Moments that people type, by the clocks of a time zone. Pure: what the time is, the caller says. */
import { DAY_MS, MINUTE_MS, momentOf, wallOf } from '../../bots/index.js';

/** Why words are no moment at which something can begin. */
export type NoMoment = 'not_understood' | 'past' | 'too_far';

const FURTHEST_MS = 366 * DAY_MS;
/** A day without a year is that of the next year when it is not further off than this; else it is past. */
const NEXT_YEAR_WITHIN_MS = 183 * DAY_MS;
const DAYS: ReadonlyMap<string, number> = new Map([
  ...['сегодня', 'бүгін', 'today'].map((word) => [word, 0] as const),
  ...['завтра', 'ертең', 'tomorrow'].map((word) => [word, 1] as const),
  ...['послезавтра', 'бүрсігүні'].map((word) => [word, 2] as const),
]);
const MOMENT = /^(?:(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?,?\s+|(\p{L}+),?\s+)?(?:(?:в|at|сағат)\s+)?([01]?\d|2[0-3]):([0-5]\d)$/u;

/**
 * The moment that was typed, such as `25.12 10:00`, `25.12.2026 10:00`, `10:00` or `tomorrow 10:00`, in milliseconds.
 * Where the clocks jump over it, it is as much later.
 */
export function momentIn(words: string, timeZone: string, now: number): number | NoMoment {
  const typed = MOMENT.exec(words.trim().toLowerCase());
  if (!typed) return 'not_understood';
  const [, day, month, year, word, hours = '', minutes = ''] = typed;
  const time = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const today = Math.floor(wallOf(timeZone, now) / DAY_MS) * DAY_MS;
  const moment = (date: number | undefined): number | undefined => (date === undefined ? undefined : momentOf(timeZone, date + time));
  if (day === undefined) {
    const ahead = word === undefined ? 0 : DAYS.get(word);
    return checked(moment(ahead === undefined ? undefined : today + ahead * DAY_MS), now);
  }
  const thisYear = new Date(today).getUTCFullYear();
  const at = moment(dateOf(Number(day), Number(month), Number(year ?? thisYear)));
  if (year !== undefined || (at !== undefined && at > now)) return checked(at, now);
  const next = moment(dateOf(Number(day), Number(month), thisYear + 1));
  return next !== undefined && (at === undefined || next - now <= NEXT_YEAR_WITHIN_MS) ? next : checked(at, now);
}

/** Whether something can begin at this moment. */
export function checked(at: number | undefined, now: number): number | NoMoment {
  if (at === undefined) return 'not_understood';
  if (at <= now) return 'past';
  return at - now > FURTHEST_MS ? 'too_far' : at;
}

/** Midnight of a day on the clocks; undefined where there is no such day. */
function dateOf(day: number, month: number, year: number): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? date.getTime() : undefined;
}
