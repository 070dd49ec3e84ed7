import type { Span } from './secret.js';
import { UNIT_FOLLOWS } from './telling.js';

/** Digits that stand together. */
interface Group extends Span {
  /** Where its digits begin and end among those of the run. */
  readonly from: number;
  readonly to: number;
}

/** Groups of digits that may belong to one number, or to some in a row. */
export interface Run {
  readonly groups: readonly Group[];
  /** All digits, without what stands between them. */
  readonly digits: string;
}

/** Some groups of a run as one number. */
export interface Window extends Span {
  readonly digits: string;
  /** Which groups of the run, the end excluded. */
  readonly from: number;
  readonly to: number;
}

const GROUP = /\d(?:\u200b*\d)*/g;
/** Dates, times and hours of opening, which never are a part of another number. */
const DATE = new RegExp(
  String.raw`(?=\d)(?<!\d[.\-/:]?)(?:${[
    String.raw`(?:0?[1-9]|[12]\d|3[01])(?<dot>[.\-/])(?:0?[1-9]|1[0-2])\k<dot>(?:(?:19|20)\d\d|\d\d)`,
    String.raw`(?:19|20)\d\d(?<dash>[.\-/])(?:0[1-9]|1[0-2])\k<dash>(?:0[1-9]|[12]\d|3[01])`,
    String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`,
    String.raw`(?:[01]?\d|2[0-3])\.[0-5]\d\s?-\s?(?:[01]?\d|2[0-3])\.[0-5]\d`,
  ].join('|')})(?![.\-/:]?\d)`,
  'g',
);

/** A gap of one to five of some characters, for `runsOf`. */
export function gapOf(characters: string): RegExp {
  return new RegExp(`^\\u200b*(?:[${characters}]\\u200b*){1,5}$`);
}

/**
 * The groups of digits of a text, those together that may be one number. `gap` says what may stand between
 * two groups of a number (see `gapOf`).
 */
export function runsOf(text: string, gap: RegExp): Run[] {
  const runs: { groups: Group[]; digits: string }[] = [];
  const undated = text.replace(DATE, (date) => '|'.repeat(date.length));
  let end = -1;
  for (const { index: start, 0: found } of undated.matchAll(GROUP)) {
    let run = runs.at(-1);
    if (run === undefined || !gap.test(undated.slice(end, start))) runs.push((run = { groups: [], digits: '' }));
    end = start + found.length;
    const from = run.digits.length;
    run.digits += found.replaceAll('\u200b', '');
    run.groups.push({ start, end, from, to: run.digits.length });
  }
  return runs;
}

/** Every number of `least` to `most` digits that begins with the group at `from`, the shortest first. */
export function windowsFrom({ groups, digits }: Run, from: number, least: number, most: number): Window[] {
  const windows: Window[] = [];
  const first = groups[from];
  if (first === undefined || digits.length - first.from < least) return windows;
  for (let index = from; index < groups.length; index += 1) {
    const last = groups[index];
    if (last === undefined || last.to - first.from > most) break;
    if (last.to - first.from < least) continue;
    const { start } = first;
    windows.push({ start, end: last.end, digits: digits.slice(first.from, last.to), from, to: index + 1 });
  }
  return windows;
}

/** How many digits each group of a number has: `4444` for a card as it is printed. */
export function sizesOf({ from, to }: Window, { groups }: Run): string {
  let sizes = '';
  for (let index = from; index < to; index += 1) {
    const group = groups[index];
    if (group !== undefined) sizes += (group.to - group.from).toString(36);
  }
  return sizes;
}

/**
 * Takes numbers out of a run, left to right: `pick` is asked at each group what number begins there. A group
 * belongs to one number at most.
 */
export function pickFrom(run: Run, pick: (from: number) => Window | undefined): Window[] {
  const picked: Window[] = [];
  let from = 0;
  while (from < run.groups.length) {
    const window = pick(from);
    if (window !== undefined) picked.push(window);
    from = window?.to ?? from + 1;
  }
  return picked;
}

const THOUSANDS = /^(?:[1-3]3+)+$/;

/** Whether a number in several groups rather is a sum, or some sums side by side. */
export function looksLikeSums(window: Window, run: Run, text: string): boolean {
  if (window.to - window.from === 1) return false;
  const groups = run.groups.slice(window.from, window.to).map(({ from, to }) => run.digits.slice(from, to));
  if (groups.every((group) => /^[1-9]\d{0,4}00$/.test(group))) return true;
  if (!THOUSANDS.test(sizesOf(window, run))) return false;
  const isRound = groups.every((group) => group.length < 3 || group.endsWith('0'));
  return isRound || UNIT_FOLLOWS.test(text.slice(window.end, window.end + 20));
}
