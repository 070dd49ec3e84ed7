import { countWords } from '../../platform/text/index.js';
import type { Block } from './readers/outline.js';

/** The longest passage, in words. */
export const MAX_WORDS = 220;
/** A passage shorter than this joins its neighbour of the same section where the limit allows it. */
const MIN_WORDS = 60;

interface Piece extends Block {
  readonly words: number;
}

/** What a passage says, and where it begins. */
export type Excerpt = Pick<Block, 'text' | 'page'>;

/**
 * Cuts a section's blocks into texts of at most `MAX_WORDS` words, evenly, at block ends; a longer block at
 * sentence ends, a longer sentence between words (code between lines). What begins on another page is a text of its own.
 * Every word is in exactly one text.
 */
export function splitBlocks(blocks: readonly Block[]): Excerpt[] {
  const pages: Block[][] = [];
  for (const block of blocks) {
    const last = pages.at(-1);
    if (last && last[0]?.page === block.page) last.push(block);
    else pages.push([block]);
  }
  return pages.flatMap(splitPage);
}

function splitPage(blocks: readonly Block[]): Excerpt[] {
  const pieces = blocks.flatMap(toPieces);
  const total = pieces.reduce((sum, piece) => sum + piece.words, 0);
  const target = total / Math.ceil(total / MAX_WORDS);
  const groups: Piece[][] = [];
  let group: Piece[] = [];
  for (const piece of pieces) {
    if (group.length > 0 && isFull(group, piece, target)) {
      const carried = introduction(group, piece);
      groups.push(carried.length === group.length ? group : group.slice(0, group.length - carried.length));
      group = carried.length === group.length ? [] : carried;
    }
    group.push(piece);
  }
  if (group.length > 0) groups.push(group);
  return joinShort(groups).map(render);
}

function isFull(group: readonly Piece[], next: Piece, target: number): boolean {
  const words = wordsOf(group);
  if (words + next.words > MAX_WORDS) return true;
  return words >= MIN_WORDS && words + next.words / 2 > target;
}

/** A line like "You need:" goes with what it introduces. */
function introduction(group: readonly Piece[], next: Piece): Piece[] {
  const last = group.at(-1);
  if (last?.kind !== 'paragraph' || !last.text.endsWith(':')) return [];
  return last.words + next.words <= MAX_WORDS ? [last] : [];
}

function joinShort(groups: readonly Piece[][]): Piece[][] {
  const joined: Piece[][] = [];
  for (const group of groups) {
    const before = joined.at(-1);
    const short = before !== undefined && (wordsOf(group) < MIN_WORDS || wordsOf(before) < MIN_WORDS);
    if (short && wordsOf(before) + wordsOf(group) <= MAX_WORDS) before.push(...group);
    else joined.push([...group]);
  }
  return joined;
}

function wordsOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.words, 0);
}

function render(pieces: readonly Piece[]): Excerpt {
  const text = pieces.reduce((before, piece, index) => {
    if (index === 0) return piece.text;
    const tight = piece.kind !== 'paragraph' && pieces[index - 1]?.kind === piece.kind;
    return `${before}${tight ? '\n' : '\n\n'}${piece.text}`;
  }, '');
  const page = pieces[0]?.page;
  return { text, ...(page !== undefined && { page }) };
}

function toPieces(block: Block): Piece[] {
  const words = countWords(block.text);
  if (words === 0) return [];
  if (words <= MAX_WORDS) return [{ ...block, words }];
  const units = block.kind === 'code' ? block.text.split('\n') : block.text.split(/(?<=[.!?…;])\s+/);
  const glue = block.kind === 'code' ? '\n' : ' ';
  return pack(units.flatMap(breakWords), glue).map((text) => ({ ...block, text, words: countWords(text) }));
}

function breakWords(unit: string): string[] {
  if (countWords(unit) <= MAX_WORDS) return [unit];
  const words = unit.match(/\S+/g) ?? [];
  const parts: string[] = [];
  for (let at = 0; at < words.length; at += MAX_WORDS) parts.push(words.slice(at, at + MAX_WORDS).join(' '));
  return parts;
}

function pack(units: readonly string[], glue: string): string[] {
  const texts: string[] = [];
  let words = 0;
  for (const unit of units) {
    const more = countWords(unit);
    const last = texts.at(-1);
    if (last === undefined || words + more > MAX_WORDS) {
      texts.push(unit);
      words = more;
    } else {
      texts[texts.length - 1] = `${last}${glue}${unit}`;
      words += more;
    }
  }
  return texts;
}
