import { gapOf, pickFrom, runsOf, windowsFrom, type Run, type Window } from './digits.js';
import type { Span } from './secret.js';
import { leadsTo, pattern, plain, whole } from './telling.js';

const GAP = gapOf(String.raw`\s.\-_/`);
const NAME = String.raw`(?:иин|жсн|iin|jsn)\p{L}*`;
const CALLED = pattern(`${whole(NAME)}${plain(25)}$`);
const CALLED_AFTERWARDS = pattern(`^${plain(12)}${whole(NAME)}`);
const COMPANY = pattern(`${whole(String.raw`(?:бин|бсн|bin)\p{L}*`)}${plain(25)}$`);

/**
 * Kazakhstan's number of a person: 12 digits that begin with a date of birth and end with a right check digit,
 * or whatever is called so, with a digit missing or too many at most.
 */
export function findIins(text: string): Span[] {
  return runsOf(text, GAP)
    .filter((run) => run.digits.length >= 11)
    .flatMap((run) =>
      pickFrom(run, (from) => {
        const windows = windowsFrom(run, from, 11, 13);
        return windows.find(({ digits }) => isIin(digits)) ?? windows.find((window) => isCalled(window, run, text));
      }),
    );
}

function isCalled({ digits, start, end, from, to }: Window, run: Run, text: string): boolean {
  const isLikeliest = digits.length === 12 || to === run.groups.length;
  if (from === 0 && isLikeliest && leadsTo(text, start, CALLED)) return true;
  if (to !== run.groups.length || digits.length !== 12) return false;
  return CALLED_AFTERWARDS.test(text.slice(end, end + 30)) && !leadsTo(text, start, COMPANY);
}

function isIin(digits: string): boolean {
  return digits.length === 12 && hasBirthDate(digits) && checkDigit(digits) === Number(digits[11]);
}

/** Two digits each of year, month and day; then the century and sex, with 0 for foreigners. */
function hasBirthDate(digits: string): boolean {
  return /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[0-6]/.test(digits);
}

/** By the first row of weights, or by the second where the first gives 10; where both do, no number is given. */
function checkDigit(digits: string): number {
  const first = weighed(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  return first === 10 ? weighed(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) : first;
}

function weighed(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
}
