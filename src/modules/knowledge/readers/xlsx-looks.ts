import type { Archive } from './archive.js';
import { builtInFormat } from './number-format.js';
import { limitSheet } from './sheet.js';
import { Unusable } from './unusable.js';
import { readXml } from './xml.js';

/** Rows and columns from 0. */
export interface Merged {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** What a sheet of Excel is like, beside the values of its cells. */
export interface SheetLooks {
  readonly name: string;
  readonly isHidden: boolean;
  /** The number format of a cell. */
  formatAt(row: number, column: number): string;
  isRowHidden(row: number): boolean;
  isColumnHidden(column: number): boolean;
  readonly merged: readonly Merged[];
}

const MOST_SHEETS = 200;
const ADDRESS = /^([A-Z]{1,3})(\d{1,7})$/;

/**
 * Reads what is needed to show a workbook's cells as Excel does.
 * @throws {Unusable} where it is no workbook, or a sheet is larger than any that people read.
 */
export function readLooks(archive: Archive): SheetLooks[] {
  const files = new Map<string, string>();
  readXml(archive.text('xl/_rels/workbook.xml.rels') ?? '', {
    open: (name, { Id = '', Target = '' }) => {
      if (name === 'Relationship') files.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const formats = readFormats(archive.text('xl/styles.xml') ?? '');
  const sheets: SheetLooks[] = [];
  readXml(archive.text('xl/workbook.xml') ?? '', {
    open: (name, attributes) => {
      if (name !== 'sheet') return;
      const source = archive.text(files.get(attributes['r:id'] ?? '') ?? '') ?? '';
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      sheets.push({ name: attributes['name'] ?? '', isHidden, ...readSheetLooks(source, formats) });
    },
  });
  if (sheets.length === 0) throw new Unusable('unreadable', 'the file is no Excel workbook');
  if (sheets.length > MOST_SHEETS) throw new Unusable('too_large', `${sheets.length} sheets, allowed ${MOST_SHEETS}`);
  return sheets;
}

/** The format codes by the number of a style. */
function readFormats(source: string): string[] {
  const own = new Map<number, string>();
  const formats: string[] = [];
  let isCell = false;
  readXml(source, {
    open: (name, { numFmtId, formatCode = '' }) => {
      if (name === 'numFmt') own.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') isCell = true;
      if (name === 'xf' && isCell) formats.push(own.get(Number(numFmtId)) ?? builtInFormat(Number(numFmtId)));
    },
    close: (name) => {
      if (name === 'cellXfs') isCell = false;
    },
  });
  return formats;
}

function readSheetLooks(source: string, formats: readonly string[]): Omit<SheetLooks, 'name' | 'isHidden'> {
  const styles = new Map<string, number>();
  const rows = new Set<number>();
  const columns = new Set<number>();
  const merged: Merged[] = [];
  let size = { rows: 0, columns: 0 };
  readXml(source, {
    open: (name, attributes) => {
      if (name === 'row' && isTrue(attributes['hidden'])) rows.add(Number(attributes['r']) - 1);
      if (name === 'col' && isTrue(attributes['hidden'])) addRange(columns, attributes['min'], attributes['max']);
      if (name === 'mergeCell') merged.push(...rangeOf(attributes['ref'] ?? ''));
      if (name !== 'c') return;
      const [row = 0, column = 0] = placeOf(attributes['r'] ?? '') ?? [];
      size = { rows: Math.max(size.rows, row + 1), columns: Math.max(size.columns, column + 1) };
      limitSheet(size.rows, size.columns);
      const style = Number(attributes['s'] ?? 0);
      if (style > 0) styles.set(`${row} ${column}`, style);
    },
  });
  return {
    formatAt: (row, column) => formats[styles.get(`${row} ${column}`) ?? 0] ?? 'General',
    isRowHidden: (row) => rows.has(row),
    isColumnHidden: (column) => columns.has(column),
    merged,
  };
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

const MOST_COLUMNS = 16_384;

function addRange(columns: Set<number>, min = '1', max = min): void {
  for (let column = Number(min); column <= Math.min(Number(max), MOST_COLUMNS); column += 1) columns.add(column - 1);
}

function rangeOf(reference: string): Merged[] {
  const [first = '', last = first] = reference.split(':');
  const [from, to] = [placeOf(first), placeOf(last)];
  return from && to ? [{ top: from[0], left: from[1], bottom: to[0], right: to[1] }] : [];
}

/** Row and column, from 0, of an address like `B12`. */
function placeOf(address: string): [number, number] | undefined {
  const [, letters, digits] = ADDRESS.exec(address) ?? [];
  if (letters === undefined || digits === undefined) return undefined;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return [Number(digits) - 1, column - 1];
}
