import { CsvError, parse } from 'csv-parse/sync';
import { type Outline, OutlineBuilder } from './outline.js';
import { addSheet, limitSheet } from './sheet.js';
import { Unusable } from './unusable.js';

/** In the order in which they are tried: a comma is also a part of numbers. */
const DELIMITERS = [';', '\t', ','] as const;
const LINES_LOOKED_AT = 30;
/** Excel's own way to say it: a first line of its own. */
const SAID = /^\uFEFF?sep=(.)[ \t]*\n/i;

/**
 * Reads a table of values whose delimiter is told from its lines.
 * @throws {Unusable} where quotes are left open, or the table is too large.
 */
export function readCsv(source: string): Outline {
  const said = SAID.exec(source);
  const text = said ? source.slice(said[0].length) : source;
  const rows = parseRows(text, said?.[1] ?? delimiterOf(text));
  limitSheet(rows.length, Math.max(0, ...rows.map((row) => row.length)));
  const outline = new OutlineBuilder();
  addSheet(
    outline,
    rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim())),
  );
  return outline.finish();
}

function parseRows(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    throw error instanceof CsvError ? new Unusable('unreadable', error.message) : error;
  }
}

/** The one that parts most lines into the same number of cells. */
function delimiterOf(text: string): string {
  const lines = text.replace(/"[^"]*"/g, '').split('\n', LINES_LOOKED_AT);
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, agreed: agreement(lines, delimiter) }));
  return counted.reduce((best, one) => (one.agreed > best.agreed ? one : best)).delimiter;
}

function agreement(lines: readonly string[], delimiter: string): number {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const count = line.split(delimiter).length;
    if (count > 1) counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
