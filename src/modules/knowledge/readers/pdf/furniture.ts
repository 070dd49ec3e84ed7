import { type Line, textOf } from './layout.js';

/** Headers and footers stand within this share of a page's height from its edges. */
const MARGIN = 0.13;
const SAME_HEIGHT = 6;
const PAGE_NUMBER =
  /^[-–—]?\s*(?:(?:стр(?:аница)?\.?|бет|page|p\.)\s*)?\d{1,4}(?:\s*(?:из|\/|of|-?бет|беті)\s*\d{0,4})?\s*[-–—]?$/iu;

/**
 * Takes off what is repeated on the pages of a document: running headers and footers, page numbers.
 * @param size of the document's text: larger lines that differ in their figures are headings
 */
export function withoutFurniture(pages: readonly (readonly Line[])[], heights: readonly number[], size: number): Line[][] {
  const keysOf = (line: Line): string[] => keysAround(line, line.size <= size ? '#' : '$&');
  const inMargin = pages.map((lines, at) => new Set(lines.filter((line) => isInMargin(line, heights[at] ?? 0))));
  const seen = new Map<string, number>();
  for (const lines of inMargin) {
    for (const key of new Set([...lines].flatMap((line) => keysOf(line)))) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const isRepeated = (line: Line): boolean =>
    pages.length > 1 && keysOf(line).some((key) => (seen.get(key) ?? 0) >= Math.max(2, pages.length / 3));
  return pages.map((lines, at) => {
    const isFurniture = (line: Line, index: number): boolean =>
      inMargin[at]?.has(line) === true &&
      (PAGE_NUMBER.test(textOf(line)) || (isRepeated(line) && !isTableHeader(lines, index)));
    // What stands below another line is no header of the page, whatever it says.
    const isAbove = ({ y }: Line): boolean => y < (heights[at] ?? 0) / 2;
    const from = lines.findIndex((line, index) => !isAbove(line) || !isFurniture(line, index));
    const to = lines.findLastIndex((line, index) => isAbove(line) || !isFurniture(line, index));
    return from === -1 ? [] : lines.slice(from, to + 1);
  });
}

function isInMargin({ y }: Line, height: number): boolean {
  return y < height * MARGIN || y > height * (1 - MARGIN);
}

/** What it says, its figures replaced, at about its height: a height near a border is on both sides. */
function keysAround(line: Line, figures: string): string[] {
  const text = textOf(line).replace(/\d+/g, figures);
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
