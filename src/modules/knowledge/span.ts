/** Spans of days, both ends included; an end that is left out is open. A day is `YYYY-MM-DD`. */
export interface Span {
  readonly validFrom?: string;
  readonly validUntil?: string;
}

const DAY_MS = 86_400_000;

/** The day before one; the day before `''`, which is before all days, is none: nothing holds until then. */
export function dayBefore(day: string): string {
  return day === '' ? '' : addDays(day, -1);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same, holding only on days of the span, too; undefined where there are none. */
export function within<T extends Span>(each: T, { validFrom, validUntil }: Span): T | undefined {
  const from = [each.validFrom, validFrom].reduce((one, other) => (one !== undefined && (other === undefined || one > other) ? one : other));
  const until = [each.validUntil, validUntil].reduce((one, other) => (one !== undefined && (other === undefined || one < other) ? one : other));
  if (until !== undefined && until < (from ?? '0')) return undefined;
  if (from === each.validFrom && until === each.validUntil) return each;
  return { ...each, ...(from !== undefined && { validFrom: from }), ...(until !== undefined && { validUntil: until }) };
}
