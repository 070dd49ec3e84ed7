import { fact, type Fact, type Reading, type Unit } from './fact.js';
import { isNumberWord, ordinalValue, scaleOf, wordsValue } from './number-words.js';
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
/** "он" is ten in Kazakh and "he" in Russian. */
const AMBIGUOUS = new Set(['он']);
/** A label's own number belongs to the part before the colon: parts end here. */
const PART_END = /[;\n—]/;

interface Place {
  readonly fact: Fact;
  readonly start: number;
  readonly end: number;
}

/** Figures with their units. Percentages, amounts and durations written in words as well. */
export function extractNumbers(text: string): Fact[] {
  const places = [...text.matchAll(FIGURE)].map((match) => readFigure(text, match[0], match.index));
  lendUnits(text, places);
  return [...places.map((place) => place.fact), ...extractWords(text)];
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
  if (unit !== 'year') return [{ value: text, unit }];
  if (Number.isInteger(value) && value >= 1900 && value <= 2100) return [{ value: text }];
  return [
    { value: text, unit },
    { value: canonicalNumber(value * 12), unit: 'month' },
  ];
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

function extractWords(text: string): Fact[] {
  const words = [...text.matchAll(WORD)];
  const facts: Fact[] = [];
  for (let i = 0; i < words.length; i++) {
    const run = numberRun(text, words, i);
    const first = words[i];
    const last = words[i + Math.max(run.length, 1) - 1];
    if (!first || !last) continue;
    const value = run.length > 0 ? wordsValue(run) : ordinalValue(first[0]);
    if (value === undefined || isScaleOfFigure(text, first)) continue;
    if (run.length > 0) i += run.length - 1;
    const end = last.index + last[0].length;
    const after = run.length > 0 ? unitAfter(text.slice(end, end + 40)) : undefined;
    if (after === undefined && AMBIGUOUS.has(first[0].toLowerCase())) continue;
    facts.push(spokenFact(text.slice(first.index, end + (after?.length ?? 0)), value, after?.unit));
  }
  return facts;
}

/**
 * A number in words without a unit is often no number at all ("one of our branches"): only documents state
 * it.
 */
function spokenFact(raw: string, value: number, unit: Unit | undefined): Fact {
  return { ...fact('number', raw, ...withUnit(value, unit)), ...(unit === undefined ? { vague: true } : {}) };
}

function numberRun(text: string, words: readonly RegExpExecArray[], from: number): string[] {
  const run: string[] = [];
  for (let i = from; i < words.length && run.length < 6; i++) {
    const [word, before] = [words[i], words[i - 1]];
    if (!word || !isNumberWord(word[0])) break;
    const apart =
      i > from && before && !/^[\s-]$/.test(text.slice(before.index + before[0].length, word.index));
    if (apart) break;
    run.push(word[0]);
  }
  return run;
}

function isScaleOfFigure(text: string, word: RegExpExecArray): boolean {
  return /\d\s?$/.test(text.slice(Math.max(0, word.index - 3), word.index));
}
