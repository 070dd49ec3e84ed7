import { joinLines } from './joining.js';
import type { Line } from './layout.js';

/** From the left edge of a column to its right. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/** A row of a table: a text for each column. */
export interface GridRow {
  readonly cells: readonly string[];
  /** The one that most of it is set in. */
  readonly font: string;
  readonly page: number;
}

/** A table as it stands on one page. */
export interface PageTable {
  readonly page: number;
  /** Where it begins. */
  readonly y: number;
  readonly columns: readonly Band[];
  readonly rows: readonly GridRow[];
}

/** The columns that lines have in common: where the words of the lines with most cells stand, and what lies beside them. */
export function columnsOf(lines: readonly Line[]): Band[] {
  let bands: Band[] = [];
  for (const line of lines.toSorted((a, b) => b.chunks.length - a.chunks.length)) {
    for (const { left: from, right: to } of line.chunks) {
      const met = bands.filter((band) => band.from < to && from < band.to);
      // What lies over several columns is merged, or no cell at all.
      if (met.length > 1) continue;
      const [band] = met;
      bands = bands.filter((other) => other !== band);
      bands.push(band ? { from: Math.min(from, band.from), to: Math.max(to, band.to) } : { from, to });
    }
  }
  return bands.toSorted((a, b) => a.from - b.from);
}

/** The places of the columns that something between two points covers; the nearest where it covers none. */
export function covered(columns: readonly Band[], left: number, right: number): number[] {
  const met = columns.flatMap(({ from, to }, at) => (from < right && left < to ? [at] : []));
  if (met.length > 0) return met;
  const distances = columns.map(({ from, to }) => Math.max(from - right, left - to));
  return [distances.indexOf(Math.min(...distances))];
}

/** A row of some lines; what lies over several columns is said in each of them. */
function rowOf(lines: readonly Line[], columns: readonly Band[]): GridRow {
  const cells: string[][] = columns.map(() => []);
  for (const { chunks } of lines) {
    for (const { text, left, right } of chunks) {
      for (const column of covered(columns, left, right)) cells[column]?.push(text);
    }
  }
  return { cells: cells.map(joinLines), font: mainFont(lines), page: lines[0]?.page ?? 1 };
}

/** The font that most letters of some lines are set in. */
export function mainFont(lines: readonly Pick<Line, 'font' | 'chunks'>[]): string {
  const letters = new Map<string, number>();
  for (const { font, chunks } of lines) {
    letters.set(font, (letters.get(font) ?? 0) + chunks.reduce((sum, { text }) => sum + text.length, 0));
  }
  return [...letters].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** The distance of lines within a paragraph or a cell is about this share of their size. */
const USUAL_LEADING = 1.6;
const ROW_GAP = 1.22;

/** Parts the lines of a table without borders into rows, by the distances between them. */
export function rowsByGaps(lines: readonly Line[], columns: readonly Band[]): GridRow[] {
  const gaps = lines.map((line, at) => line.y - (lines[at - 1]?.y ?? line.y));
  const size = Math.max(...lines.map((line) => line.size));
  const leading = Math.min(...gaps.filter((gap) => gap > 0.8 * size));
  const spaced = gaps.some((gap) => gap > leading * ROW_GAP);
  const startsRow = (line: Line, gap: number): boolean => {
    if (leading > USUAL_LEADING * size) return gap >= leading * 0.9;
    if (spaced) return gap > leading * ROW_GAP;
    return line.chunks.length > 1 && covered(columns, line.chunks[0]?.left ?? 0, line.chunks[0]?.right ?? 0)[0] === 0;
  };
  const groups: Line[][] = [];
  for (const [at, line] of lines.entries()) {
    if (at === 0 || startsRow(line, gaps[at] ?? 0)) groups.push([line]);
    else groups.at(-1)?.push(line);
  }
  return groups.map((group) => rowOf(group, columns));
}
