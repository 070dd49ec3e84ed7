/** The hours in which nobody is to be disturbed. Pure: what the time is, the caller says. */
import type { WorkRange } from './settings.js';
import { DAY_MS, MINUTE_MS, momentOf, wallOf } from './time-zone.js';
import { minutesOf } from './working-hours.js';

/** When the quiet hours end in which a moment lies; undefined when it lies in none. Moments in milliseconds. */
export function quietUntil(quiet: WorkRange | null, timeZone: string, at: number): number | undefined {
  if (!quiet) return undefined;
  const today = Math.floor(wallOf(timeZone, at) / DAY_MS);
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const moment = (day: number, minutes: number): number => momentOf(timeZone, day * DAY_MS + minutes * MINUTE_MS);
  // Those of yesterday may last past midnight.
  for (const day of [today - 1, today]) {
    const end = moment(to > from ? day : day + 1, to);
    if (moment(day, from) <= at && at < end) return end;
  }
  return undefined;
}
