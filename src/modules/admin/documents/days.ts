/** Days that people type or choose. Pure: what day it is, the caller says. A day is `YYYY-MM-DD`. */

const TYPED = /(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?)(?!\d)/g;

/** The days that words name, such as `31.12.2026`, `31.12` (the next one of that name) or `2026-12-31`; undefined where one is none. */
export function daysIn(words: string, today: string): string[] | undefined {
  const days = [...words.matchAll(TYPED)].map(([, year, month, day, shortDay, shortMonth, shortYear]) =>
    year === undefined
      ? shortYear === undefined
        ? nextOf(Number(shortDay), Number(shortMonth), today)
        : dayOf(Number(shortYear), Number(shortMonth), Number(shortDay))
      : dayOf(Number(year), Number(month), Number(day)),
  );
  return days.some((day) => day === undefined) ? undefined : days.filter((day) => day !== undefined);
}

function nextOf(day: number, month: number, today: string): string | undefined {
  const year = Number(today.slice(0, 4));
  const soon = dayOf(year, month, day);
  return soon !== undefined && soon >= today ? soon : (dayOf(year + 1, month, day) ?? soon);
}

function dayOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 2000 && year < 2200 ? date.toISOString().slice(0, 10) : undefined;
}

/** The last days of the month, the quarter and the year. */
export function endsFrom(today: string): { readonly month: string; readonly quarter: string; readonly year: string } {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const lastOf = (months: number): string => new Date(Date.UTC(year, months, 0)).toISOString().slice(0, 10);
  return { month: lastOf(month), quarter: lastOf(Math.ceil(month / 3) * 3), year: lastOf(12) };
}

/** The first days of the next month, quarter and year. */
export function beginningsAfter(today: string): { readonly month: string; readonly quarter: string; readonly year: string } {
  const { month, quarter, year } = endsFrom(today);
  const next = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { month: next(month), quarter: next(quarter), year: next(year) };
}
