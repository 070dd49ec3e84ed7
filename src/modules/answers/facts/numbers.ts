import { contextOf, ownedAfter } from './context.js';
import { fact, type Fact, type Reading, type Unit } from './fact.js';
import { ordinalValue, scaleOf } from './number-words.js';
import { spellOut, spokenNumbers } from './spoken.js';
import { clockValue } from './times.js';
import { unitAfter, unitBefore, unitsInLabel } from './units.js';

/** Digits in groups of three, whatever separates them; else digits as they stand. */
const GROUPED = [
  "\\d{1,3}(?:[ '’]\\d{3})+(?!\\d)",
  '\\d{1,3}(?:,\\d{3})+(?![\\d,])',
  '\\d{1,3}(?:\\.\\d{3}){2,}(?!\\d)',
].join('|');
const FIGURE = new RegExp(`(?<![\\d])(?:${GROUPED}|\\d+)(?:[.,]\\d+)?`, 'gu');
const SCALE_WORD = /^\s?(\p{L}+)\.?/u;
const DOTTED_TIME = /^([01]?\d|2[0-4])\.([0-5]\d)$/;
const RANGE = /^(?:-?\p{L}{1,4})?\s?(?:[-–—−]|до|по|to|бен|мен)\s?(?:от\s)?$/u;
const LIST = /^\s?(?:,|и|или|либо|және|немесе|and|or)\s?(?:от\s|до\s)?$/u;
const WORD = /\p{L}+/gu;
/** Where what is said of a number ends, to its left. */
const CLAUSE_END = /[;\n]|[.!?]\s/;
/** A label's own number belongs to the part before the colon: parts end here. */
const PART_END = /[;\n—]/;

/** What a time consists of: 2 years are 24 months. */
const SMALLER: Readonly<Partial<Record<Unit, { readonly unit: Unit; readonly count: number }>>> = {
  year: { unit: 'month', count: 12 },
  week: { unit: 'day', count: 7 },
  hour: { unit: 'minute', count: 60 },
};
const TIMES: ReadonlySet<Unit> = new Set(['second', 'minute', 'hour', 'day', 'week', 'month', 'year']);

/** How many characters around a number may say something of it. */
const REACH = 120;

interface Place {
  readonly fact: Fact;
  readonly start: number;
  readonly end: number;
}

/** Figures with their units, also where they are written in words. */
export function extractNumbers(written: string): Fact[] {
  const text = spellOut(written);
  const places = [...text.matchAll(FIGURE)].map((match) => readFigure(text, match[0], match.index));
  lendUnits(text, places);
  return [...withContext(text, places), ...vagueNumbers(text)];
}

/** What the words between the numbers say of them. */
function withContext(text: string, places: readonly Place[]): Fact[] {
  let taken = 0;
  return places.map(({ fact: found, start, end }, index) => {
    const after = text.slice(end, Math.min(end + REACH, places[index + 1]?.start ?? text.length));
    const before = text.slice(Math.max(taken, start - REACH), start).split(CLAUSE_END).at(-1) ?? '';
    taken = end + ownedAfter(after);
    const isTime = found.readings.some(({ unit }) => unit !== undefined && TIMES.has(unit));
    return { ...found, ...contextOf({ before, own: text.slice(start, end), after }, isTime) };
  });
}

function readFigure(text: string, raw: string, start: number): Place {
  let end = start + raw.length;
  let factor = 1;
  const scaleWord = SCALE_WORD.exec(text.slice(end, end + 24));
  const scale = scaleWord?.[1] === undefined ? undefined : scaleOf(scaleWord[1]);
  if (scaleWord && scale !== undefined) {
    factor = scale;
    end += scaleWord[0].length;
  }
  const after = unitAfter(text.slice(end, end + 40));
  const unit = after?.unit ?? unitBefore(text.slice(0, start));
  if (after) end += after.length;
  // A figure with leading zeros is a name, not a quantity: a form's or a request's number.
  const readings: Reading[] = /^0\d+$/.test(raw)
    ? [{ value: raw }]
    : figureValues(raw).flatMap((value) => withUnit(value * factor, unit));
  const time = factor === 1 && unit === undefined ? DOTTED_TIME.exec(raw) : null;
  if (time) readings.push({ value: clockValue(Number(time[1]), time[2] ?? '') });
  const found = fact('number', text.slice(start, end), ...readings);
  if (unit === undefined) found.hints.push(...labelUnits(text, start));
  return { fact: found, start, end };
}

/**
 * The values a written figure may have. `9.900` may be either nine point nine or nine thousand nine hundred.
 */
function figureValues(raw: string): number[] {
  if (/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(raw)) return [Number(raw.replaceAll(',', ''))];
  if (/^\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$/.test(raw))
    return [Number(raw.replaceAll('.', '').replace(',', '.'))];
  const value = Number(raw.replace(/[ '’]/g, '').replace(',', '.'));
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(raw)) return [value, Number(raw.replace('.', ''))];
  return [value];
}

function withUnit(value: number, unit: Unit | undefined): Reading[] {
  const text = canonicalNumber(value);
  if (unit === undefined) return [{ value: text }];
  if (unit === 'year' && Number.isInteger(value) && value >= 1900 && value <= 2100) return [{ value: text }];
  const smaller = SMALLER[unit];
  return [{ value: text, unit }, ...(smaller ? [{ value: canonicalNumber(value * smaller.count), unit: smaller.unit }] : [])];
}

/** Rounded where binary fractions would differ: 0.3 is 3 × 0.1. */
function canonicalNumber(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** In "10–15 %" the first number is a percentage too; in "3, 6 or 12 months" the first two may be months. */
function lendUnits(text: string, places: readonly Place[]): void {
  for (let i = places.length - 2; i >= 0; i--) {
    const [left, right] = [places[i], places[i + 1]];
    if (!left || !right || left.fact.readings.some((reading) => reading.unit)) continue;
    const gap = text.slice(left.end, right.start);
    const units = right.fact.readings.flatMap((reading) => reading.unit ?? []);
    if (LIST.test(gap)) left.fact.hints.push(...units, ...right.fact.hints);
    if (!RANGE.test(gap) || units[0] === undefined) continue;
    const [unit] = units;
    left.fact.readings = left.fact.readings.flatMap((reading) =>
      reading.value.includes(':') ? [reading] : withUnit(Number(reading.value), unit),
    );
  }
}

function labelUnits(text: string, at: number): Unit[] {
  const part =
    text
      .slice(Math.max(0, at - 160), at)
      .split(PART_END)
      .at(-1) ?? '';
  const colon = part.lastIndexOf(':');
  return colon < 0 ? [] : unitsInLabel(part.slice(0, colon));
}

/**
 * Numbers in words that nothing is counted with, and ordinals: often no statement at all ("one of our branches"), so that
 * only documents state them.
 */
function vagueNumbers(text: string): Fact[] {
  const numbers = spokenNumbers(text)
    .filter(({ start }) => !/\d\s?$/.test(text.slice(Math.max(0, start - 3), start)))
    .map(({ start, end, value }) => ({ raw: text.slice(start, end), value }));
  const ordinals = [...text.matchAll(WORD)].flatMap(([raw]) => {
    const value = ordinalValue(raw);
    return value === undefined ? [] : [{ raw, value }];
  });
  return [...numbers, ...ordinals].map(({ raw, value }) => ({
    ...fact('number', raw, { value: canonicalNumber(value) }),
    vague: true,
  }));
}
