import { canonicalPhone } from './contacts.js';
import type { Fact, Reading, Unit } from './fact.js';
import { clockValue } from './times.js';

const PHONE_DIGITS = 6;

/** Whether a statement of a document bears out a statement of an answer. */
export function supports(source: Fact, claim: Fact): boolean {
  switch (claim.kind) {
    case 'email':
    case 'handle':
      return source.kind === claim.kind && sameValue(source, claim);
    case 'url':
      return source.kind === 'url' && sameSite(source, claim);
    case 'phone':
      return samePhone(source, claim);
    case 'date':
      return source.kind === 'date' && anyPair(source, claim, sameDay);
    case 'time':
      return values(claim).some((time) => bearsTime(source, time));
    case 'number':
      if (claim.free) return source.free === true || source.readings.some(isNothing);
      return (
        (claim.readings.some((reading) => bearsNumber(source, reading, claim)) && contextHolds(source, claim)) ||
        samePhone(source, claim)
      );
  }
}

function values(fact: Fact): string[] {
  return fact.readings.map((reading) => reading.value);
}

function anyPair(source: Fact, claim: Fact, holds: (known: string, claimed: string) => boolean): boolean {
  return values(claim).some((claimed) => values(source).some((known) => holds(known, claimed)));
}

function sameValue(source: Fact, claim: Fact): boolean {
  return values(claim).some((value) => values(source).includes(value));
}

/** The document's own address, or the site it stands on. */
function sameSite(source: Fact, claim: Fact): boolean {
  return anyPair(source, claim, (known, url) => known === url || known.startsWith(`${url}/`));
}

function samePhone(source: Fact, claim: Fact): boolean {
  if (source.kind !== 'phone' && claim.kind !== 'phone') return false;
  const known = values(source).map(canonicalPhone);
  return values(claim).some((value) => value.length >= PHONE_DIGITS && known.includes(canonicalPhone(value)));
}

/** An answer may leave the year out; it may not add one. */
function sameDay(source: string, claim: string): boolean {
  return source === claim || (claim.length === 5 && source.endsWith(`-${claim}`));
}

function bearsTime(source: Fact, time: string): boolean {
  if (source.kind === 'time') return values(source).includes(time);
  if (source.kind !== 'number') return false;
  return source.readings.some(
    ({ value, unit }) => value === time || (unit === 'hour' && clockValue(Number(value), '00') === time),
  );
}

function bearsNumber(source: Fact, claim: Reading, { hints }: Fact): boolean {
  switch (source.kind) {
    case 'number':
      return source.readings.some(
        (known) => known.value === claim.value && unitHolds(known, source.hints, claim, hints),
      );
    case 'time':
      return bearsHour(source, claim);
    case 'date':
      return claim.unit === undefined && values(source).some((day) => dateParts(day).includes(claim.value));
    default:
      return false;
  }
}

/**
 * A unit must be the document's own, in its words or lent by its surroundings. A number without one says less
 * and is borne out by any, except that a rate or an amount never bears out a count of something else.
 */
function unitHolds(
  known: Reading,
  knownHints: readonly Unit[],
  claim: Reading,
  hints: readonly Unit[],
): boolean {
  if (claim.unit === known.unit) return true;
  if (claim.unit !== undefined) return known.unit === undefined && knownHints.includes(claim.unit);
  const rateOrAmount = known.unit === 'percent' || known.unit?.startsWith('money');
  return !rateOrAmount || (known.unit !== undefined && hints.includes(known.unit));
}

/** Nothing to be paid: 0 ₸, 0 %. */
function isNothing({ value, unit }: Reading): boolean {
  return value === '0' && (unit === 'percent' || unit?.startsWith('money') === true);
}

/** A price of a year is none of a month, the most is not the least, and working days are no days of the calendar. */
function contextHolds(source: Fact, claim: Fact): boolean {
  const opposed = source.bound !== undefined && claim.bound !== undefined && source.bound !== claim.bound;
  const otherDays = source.days !== undefined && claim.days !== undefined && source.days !== claim.days;
  return !opposed && !otherDays && perHolds(source, claim);
}

/** A rate without a time is one of a year, as banks tell them. */
function perHolds(source: Fact, claim: Fact): boolean {
  if (claim.per === undefined || source.free || source.per === claim.per) return true;
  if (source.per !== undefined) return false;
  const isRate = claim.readings.some(({ unit }) => unit === 'percent');
  return source.perHints?.includes(claim.per) === true || (isRate && claim.per === 'year');
}

/** "from 9 to 18" for 09:00–18:00. */
function bearsHour(source: Fact, claim: Reading): boolean {
  if (claim.unit !== undefined && claim.unit !== 'hour') return false;
  return values(source).some(
    (time) => time === claim.value || time === clockValue(Number(claim.value), '00'),
  );
}

/** The year and the day of `2026-01-05`: "in 2026", "on the 5th". */
function dateParts(day: string): string[] {
  const parts = day.split('-');
  return [String(Number(parts.at(-1))), ...(parts.length === 3 ? [parts[0] ?? ''] : [])];
}
