import { type Chunk, type Line, textOf } from './layout.js';

const STEP = 3;
const FEWEST_LINES = 8;
/** Of the lines, so many may reach over the gap, as a heading does; so many stand on both of its sides. */
const MOST_ACROSS = 0.15;
const LEAST_BESIDE = 0.5;
/** Cells of a table are shorter, and have more figures. */
const PROSE_LENGTH = 20;
const PROSE_FIGURES = 0.08;

/** The lines of a page set in two columns, the second as if it stood below the first; of another page as they are. */
export function inReadingOrder(lines: readonly Line[], height: number): Line[] {
  const gap = gapOf(lines);
  if (gap === undefined) return [...lines];
  const left = lines.flatMap((line) => side(line, (chunk) => middle(chunk) < gap, 0));
  return [...left, ...lines.flatMap((line) => side(line, (chunk) => middle(chunk) >= gap, height))];
}

function gapOf(lines: readonly Line[]): number | undefined {
  if (lines.length < FEWEST_LINES) return undefined;
  const from = Math.min(...lines.flatMap(({ chunks }) => chunks.map(({ left }) => left)));
  const to = Math.max(...lines.flatMap(({ chunks }) => chunks.map(({ right }) => right)));
  for (let x = from + (to - from) * 0.4; x < from + (to - from) * 0.6; x += STEP) {
    const across = lines.filter(({ chunks }) => chunks.some(({ left, right }) => left < x && right > x));
    const beside = lines.filter(({ chunks }) => chunks.some(({ right }) => right <= x) && chunks.some(({ left }) => left >= x));
    const isGap = across.length <= lines.length * MOST_ACROSS && beside.length >= lines.length * LEAST_BESIDE;
    if (isGap && [true, false].every((isLeft) => isProse(beside, (chunk) => middle(chunk) < x === isLeft))) return x;
  }
  return undefined;
}

function isProse(lines: readonly Line[], isOn: (chunk: Chunk) => boolean): boolean {
  const texts = lines.map(({ chunks }) => chunks.filter(isOn).map(({ text }) => text).join(' '));
  const all = texts.join('');
  return all.length >= texts.length * PROSE_LENGTH && (all.match(/\d/g)?.length ?? 0) < all.length * PROSE_FIGURES;
}

function side(line: Line, isOn: (chunk: Chunk) => boolean, lower: number): Line[] {
  const chunks = line.chunks.filter(isOn);
  const [first, last] = [chunks.at(0), chunks.at(-1)];
  if (!first || !last) return [];
  const text = textOf({ ...line, chunks });
  return [{ ...line, y: line.y + lower, chunks: [{ text, left: first.left, right: last.right }] }];
}

function middle({ left, right }: Chunk): number {
  return (left + right) / 2;
}
