import { fillCells, type FrameGrid } from './frame-cells.js';
import { type Band, columnsOf, type GridRow, mainFont, type PageTable, rowsByGaps } from './grid.js';
import type { Line, Rule } from './layout.js';

/** Borders that meet, and so are one table's. */
interface Frame extends Rule {
  readonly rules: readonly Rule[];
}

/** Borders are drawn in pieces that do not quite meet. */
const NEAR = 2.5;
const NARROWEST = 80;
/** A part of a table that has this share of its lines holds many rows that nothing parts. */
const MOST_LINES = 0.6;
const MANY_LINES = 4;

/** The tables of a page that have borders, and the lines that are in none of them. */
export function framedTables(lines: readonly Line[], rules: readonly Rule[]): { tables: PageTable[]; rest: Line[] } {
  let rest: readonly Line[] = lines;
  const tables: PageTable[] = [];
  for (const frame of framesOf(rules)) {
    const inside = rest.filter((line) => isWithin(line, frame));
    const table = inside.length > 1 ? tableIn(frame, inside) : undefined;
    if (!table) continue;
    tables.push(table);
    rest = rest.filter((line) => !inside.includes(line));
  }
  return { tables, rest: [...rest] };
}

function framesOf(rules: readonly Rule[]): Frame[] {
  const frames: { rules: Rule[]; left: number; right: number; top: number; bottom: number }[] = [];
  for (const rule of rules) {
    const met = frames.filter((frame) => frame.rules.some((other) => touches(rule, other)));
    const all = [rule, ...met.flatMap((frame) => frame.rules)];
    for (const frame of met) frames.splice(frames.indexOf(frame), 1);
    frames.push({
      rules: all,
      left: Math.min(rule.left, ...met.map(({ left }) => left)),
      right: Math.max(rule.right, ...met.map(({ right }) => right)),
      top: Math.min(rule.top, ...met.map(({ top }) => top)),
      bottom: Math.max(rule.bottom, ...met.map(({ bottom }) => bottom)),
    });
  }
  return frames.filter(({ left, right }) => right - left > NARROWEST);
}

function touches(a: Rule, b: Rule): boolean {
  const across = a.left <= b.right + NEAR && b.left <= a.right + NEAR;
  return across && a.top <= b.bottom + NEAR && b.top <= a.bottom + NEAR;
}

function isWithin(line: Line, { left, right, top, bottom }: Rule): boolean {
  const middle = line.y - line.size / 3;
  return middle > top && middle < bottom && line.chunks.every((chunk) => chunk.right > left && chunk.left < right);
}

function tableIn(frame: Frame, lines: readonly Line[]): PageTable | undefined {
  const upright = frame.rules.filter(({ left, right }) => right - left < NEAR);
  const level = frame.rules.filter(({ top, bottom }) => bottom - top < NEAR);
  const drawn = bandsBetween([...upright.map(({ left }) => left), frame.left, frame.right]);
  const columns = drawn.length > 1 ? drawn : columnsOf(lines);
  const bands = bandsBetween([...level.map(({ top }) => top), frame.top, frame.bottom]);
  if (columns.length < 2) return undefined;
  const told = bands.map((band) => lines.filter((line) => isInBand(line, band)));
  const grid: FrameGrid = { columns, bands, upright: drawn.length > 1 ? upright : [], level: drawn.length > 1 ? level : [] };
  const filled = fillCells(grid, told);
  const rows = told.flatMap((own, at): GridRow[] => {
    const [start] = own;
    if (!start) return [];
    if (own.length >= MANY_LINES && own.length > lines.length * MOST_LINES) return rowsByGaps(own, columns);
    return [{ cells: filled[at] ?? [], font: mainFont(own), page: start.page }];
  });
  const [first] = lines;
  return first && rows.length > 1 ? { page: first.page, y: first.y, columns, rows } : undefined;
}

function isInBand(line: Line, { from, to }: Band): boolean {
  const middle = line.y - line.size / 3;
  return middle > from && middle <= to;
}

/** What lies between lines at some places; places that are nearly the same are one. */
function bandsBetween(places: readonly number[]): Band[] {
  const apart: number[] = [];
  for (const place of places.toSorted((a, b) => a - b)) {
    if (place - (apart.at(-1) ?? -Infinity) > 2 * NEAR) apart.push(place);
  }
  return apart.slice(1).map((to, at) => ({ from: apart[at] ?? 0, to }));
}
