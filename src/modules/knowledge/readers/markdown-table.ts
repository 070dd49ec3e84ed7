import { plainText } from './inline.js';
import { rowTexts } from './rows.js';

const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const CELL_BORDER = /(?<!\\)\|/;

/** Whether a Markdown table (header and delimiter row) starts at a line. */
export function isTableStart(lines: readonly string[], at: number): boolean {
  const next = lines[at + 1] ?? '';
  return (
    (lines[at] ?? '').includes('|') && next.includes('-') && next.includes('|') && DELIMITER_ROW.test(next)
  );
}

/** The rows of a Markdown table as sentences. A table without rows gives its headers. */
export function tableRows(lines: readonly string[]): string[] {
  const headers = cells(lines[0] ?? '');
  const rows = rowTexts({ headers, rows: lines.slice(2).map(cells) }).filter((row) => row !== '');
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
