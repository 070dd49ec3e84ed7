import { foldLetters, type Language } from '../../platform/text/index.js';
import { type AskedWord, matchWords } from '../knowledge/index.js';
import { anyOf } from './pattern.js';
import type { ScoredUnit } from './scoring.js';
import { sum } from './sum.js';
import { tells, type Wanted } from './wanted.js';

/** What decides which cells of a table are shown. */
export interface TableQuestion {
  readonly words: readonly AskedWord[];
  readonly wanted: ReadonlySet<Wanted>;
  readonly lang: Language;
  /** Headings of the table: what they say tells columns less apart. */
  readonly place: string;
}

const MOST_ROWS = 9;
/** More cells of a row than this stand on lines of their own. */
const INLINE = 2;
const SAME_NAME = 0.97;
const SAME_COLUMN = 0.95;
const BY_WANTED = 0.5;
const KNOWN_ALREADY = 0.6;

/** Money that is not the country's own, in lower case with folded letters. */
const FOREIGN = anyOf(
  '\\b(?:usd|eur|rub|cny|gbp)\\b|[$€£¥]',
  'доллар|евро|рубл|юан|фунт',
  '\\b(?:dollar|euro|rouble|ruble|yuan|pound)s?\\b',
);

/**
 * The rows the question names as well as the best one, of those the ones that tell what is wanted; in tenge
 * unless the question names another currency.
 */
export function rowsAsked(
  table: readonly ScoredUnit[],
  best: ScoredUnit,
  wanted: ReadonlySet<Wanted>,
): readonly ScoredUnit[] {
  const named = table.filter((row) => row.named >= best.named * SAME_NAME);
  const own = preferring(named, ({ subject }) => !FOREIGN.test(foldLetters(subject.toLowerCase())));
  const telling = preferring(own, ({ cells }) => cells.some(({ value }) => tells(value, wanted) === 1));
  return telling.slice(0, MOST_ROWS);
}

function preferring<T>(all: readonly T[], holds: (one: T) => boolean): readonly T[] {
  const some = all.filter(holds);
  return some.length > 0 ? some : all;
}

/** Rows as short lines: a single column makes a heading and `term — rate`, several are named in the line. */
export function layOut(rows: readonly ScoredUnit[], question: TableQuestion): string[] {
  const columns = columnsAsked(rows, question);
  const [only] = columns;
  const header = columns.length === 1 && rows.length > 1 ? (only ?? '') : undefined;
  const lines = rows.map(({ subject, cells }) => {
    const shown = cells.filter((cell) => columns.includes(cell.header));
    const told = shown.map((cell) =>
      cell.header === '' || header !== undefined ? cell.value : `${cell.header}: ${cell.value}`,
    );
    return told.length > INLINE ? [subject, ...told].join('\n• ') : `${subject} — ${told.join('; ')}`;
  });
  return header === undefined || header === '' ? lines : [`${header}:`, ...lines];
}

/** The columns whose headers have most of the question and which tell what is wanted; else all. */
function columnsAsked(rows: readonly ScoredUnit[], { words, wanted, lang, place }: TableQuestion): string[] {
  const cells = rows.flatMap((row) => row.cells);
  const headers = [...new Set(cells.map(({ header }) => header))];
  if (wanted.size === 0) return headers;
  const around = [place, ...rows.map(({ subject }) => subject)].join('\n');
  const matches = matchWords(
    words,
    [around, ...headers].map((text) => ({ text, lang })),
  );
  const scores = headers.map((header, at) => {
    const values = cells.filter((cell) => cell.header === header);
    const telling = values.filter(({ value }) => tells(value, wanted) === 1).length / values.length;
    const asked = matches.map(
      ({ support: [known = 0, ...own] }) => (own[at] ?? 0) * (1 - known * KNOWN_ALREADY),
    );
    return sum(asked) + BY_WANTED * telling;
  });
  const best = Math.max(...scores);
  return headers.filter((_, at) => (scores[at] ?? 0) >= best * SAME_COLUMN);
}
