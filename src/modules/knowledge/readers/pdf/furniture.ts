import { type Line, textOf } from './layout.js';

/** Headers and footers stand within this share of a page's height from its edges. */
const MARGIN = 0.13;
const SAME_HEIGHT = 6;
const PAGE_NUMBER =
  /^[-–—]?\s*(?:(?:стр(?:аница)?\.?|бет|page|p\.)\s*)?\d{1,4}(?:\s*(?:из|\/|of|-?бет|беті)\s*\d{0,4})?\s*[-–—]?$/iu;

/** Takes off what is repeated on the pages of a document: running headers and footers, page numbers. */
export function withoutFurniture(pages: readonly (readonly Line[])[], heights: readonly number[]): Line[][] {
  const inMargin = pages.map((lines, at) => new Set(lines.filter((line) => isInMargin(line, heights[at] ?? 0))));
  const seen = new Map<string, number>();
  for (const lines of inMargin) {
    for (const key of new Set([...lines].flatMap(keysOf))) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const isRepeated = (line: Line): boolean =>
    pages.length > 1 && keysOf(line).some((key) => (seen.get(key) ?? 0) >= Math.max(2, pages.length / 3));
  return pages.map((lines, at) =>
    lines.filter((line, index) => {
      if (inMargin[at]?.has(line) !== true) return true;
      return !PAGE_NUMBER.test(textOf(line)) && !(isRepeated(line) && !isTableHeader(lines, index));
    }),
  );
}

function isInMargin({ y }: Line, height: number): boolean {
  return y < height * MARGIN || y > height * (1 - MARGIN);
}

/** What it says, its figures apart, at about its height: a height near a border is on both sides. */
function keysOf(line: Line): string[] {
  const text = textOf(line).replace(/\d+/g, '#');
  const at = Math.round(line.y / SAME_HEIGHT);
  return [at - 1, at, at + 1].map((height) => `${height} ${text}`);
}

/** A table's headers are repeated on each page, too, right above rows that have their columns. */
function isTableHeader(lines: readonly Line[], at: number): boolean {
  const [line, next] = [lines[at], lines[at + 1]];
  if (!line || !next || line.chunks.length < 2 || next.y - line.y > 3 * line.size) return false;
  const matched = line.chunks.filter((chunk) => next.chunks.some((below) => Math.abs(below.left - chunk.left) < line.size));
  return matched.length === line.chunks.length;
}
