/** Whether people are at work, and when they will be next. Pure: what the time is, the caller says. */
import { DAY_MS, MINUTE_MS, momentOf, wallOf } from './time-zone.js';
import { WEEKDAYS, type Weekday, type WorkRange, type WorkingHours } from './settings.js';

/** When people are back, on the clocks of their time zone. */
export interface Back {
  readonly day: 'today' | 'tomorrow' | Weekday;
  /** Such as `09:00`. */
  readonly time: string;
}

export interface Availability {
  readonly atWork: boolean;
  /** Undefined while they are at work, and where every day is a day off. */
  readonly back: Back | undefined;
}

interface Shift {
  readonly begins: number;
  readonly ends: number;
}

const NEXT_WEEK = 7;

export function availability(hours: WorkingHours, now: Date): Availability {
  const at = now.getTime();
  const shifts = shiftsAround(hours, at);
  if (shifts.some(({ begins, ends }) => begins <= at && at < ends)) return { atWork: true, back: undefined };
  const next = shifts.find(({ begins }) => begins > at);
  return { atWork: false, back: next && backAt(hours.timeZone, at, next.begins) };
}

/**
 * The range that somebody has typed, such as `9-18` or `09:00 – 18:30`; undefined when it is none. Midnight
 * is its end as 0:00 too.
 */
export function parseRange(words: string): WorkRange | undefined {
  const typed = /^(\d{1,2}(?:[:.]\d\d)?)\s*[-–—]\s*(\d{1,2}(?:[:.]\d\d)?)$/.exec(words.trim());
  if (!typed) return undefined;
  const [from, end] = [clock(typed[1]), clock(typed[2])];
  const to = end === '00:00' ? '24:00' : end;
  if (from === undefined || to === undefined || from === '24:00' || from === to) return undefined;
  return { from, to };
}

function clock(typed = ''): string | undefined {
  const [hour = '', minute = '00'] = typed.split(/[:.]/);
  const time = `${hour.padStart(2, '0')}:${minute}`;
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time) ? time : undefined;
}

/**
 * Everybody's time at work from yesterday, which may last past midnight, to the same day of the next week.
 */
function shiftsAround({ timeZone, days }: WorkingHours, at: number): Shift[] {
  const today = dayAt(timeZone, at);
  const shifts: Shift[] = [];
  for (let day = today - 1; day <= today + NEXT_WEEK; day++) {
    const range = days[weekdayOf(day)];
    if (!range) continue;
    const [from, to] = [minutesOf(range.from), minutesOf(range.to)];
    const wall = (minutes: number): number => momentOf(timeZone, day * DAY_MS + minutes * MINUTE_MS);
    shifts.push({ begins: wall(from), ends: wall(to > from ? to : to + minutesOf('24:00')) });
  }
  return shifts;
}

function backAt(timeZone: string, now: number, begins: number): Back {
  const ahead = dayAt(timeZone, begins) - dayAt(timeZone, now);
  const near = (['today', 'tomorrow'] as const)[ahead];
  const time = new Date(wallOf(timeZone, begins)).toISOString().slice(11, 16);
  return { day: near ?? weekdayOf(dayAt(timeZone, begins)), time };
}

/** Days since 1970-01-01. */
function dayAt(timeZone: string, at: number): number {
  return Math.floor(wallOf(timeZone, at) / DAY_MS);
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): Weekday {
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7];
  if (!weekday) throw new Error(`Day ${day} is none`);
  return weekday;
}

/** Since midnight. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
