import { findHeaders } from '../headers.js';
import { joinHeaders, rowTexts } from '../rows.js';
import type { Block } from '../outline.js';
import { type GridRow, mainFont, type PageTable } from './grid.js';
import { joinLines } from './joining.js';

const SAME_PLACE = 8;
const MOST_HEADER_ROWS = 3;

/** Whether a table at the top of a page goes on with the one at the bottom of the page before. */
export function continues(table: PageTable, before: PageTable): boolean {
  if (table.columns.length !== before.columns.length) return false;
  const isSameHeader = sameRow(table.rows[0], before.rows[0]);
  return isSameHeader || table.columns.every(({ from }, at) => Math.abs(from - (before.columns[at]?.from ?? 0)) < SAME_PLACE);
}

/** Rows of one table on one page or several, as sentences with their headers; each with the page it stands on. */
export function tableBlocks(parts: readonly PageTable[]): Block[] {
  const [first] = parts;
  if (!first) return [];
  const height = headerHeight(first.rows);
  const top = first.rows.slice(0, height);
  const rows = [...first.rows.slice(height)];
  for (const { rows: more } of parts.slice(1)) {
    const repeated = top.length > 0 && top.every((row, at) => sameRow(row, more[at])) ? top.length : 0;
    for (const row of more.slice(repeated)) addRow(rows, row, more.indexOf(row) === repeated);
  }
  const found = height === 0 ? findHeaders(rows.map(({ cells }) => cells)) : undefined;
  const headers = found?.headers ?? joinHeaders(top.map(({ cells }) => cells));
  const body = rows.slice(rows.length - (found?.rows.length ?? rows.length));
  const texts = rowTexts({ headers, rows: body.map(({ cells }) => cells) });
  return texts.map((text, at) => ({ kind: 'row' as const, text, page: body[at]?.page ?? first.page })).filter(({ text }) => text !== '');
}

/** A row that a page's end cuts has no name on the next page. */
function addRow(rows: GridRow[], row: GridRow, isFirst: boolean): void {
  const cut = isFirst && row.cells[0] === '' ? rows.pop() : undefined;
  const whole = (cell: string, at: number): string => joinLines([cell, row.cells[at] ?? ''].filter((text) => text !== ''));
  rows.push(cut ? { ...cut, cells: cut.cells.map(whole) } : row);
}

/** How many rows at the top are set in another font than the others. */
function headerHeight(rows: readonly GridRow[]): number {
  const usual = mainFont(rows.map(({ font, cells }) => ({ font, chunks: [{ text: cells.join(''), left: 0, right: 0 }] })));
  const at = rows.findIndex(({ font }) => font === usual);
  return at > 0 && at <= MOST_HEADER_ROWS ? at : 0;
}

function sameRow(a: GridRow | undefined, b: GridRow | undefined): boolean {
  return a !== undefined && a.cells.join('\n') === b?.cells.join('\n');
}
