import { gapOf, looksLikeSums, pickFrom, runsOf, sizesOf, windowsFrom, type Run, type Window } from './digits.js';
import type { Span } from './secret.js';
import { lead, leadsTo, withoutOverlaps } from './telling.js';

const GAP = gapOf(String.raw`\s.\-_`);
/** What else people put between the four groups that are printed on a card. */
const ODD_GAP = gapOf(String.raw`\s.\-_,;:/\\|*•·~+()"'`);
/** What 16 digits begin with: payment systems of the world, and Uzcard and Humo. */
const ISSUED = /^(?:2[2-7]|[3-6]|8600|9860)/;
/** Numbers of cards of other lengths. */
const UNCOMMON = /^(?:3[47]\d{13}|3[0689]\d{12}|4\d{12}|4\d{18}|[56]\d{11,18})$/;
const YEARS = /^(?:19[5-9]\d|20[0-4]\d)+$/;
const CARD_WORD = lead(String.raw`(?:карт|card)\p{L}*|pan`);

/** How sure a number is that of a card, the surest first. What a surer one takes, the others do not get. */
enum Sureness {
  Printed,
  Uncommon,
  Mistyped,
  Scattered,
  Called,
}

interface Candidate extends Window {
  readonly sureness: Sureness;
}

/**
 * Numbers of cards: 13 to 19 digits with a right checksum in whatever groups; 16 digits as cards are written
 * also when the checksum fails, since people mistype; and any such number that is called one.
 */
export function findCards(text: string): Span[] {
  const cards = runsOf(text, GAP).flatMap((run) => (run.digits.length < 13 ? [] : cardsOf(run, text)));
  return withoutOverlaps([...cards, ...runsOf(text, ODD_GAP).flatMap(oddlyWritten)]);
}

/** Numbers as they are printed, with anything between their groups that is no list of round numbers. */
function oddlyWritten(run: Run): Window[] {
  return pickFrom(run, (from) =>
    windowsFrom(run, from, 16, 16).find((window) => {
      const isPrinted = sizesOf(window, run) === '4444' && ISSUED.test(window.digits) && isLuhn(window.digits);
      return isPrinted && !YEARS.test(window.digits) && !/^(?:\d{3}0)+$/.test(window.digits);
    }),
  );
}

function cardsOf(run: Run, text: string): Span[] {
  const isCalled = leadsTo(text, run.groups[0]?.start ?? 0, CARD_WORD);
  const candidates = run.groups.flatMap((_, from) =>
    windowsFrom(run, from, 13, 19).flatMap((window): Candidate[] => {
      const sureness = surenessOf(window, run, text, isCalled);
      return sureness === undefined || looksLikeSums(window, run, text) ? [] : [{ ...window, sureness }];
    }),
  );
  const taken = new Set<number>();
  return candidates
    .sort((a, b) => a.sureness - b.sureness || a.from - b.from || rank(a, run, text) - rank(b, run, text))
    .filter((card) => take(card, taken))
    .sort((a, b) => a.start - b.start);
}

function surenessOf(window: Window, run: Run, text: string, isCalled: boolean): Sureness | undefined {
  const { digits, from, to } = window;
  const isWhole = to - from === 1;
  const isInFours = to - from === 4 && digits.length === 16 && sizesOf(window, run) === '4444';
  if (isInFours && YEARS.test(digits)) return undefined;
  if (isLuhn(digits)) {
    if (isInFours || (isWhole && digits.length === 16)) return Sureness.Printed;
    const isPossible = (digits.length === 16 ? ISSUED : UNCOMMON).test(digits);
    if (isPossible && isAllOfRun(window, run, text)) return Sureness.Printed;
    if (isPossible) return /^(?:\w|4{3,4}[34])$/.test(sizesOf(window, run)) ? Sureness.Uncommon : Sureness.Scattered;
  }
  if (isInFours || (isWhole && digits.length === 16 && ISSUED.test(digits))) return Sureness.Mistyped;
  const isRest = to === run.groups.length || digits.length === 16;
  return isCalled && from === 0 && isRest ? Sureness.Called : undefined;
}

/** Whether a number takes a run to its end, and that is no shorter card with an expiry date or a CVV after it. */
function isAllOfRun(window: Window, run: Run, text: string): boolean {
  const { digits, from, to, end } = window;
  if (from !== 0 || to !== run.groups.length || text[end] === '/') return false;
  const isLonger = digits.length > 16 && isLuhn(digits.slice(0, 16)) && run.groups.some((group) => group.to === 16);
  return !isLonger || digits.length < 19 || /^[12]+$/.test(sizesOf(window, run));
}

/** Of the numbers that begin at one place, all of a run is likeliest to be a card, and then 16 digits. */
function rank(window: Window, run: Run, text: string): number {
  if (isAllOfRun(window, run, text)) return 0;
  return window.digits.length === 16 ? 1 : 21 - window.digits.length;
}

/** Takes the groups of a number, if all of them are free. */
function take({ from, to }: Window, taken: Set<number>): boolean {
  for (let group = from; group < to; group += 1) if (taken.has(group)) return false;
  for (let group = from; group < to; group += 1) taken.add(group);
  return true;
}

export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const weighed = index % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
