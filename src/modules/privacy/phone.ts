import { gapOf, looksLikeSums, pickFrom, runsOf, windowsFrom, sizesOf, type Run, type Window } from './digits.js';
import type { Span } from './secret.js';
import { lead, leadsTo, withoutOverlaps } from './telling.js';

const GAP = gapOf(String.raw`\s.\-()_`);
const ODD_GAP = gapOf(String.raw`\s.\-()_,/\\|*~`);
/** Groups of a number with its 8, which tell it whatever stands between them. */
const WRITTEN_OUT = /^1(?:3322|334|37)$/;
/** How many digits a number has where everybody in the country has as many, its calling code included. */
const FIXED: readonly (readonly [code: string, length: number])[] = [
  ...(['7', '1', '90', '86'] as const).map((code) => [code, { '7': 11, '1': 11, '90': 12, '86': 13 }[code]] as const),
  ...['992', '993', '994', '996', '998', '375', '380'].map((code) => [code, code === '993' ? 11 : 12] as const),
];
/** Kazakhstan and Russia with their 8 or 7, and neighbours without a plus. */
const NATIONAL = /^(?:(?:00)?7|8)(?:7[0-7]|[3489]\d)\d{8}$/;
const NEIGHBOUR = /^(?:375|380|992|994|996|998)\d{9}$/;
const LOCAL = /^7[0-7]\d{8}$/;
const RUSSIAN_LOCAL = /^9\d{9}$/;
const PHONE_GROUPS = /^(?:3322|334|37)$/;
const PHONE_WORD = lead(
  String.raw`тел\.?|телефон\p{L}*|моб\.?|мобильн\p{L}*|сот\.?|сотов\p{L}*|сотк\p{L}*`
  + String.raw`|(?:ватсап|вотсап|вацап|уатсап)\p{L}*`
  + String.raw`|whats ?app\p{L}*|viber|вайбер|tel|phone|mobile|cell`
  + String.raw`|(?:пере|по)?звон\p{L}*|call(?: me)?|нөмірім\p{L}*|хабарлас\p{L}*`,
);

/** Numbers with a plus whose length is known from their calling code. */
export function findDialledPhones(text: string): Span[] {
  if (!text.includes('+')) return [];
  return phones(text, GAP, (run, from) => {
    if (!hasPlus(text, run, from)) return undefined;
    return windowsFrom(run, from, 11, 13).find(({ digits }) =>
      FIXED.some(([code, length]) => digits.startsWith(code) && digits.length === length),
    );
  });
}

/** Numbers as they are dialled at home, any with a plus, and what is called a telephone number. */
export function findPhones(text: string): Span[] {
  const found = phones(text, GAP, (run, from) => {
    if (run.digits.length < 7) return undefined;
    if (hasPlus(text, run, from)) return withPlus(run, from, text);
    const atHome = windowsFrom(run, from, 10, 13).findLast((window) => isDialledAtHome(window, run));
    const phone = atHome ?? (from === 0 ? called(run, text) : undefined);
    return phone === undefined || looksLikeSums(phone, run, text) ? undefined : phone;
  });
  const odd = phones(text, ODD_GAP, (run, from) =>
    windowsFrom(run, from, 11, 11).find((window) => NATIONAL.test(window.digits) && WRITTEN_OUT.test(sizesOf(window, run))),
  );
  return withoutOverlaps([...found, ...odd]);
}

/** With a plus, but not what came in on an account: shorter numbers than nine digits are sums. */
function withPlus(run: Run, from: number, text: string): Window | undefined {
  const longest = windowsFrom(run, from, 9, 15).at(-1);
  return longest === undefined || looksLikeSums(longest, run, text) ? undefined : longest;
}

function called(run: Run, text: string): Window | undefined {
  const longest = windowsFrom(run, 0, 7, 15).at(-1);
  return longest !== undefined && leadsTo(text, longest.start, PHONE_WORD) ? longest : undefined;
}

function phones(text: string, gap: RegExp, pick: (run: Run, from: number) => Window | undefined): Span[] {
  return runsOf(text, gap)
    .flatMap((run) => pickFrom(run, (from) => pick(run, from)))
    .map(({ start, end }) => ({ start: start - openingOf(text, start).length, end }));
}

function hasPlus(text: string, run: Run, from: number): boolean {
  return openingOf(text, run.groups[from]?.start ?? 0).startsWith('+');
}

/** The plus and the bracket that a number begins with. */
function openingOf(text: string, start: number): string {
  return OPENING.exec(text.slice(Math.max(0, start - 4), start))?.[0] ?? '';
}

const OPENING = /\+[\s(\u200b]*$|\($/;

function isDialledAtHome(window: Window, run: Run): boolean {
  const { digits, from, to } = window;
  if (NATIONAL.test(digits) || LOCAL.test(digits)) return true;
  return to - from === 1
    ? NEIGHBOUR.test(digits)
    : RUSSIAN_LOCAL.test(digits) && PHONE_GROUPS.test(sizesOf(window, run));
}
