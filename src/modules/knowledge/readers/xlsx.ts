import readWorkbook from 'read-excel-file/universal';
import { openArchive } from './archive.js';
import { type Notation, showNumber } from './number-format.js';
import { type Outline, OutlineBuilder } from './outline.js';
import { addSheet } from './sheet.js';
import { Unusable } from './unusable.js';
import { readLooks, type SheetLooks } from './xlsx-looks.js';

type Value = string | number | boolean | Date | null;
type Values = readonly (readonly Value[])[];

const CYRILLIC = /\p{Script=Cyrillic}/u;
const ENGLISH: Notation = { decimal: '.', group: ',' };
const OTHERS: Notation = { decimal: ',', group: ' ' };

/**
 * Reads the sheets of an Excel workbook, a section each, their cells as Excel shows them. Hidden sheets, rows and columns
 * are not for readers.
 * @throws {Unusable}
 */
export async function readXlsx(bytes: Uint8Array): Promise<Outline> {
  const looks = readLooks(openArchive(bytes));
  const sheets = await readWorkbook(new Uint8Array(bytes).buffer).catch((error: unknown) => {
    throw new Unusable('unreadable', error instanceof Error ? error.message : String(error));
  });
  const shown = sheets.flatMap(({ data }, at) => {
    const look = looks[at];
    return look && !look.isHidden ? [{ look, data: data as Values }] : [];
  });
  const isCyrillic = shown.some(({ data }) => data.some((row) => row.some((value) => CYRILLIC.test(String(value)))));
  const notation = isCyrillic ? OTHERS : ENGLISH;
  const outline = new OutlineBuilder();
  for (const { look, data } of shown) {
    // A section below the document's own heading, which the file's name is.
    outline.heading(2, look.name);
    const cells = data.map((row, at) => row.map((value, column) => show(value, look.formatAt(at, column), notation)));
    addSheet(outline, visible(merge(cells, look), look));
  }
  return outline.finish();
}

function show(value: Value, format: string, notation: Notation): string {
  if (value === null) return '';
  if (value instanceof Date) return showDate(value, notation);
  if (typeof value === 'number') return showNumber(value, format, notation);
  return String(value).replace(/\s+/g, ' ').trim();
}

/** The day as documents write it, with the time where there is one; a time of no day alone. */
function showDate(date: Date, notation: Notation): string {
  if (Number.isNaN(date.getTime())) return '';
  const [day = '', time = ''] = date.toISOString().split('T');
  const clock = time.slice(0, 5);
  if (date.getUTCFullYear() < 1901) return clock;
  const written = notation === ENGLISH ? day : day.split('-').reverse().join('.');
  return clock === '00:00' ? written : `${written} ${clock}`;
}

/** What is merged is written into each of its cells. */
function merge(rows: string[][], { merged }: SheetLooks): string[][] {
  for (const { top, left, bottom, right } of merged) {
    const text = rows[top]?.[left] ?? '';
    for (const row of rows.slice(top, bottom + 1)) row.fill(text, left, Math.min(right + 1, row.length));
  }
  return rows;
}

function visible(rows: readonly (readonly string[])[], look: SheetLooks): string[][] {
  return rows.flatMap((row, at) => (look.isRowHidden(at) ? [] : [row.filter((_, column) => !look.isColumnHidden(column))]));
}
