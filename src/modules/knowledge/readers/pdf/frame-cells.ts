import { type Band, covered } from './grid.js';
import { joinLines } from './joining.js';
import type { Line, Rule } from './layout.js';

/** Where the borders of a table are; without any, each row and column has a cell of its own. */
export interface FrameGrid {
  readonly columns: readonly Band[];
  readonly bands: readonly Band[];
  readonly upright: readonly Rule[];
  readonly level: readonly Rule[];
}

const NEAR = 4;

/** The texts of all cells, row by row; where no border parts cells, each of them has the text of the merged one. */
export function fillCells(grid: FrameGrid, told: readonly (readonly Line[])[]): string[][] {
  const owners = ownersOf(grid);
  const texts = new Map<number, string[]>();
  for (const [row, lines] of told.entries()) {
    for (const { chunks } of lines) {
      for (const { text, left, right } of chunks) {
        // A word may reach a little into the next cell.
        const places = grid.upright.length > 0 ? covered(grid.columns, middle(left, right), middle(left, right)) : covered(grid.columns, left, right);
        for (const column of places) add(texts, owners[row]?.[column] ?? -1, text);
      }
    }
  }
  return owners.map((row) => row.map((owner) => joinLines(texts.get(owner) ?? [])));
}

function add(texts: Map<number, string[]>, owner: number, text: string): void {
  const known = texts.get(owner);
  if (known) known.push(text);
  else texts.set(owner, [text]);
}

function middle(from: number, to: number): number {
  return (from + to) / 2;
}

/** Which cell each place is a part of: its own number, or that of the one to the left or above it is merged with. */
function ownersOf({ columns, bands, upright, level }: FrameGrid): number[][] {
  const owners: number[][] = [];
  for (const [row, band] of bands.entries()) {
    const own: number[] = [];
    owners.push(own);
    for (const [column, { from, to }] of columns.entries()) {
      const [x, y] = [middle(from, to), middle(band.from, band.to)];
      const beside = upright.length > 0 && column > 0 && !upright.some((rule) => near(rule.left, from) && rule.top < y && rule.bottom > y);
      const below = level.length > 0 && row > 0 && !level.some((rule) => near(rule.top, band.from) && rule.left < x && rule.right > x);
      const merged = beside ? own[column - 1] : below ? owners[row - 1]?.[column] : undefined;
      own.push(merged ?? row * columns.length + column);
    }
  }
  return owners;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < NEAR;
}
