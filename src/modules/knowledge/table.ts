import { plainText } from './inline.js';

const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const CELL_BORDER = /(?<!\\)\|/;
/** Headers that only say "here stands the value": a fact reads better without them. */
const EMPTY_WORDS = new Set([
  'значение',
  'описание',
  'мәні',
  'сипаттамасы',
  'value',
  'description',
  'details',
]);

/** Whether a Markdown table (header and delimiter row) starts at a line. */
export function isTableStart(lines: readonly string[], at: number): boolean {
  const next = lines[at + 1] ?? '';
  return (
    (lines[at] ?? '').includes('|') && next.includes('-') && next.includes('|') && DELIMITER_ROW.test(next)
  );
}

/**
 * The rows of a table as sentences that stand by themselves: `Card: Gold — Service: 9 900 ₸; Transfers:
 * free`. A table without rows gives its headers.
 */
export function tableRows(lines: readonly string[]): string[] {
  const headers = cells(lines[0] ?? '');
  const rows = lines
    .slice(2)
    .map((line) => rowText(headers, cells(line)))
    .filter((row) => row !== '');
  return rows.length > 0
    ? rows
    : [headers.filter((header) => header !== '').join('; ')].filter((row) => row !== '');
}

function cells(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(CELL_BORDER).map((cell) => plainText(cell.replace(/<br\s*\/?>/gi, ', ')));
}

function rowText(headers: readonly string[], values: readonly string[]): string {
  const [subject = '', ...rest] = values;
  const facts = rest
    .map((value, column) => named(telling(headers[column + 1] ?? ''), value))
    .filter((fact) => fact !== '')
    .join('; ');
  const head = named(headers[0] ?? '', subject);
  return head === '' || facts === '' ? head + facts : `${head} — ${facts}`;
}

function telling(header: string): string {
  return EMPTY_WORDS.has(header.toLowerCase()) ? '' : header;
}

function named(header: string, value: string): string {
  if (value === '' || header === '') return value;
  return value.toLowerCase().startsWith(header.toLowerCase()) ? value : `${header}: ${value}`;
}
