import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, type Settings, WEEKDAYS, type WorkRange } from '../../src/modules/bots/index.js';
import { availability, parseRange } from '../../src/modules/bots/working-hours.js';

type Hours = Settings['workingHours'];
type Days = Partial<Hours['days']>;

const OFF: Hours['days'] = { monday: null, tuesday: null, wednesday: null, thursday: null, friday: null, saturday: null, sunday: null };
const office: WorkRange = { from: '09:00', to: '18:00' };
const night: WorkRange = { from: '20:00', to: '02:00' };
const always: WorkRange = { from: '00:00', to: '24:00' };
const WORKDAYS: Days = { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office };
const EVERY_DAY: Hours['days'] = { monday: always, tuesday: always, wednesday: always, thursday: always, friday: always, saturday: always, sunday: always };

const hours = (days: Days, timeZone = 'Asia/Almaty'): Hours => ({ timeZone, days: { ...OFF, ...days } });
const at = (given: Hours, moment: string): string => {
  const { atWork, back } = availability(given, new Date(moment));
  return atWork ? 'at work' : back ? `${back.day} ${back.time}` : 'never';
};

describe('people at work', () => {
  test('are there around the clock as long as nobody says otherwise', () => {
    expect(at(DEFAULT_SETTINGS.workingHours, '2026-11-22T23:59:59Z')).toBe('at work');
  });

  // 2026-11-20 is a Friday; Almaty is five hours ahead of UTC.
  test.each([
    ['2026-11-20T03:59:59Z', 'today 09:00'],
    ['2026-11-20T04:00:00Z', 'at work'],
    ['2026-11-20T12:59:59Z', 'at work'],
    ['2026-11-20T13:00:00Z', 'monday 09:00'],
    ['2026-11-21T10:00:00Z', 'monday 09:00'],
    ['2026-11-22T10:00:00Z', 'tomorrow 09:00'],
    ['2026-11-22T19:00:00Z', 'today 09:00'],
    ['2026-11-19T18:30:00Z', 'tomorrow 09:00'],
  ])('on workdays from nine to six: %s, %s', (moment, expected) => {
    expect(at(hours(WORKDAYS), moment)).toBe(expected);
  });

  test.each([
    ['2026-11-22T14:59:00Z', 'today 20:00'],
    ['2026-11-22T15:00:00Z', 'at work'],
    ['2026-11-22T19:00:00Z', 'at work'],
    ['2026-11-22T20:59:59Z', 'at work'],
    ['2026-11-22T21:00:00Z', 'sunday 20:00'],
    ['2026-11-20T15:00:00Z', 'sunday 20:00'],
  ])('past midnight, on Sunday from eight to two: %s, %s', (moment, expected) => {
    expect(at(hours({ sunday: night }), moment)).toBe(expected);
  });

  test('are back in a week where there is one day of work', () => {
    expect(at(hours({ friday: office }), '2026-11-20T14:00:00Z')).toBe('friday 09:00');
  });

  test('are never back where every day is a day off', () => {
    expect(at(hours({}), '2026-11-20T14:00:00Z')).toBe('never');
  });

  test.each([
    // The clocks jump from 2:00 to 3:00 in Berlin.
    ['Europe/Berlin', { sunday: { from: '02:30', to: '10:00' } }, '2026-03-29T01:29:00Z', 'today 03:30'],
    ['Europe/Berlin', { sunday: { from: '02:30', to: '10:00' } }, '2026-03-29T01:30:00Z', 'at work'],
    ['Europe/Berlin', { sunday: office }, '2026-03-29T06:59:00Z', 'today 09:00'],
    ['Europe/Berlin', { sunday: office }, '2026-03-29T07:00:00Z', 'at work'],
    // They are put back from 3:00 to 2:00: the first 2:30 is 0:30 in UTC.
    ['Europe/Berlin', { sunday: { from: '02:30', to: '10:00' } }, '2026-10-25T00:29:00Z', 'today 02:30'],
    ['Europe/Berlin', { sunday: { from: '02:30', to: '10:00' } }, '2026-10-25T00:30:00Z', 'at work'],
    ['Europe/Berlin', { sunday: { from: '02:30', to: '10:00' } }, '2026-10-25T01:10:00Z', 'at work'],
    ['America/New_York', { saturday: night }, '2026-11-01T05:59:00Z', 'at work'],
    ['America/New_York', { saturday: night }, '2026-11-01T07:00:00Z', 'saturday 20:00'],
    ['Pacific/Auckland', { monday: office }, '2026-11-22T20:00:00Z', 'at work'],
    ['Pacific/Auckland', { monday: office }, '2026-11-22T19:59:00Z', 'today 09:00'],
    ['Asia/Kathmandu', { monday: office }, '2026-11-23T03:14:00Z', 'today 09:00'],
    ['Asia/Kathmandu', { monday: office }, '2026-11-23T03:15:00Z', 'at work'],
  ])('in %s with %j at %s: %s', (timeZone, days, moment, expected) => {
    expect(at(hours(days, timeZone), moment)).toBe(expected);
  });

  test('are there without a gap around the clock, where the clocks jump over midnight too', () => {
    const around = hours(EVERY_DAY, 'Africa/Cairo');
    for (let minute = 0; minute < 240; minute++) {
      const moment = new Date(Date.UTC(2026, 3, 23, 20, minute)).toISOString();
      expect([moment, at(around, moment)]).toEqual([moment, 'at work']);
    }
  });
});

