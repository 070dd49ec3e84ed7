/**
 * Time on the clocks of a time zone. A "wall" is what those clocks show, as the milliseconds that UTC's would
 * show then: days can be counted in it, whatever the zone does with its clocks meanwhile.
 */
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Whether this is the name of a time zone such as `Asia/Almaty`; a mere offset is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The time zone that somebody has typed the name of, or of whose city: `asia/almaty`, `New York`. */
export function timeZoneNamed(words: string): string | undefined {
  const name = words.trim().replace(/\s+/g, '_').toLowerCase();
  const known = Intl.supportedValuesOf('timeZone');
  const found =
    known.find((zone) => zone.toLowerCase() === name) ??
    known.find((zone) => zone.toLowerCase().endsWith(`/${name}`));
  if (found !== undefined) return found;
  return isTimeZone(name) ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone : undefined;
}

/** What the clocks of the zone show at a moment. */
export function wallOf(timeZone: string, at: number): number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/**
 * The moment at which the clocks of the zone show this: the first of two where they are put back; as much
 * later as they jump where they jump over it.
 */
export function momentOf(timeZone: string, wall: number): number {
  const before = wall - offset(timeZone, wall - DAY_MS);
  if (wallOf(timeZone, before) === wall) return before;
  const after = wall - offset(timeZone, wall + DAY_MS);
  return wallOf(timeZone, after) === wall ? after : before;
}

function offset(timeZone: string, at: number): number {
  return wallOf(timeZone, at) - at;
}
