/** What a number counts. Money carries its currency: `money:KZT`. */
export type Unit =
  'percent' | 'point' | `money:${string}` | 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** What an amount or a rate is for: 500 ₸ a month are no 500 ₸ a year. */
export type Per = 'operation' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** One way to read a statement: `2 years` reads as 2 of `year` and as 24 of `month`. */
export interface Reading {
  /**
   * Canonical: `9900`, `1.5`, `2026-01-01`, `01-01`, `09:00`, digits of a phone, a URL without its scheme.
   */
  readonly value: string;
  readonly unit?: Unit;
}

export type FactKind = 'number' | 'date' | 'time' | 'phone' | 'url' | 'email' | 'handle';

/** Something in a text that is either right or wrong: a number, a date, an address. */
export interface Fact {
  readonly kind: FactKind;
  /** As it stands in the text. */
  readonly raw: string;
  readings: Reading[];
  /** Units the surroundings lend to a bare number: the label of its row, the end of its enumeration. */
  readonly hints: Unit[];
  readonly per?: Per;
  /** What it may be for, as the text around it says; of a document's statements alone. */
  readonly perHints?: readonly Per[];
  /** Whether it is the least or the most that holds. */
  readonly bound?: 'least' | 'most';
  /** Which days are counted. */
  readonly days?: 'working' | 'calendar';
  /** "Free of charge": nothing is to be paid, in whatever currency. */
  readonly free?: true;
  /** A number in words without a unit: often no statement at all ("one of our branches"). */
  readonly vague?: true;
}

/** Finds facts of one kind and gives back the text with them blanked out, offsets kept. */
export function take(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => Fact[] | undefined,
): { facts: Fact[]; rest: string } {
  const facts: Fact[] = [];
  let rest = text;
  for (const match of text.matchAll(pattern)) {
    const found = read(match);
    if (found === undefined) continue;
    facts.push(...found);
    const end = match.index + match[0].length;
    rest = rest.slice(0, match.index) + BLANK.repeat(match[0].length) + rest.slice(end);
  }
  return { facts, rest };
}

/** Stands where a fact was: no letter, digit or space, so that nothing is read across the gap. */
const BLANK = '\u0001';

export function fact(kind: FactKind, raw: string, ...readings: Reading[]): Fact {
  return { kind, raw: raw.trim(), readings, hints: [] };
}
