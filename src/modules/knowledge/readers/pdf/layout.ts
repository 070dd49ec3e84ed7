/** What stands on a page, in points, from its top left corner, upright. */
export interface Piece {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Of the baseline, downwards. */
  readonly y: number;
  readonly size: number;
  readonly font: string;
}

/** A straight line drawn across or down a page, such as the border of a cell. */
export interface Rule {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Page {
  /** From 1. */
  readonly number: number;
  readonly height: number;
  readonly pieces: readonly Piece[];
  readonly rules: readonly Rule[];
}

/** Words of a line that stand close together: a whole line of prose, or a line of a cell. */
export interface Chunk {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

/** What shares a baseline. */
export interface Line {
  readonly page: number;
  readonly y: number;
  readonly size: number;
  /** The one that most of it is set in. */
  readonly font: string;
  readonly chunks: readonly Chunk[];
}

export function textOf(line: Line): string {
  return line.chunks.map(({ text }) => text).join(' ');
}

/** Pieces whose baselines differ by less than this share of their size stand in one line: signs raised a little do. */
const SAME_LINE = 0.4;
/** Words further apart than this share of their size belong to different cells. */
const CELL_GAP = 1.1;
const WORD_GAP = 0.15;
const MARK = /^(?:[-–—•·▪●○◦*]|\d{1,3}[.)])$/u;

/** Puts the pieces of a page together to lines, from the top. */
export function linesOf(page: Page): Line[] {
  const lines: Piece[][] = [];
  for (const piece of page.pieces.toSorted((a, b) => a.y - b.y)) {
    const last = lines.at(-1);
    const first = last?.[0];
    if (last && first && piece.y - first.y < SAME_LINE * Math.max(first.size, piece.size)) last.push(piece);
    else lines.push([piece]);
  }
  return lines.map((pieces) => toLine(page, pieces));
}

function toLine({ number, rules }: Page, pieces: readonly Piece[]): Line {
  const ordered = pieces.toSorted((a, b) => a.left - b.left);
  const [main] = pieces.toSorted((a, b) => b.text.length - a.text.length);
  const [y, size] = [main?.y ?? 0, main?.size ?? 0];
  const borders = rules.filter(({ left, right, top, bottom }) => right - left < 1 && top < y && bottom > y - size / 2);
  const chunks: Chunk[] = [];
  for (const { text, left, right, size: own } of ordered) {
    const last = chunks.at(-1);
    const gap = last ? left - last.right : 0;
    const isParted = last !== undefined && borders.some((rule) => rule.left >= last.right - own && rule.left <= left + 1);
    if (last === undefined || gap > CELL_GAP * own || isParted) chunks.push({ text, left, right });
    else chunks[chunks.length - 1] = { ...last, text: last.text + (gap > WORD_GAP * own ? ' ' : '') + text, right };
  }
  const told = chunks.map((chunk) => ({ ...chunk, text: chunk.text.replace(/\s+/g, ' ').trim() }));
  const chunksTold = withMark(told.filter(({ text }) => text !== ''));
  return { page: number, y, size, font: main?.font ?? '', chunks: chunksTold };
}

/** The mark of a list item stands apart from what it marks, but is no cell. */
function withMark(chunks: Chunk[]): Chunk[] {
  const [mark, words] = chunks;
  if (!mark || !words || chunks.length !== 2 || !MARK.test(mark.text)) return chunks;
  return [{ text: `${mark.text} ${words.text}`, left: mark.left, right: words.right }];
}
