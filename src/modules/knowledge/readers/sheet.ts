import { headerHeight } from './headers.js';
import type { OutlineBuilder } from './outline.js';
import { joinHeaders, rowTexts } from './rows.js';
import { Unusable } from './unusable.js';

const MOST_ROWS = 20_000;
const MOST_CELLS = 300_000;
/** A cell that is nothing but a number, an amount, a share or a date. */
const FIGURE = /^[\s\d.,:%+\-–—/()₸$€£₽]*\d[\s\d.,:%+\-–—/()₸$€£₽]*$/u;

type Rows = readonly (readonly string[])[];

/** @throws {Unusable} where a sheet is larger than any that people read. */
export function limitSheet(rows: number, columns: number): void {
  if (rows > MOST_ROWS) throw new Unusable('too_large', `more than ${MOST_ROWS} rows`);
  if (rows * columns > MOST_CELLS) throw new Unusable('too_large', `more than ${MOST_CELLS} cells`);
}

/**
 * Adds a sheet to an outline. Empty rows part its tables; lines of one cell above a table are said before it; the first row of a
 * table is its headers unless it has figures, and then the table goes on with the headers of the one before.
 */
export function addSheet(outline: OutlineBuilder, rows: Rows): void {
  let headers: readonly string[] = [];
  for (const table of tablesOf(withoutEmptyColumns(rows))) {
    const lines = table.findIndex((row) => toldIn(row).length > 1);
    const above = lines === -1 ? table : table.slice(0, lines);
    for (const row of above) outline.add({ kind: 'paragraph', text: toldIn(row).join(' ') });
    const body = table.slice(above.length);
    const height = hasHeaders(body) ? headerHeight(body) : 0;
    if (height > 0) headers = joinHeaders(body.slice(0, height));
    else if (headers.length !== body[0]?.length) headers = [];
    const texts = height === body.length ? [headers.join('; ')] : rowTexts({ headers, rows: body.slice(height) });
    for (const text of texts) outline.add({ kind: 'row', text });
  }
}

function hasHeaders([first, ...rest]: Rows): boolean {
  if (!first || first.some((cell) => FIGURE.test(cell))) return false;
  return first.slice(1).every((cell) => cell !== '') && (rest.length > 0 || first.length > 1);
}

function tablesOf(rows: Rows): Rows[] {
  const tables: (readonly string[])[][] = [[]];
  for (const row of rows) {
    if (toldIn(row).length > 0) tables.at(-1)?.push(row);
    else tables.push([]);
  }
  return tables.filter((table) => table.length > 0);
}

function withoutEmptyColumns(rows: Rows): Rows {
  const used = new Set(rows.flatMap((row) => row.flatMap((cell, column) => (cell === '' ? [] : [column]))));
  const columns = [...used].sort((a, b) => a - b);
  return rows.map((row) => columns.map((column) => row[column] ?? ''));
}

/** What a row says, merged cells once. */
function toldIn(row: readonly string[]): string[] {
  return [...new Set(row)].filter((cell) => cell !== '');
}