describe('whatever the hours, the zone and the moment', () => {
  const ZONES = ['Asia/Almaty', 'UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'America/Los_Angeles'];
  const HALF_HOUR = 1_800_000;
  // From four in the morning on no zone changes its clocks, so what they show tells who is at work.
  const time = fc.integer({ min: 8, max: 47 }).map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
  const range = fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to);
  const days = fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, fc.option(range)])) as Record<(typeof WEEKDAYS)[number], fc.Arbitrary<WorkRange | null>>);
  const moment = fc.integer({ min: Date.UTC(2026, 0) / HALF_HOUR, max: Date.UTC(2027, 0) / HALF_HOUR }).map((half) => half * HALF_HOUR);
  const formats = new Map(
    ZONES.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })]),
  );

  function clock(timeZone: string, moment: number): { readonly day: number; readonly time: string } {
    const [weekday = '', time = ''] = (formats.get(timeZone)?.format(moment) ?? '').split(/[ ,]+(?:at )?/);
    return { day: WEEKDAYS.findIndex((day) => day === weekday.toLowerCase()), time };
  }

  function clockSaysAtWork({ timeZone, days: given }: Hours, moment: number): boolean {
    const { day, time: now } = clock(timeZone, moment);
    const rangeOf = (index: number): WorkRange | null => given[WEEKDAYS[(index + 7) % 7] ?? 'monday'];
    const [today, yesterday] = [rangeOf(day), rangeOf(day - 1)];
    const lastsPastMidnight = yesterday !== null && yesterday.to <= yesterday.from && now < yesterday.to;
    return lastsPastMidnight || (today !== null && now >= today.from && (now < today.to || today.to <= today.from));
  }

  test('people are at work when the clocks of the zone say so, and back at the first moment they do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), days, moment, (timeZone, given, now) => {
        const set = { timeZone, days: given };
        const { atWork, back } = availability(set, new Date(now));
        expect(atWork).toBe(clockSaysAtWork(set, now));
        if (atWork) return;
        let next = now;
        while (!clockSaysAtWork(set, next) && next < now + 8 * 48 * HALF_HOUR) next += HALF_HOUR;
        expect(back?.time).toBe(clockSaysAtWork(set, next) ? clock(timeZone, next).time : undefined);
        if (back && back.day !== 'today' && back.day !== 'tomorrow') expect(back.day).toBe(WEEKDAYS[clock(timeZone, next).day]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a typed range', () => {
  test.each([
    ['09:00-18:00', '09:00', '18:00'],
    [' 9-18 ', '09:00', '18:00'],
    ['9.30 – 18:15', '09:30', '18:15'],
    ['20:00—02:00', '20:00', '02:00'],
    ['00:00-24:00', '00:00', '24:00'],
    ['0-0', '00:00', '24:00'],
    ['18-0', '18:00', '24:00'],
  ])('%s is understood', (words, from, to) => {
    expect(parseRange(words)).toEqual({ from, to });
  });

  test.each(['', '9', '9-', '09:00', '9-9', '25-3', '9:60-10', '24-3', '9-18 h', 'nine to six', '9-18-20', '-9-18'])('%j is none', (words) => {
    expect(parseRange(words)).toBeUndefined();
  });
});
