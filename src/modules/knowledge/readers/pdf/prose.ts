import type { Block } from '../outline.js';
import { mainFont } from './grid.js';
import { joinLines } from './joining.js';
import { type Line, textOf } from './layout.js';

/** What sets headings apart in a document. */
export interface Style {
  /** Size and font of its text. */
  readonly size: number;
  readonly font: string;
  /** Sizes of its headings, the largest first. */
  readonly headings: readonly number[];
  /** The distance of lines in a paragraph, in their size. */
  readonly leading: number;
}

const LARGER = 1.08;
const MOST_HEADING_WORDS = 25;
const MOST_BOLD_WORDS = 14;
const MOST_LEVELS = 5;
const PARAGRAPH_GAP = 1.25;
const ITEM = /^(?:[-–—•·▪●○◦*]|\d{1,3}[.)]|[a-zа-я]\))\s+\S/iu;
const BULLET = /^[-–—•·▪●○◦*]\s+/u;
const ENDED = /[.!?:;…]["»”)]?$/u;

/** Learns from all lines of a document what its text looks like. */
export function styleOf(lines: readonly Line[]): Style {
  const sizes = new Map<number, number>();
  for (const line of lines) sizes.set(rounded(line.size), (sizes.get(rounded(line.size)) ?? 0) + textOf(line).length);
  const size = [...sizes].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
  const usual = lines.filter((line) => rounded(line.size) === size);
  const gaps = usual.map((line, at) => (line.y - (usual[at - 1]?.y ?? Infinity)) / line.size).filter((gap) => gap > 0.9 && gap < 2.2);
  const headings = [...sizes.keys()].filter((each) => each > size * LARGER).sort((a, b) => b - a);
  return { size, font: mainFont(usual), headings, leading: gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 3)] ?? 1.2 };
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

/** A heading, or a piece of the text. */
export type Part = { readonly level: number; readonly text: string; readonly page: number } | Block;

/** Puts lines of prose together: headings, paragraphs, list items. */
export function partsOf(lines: readonly Line[], style: Style): Part[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before && goesOn(line, before, last, style)) last.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => toPart(group, style));
}

function goesOn(line: Line, before: Line, group: readonly Line[], style: Style): boolean {
  const isAlike = rounded(line.size) === rounded(before.size);
  if (!isAlike || levelOf(line, style) !== levelOf(before, style)) return false;
  if (ITEM.test(textOf(line)) && levelOf(line, style) === undefined) return false;
  if (line.page !== before.page) return !ENDED.test(textOf(before)) && /^\p{Ll}/u.test(textOf(line));
  const gap = line.y - before.y;
  const [first = before] = group;
  const isIndented = (line.chunks[0]?.left ?? 0) > (before.chunks[0]?.left ?? 0) + 0.8 * line.size;
  if (isIndented && ENDED.test(textOf(before)) && before !== first) return false;
  return gap > 0 && gap <= Math.max(style.leading, levelOf(line, style) === undefined ? 0 : 1.3) * PARAGRAPH_GAP * line.size;
}

/** From 1; undefined where a line is none of a heading. */
function levelOf(line: Line, { size, font, headings }: Style): number | undefined {
  const text = textOf(line);
  if (!/\p{L}/u.test(text)) return undefined;
  const own = rounded(line.size);
  if (own > size * LARGER) return Math.min(headings.indexOf(own) + 1, MOST_LEVELS);
  const isBold = own >= size && line.font !== font && line.chunks.length === 1;
  return isBold && !/[.,;]$/.test(text) ? Math.min(headings.length + 1, MOST_LEVELS) : undefined;
}

function toPart(lines: readonly Line[], style: Style): Part {
  const [first] = lines;
  const text = joinLines(lines.map(textOf));
  const page = first?.page ?? 1;
  const level = first && levelOf(first, style);
  const most = first && rounded(first.size) > style.size * LARGER ? MOST_HEADING_WORDS : MOST_BOLD_WORDS;
  if (level !== undefined && text.split(' ').length <= most) return { level, text, page };
  if (!ITEM.test(text)) return { kind: 'paragraph', text, page };
  return { kind: 'item', text: text.replace(BULLET, '- '), page };
}
