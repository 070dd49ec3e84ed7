import { countWords } from '../../../platform/text/index.js';
import { type Outline, OutlineBuilder } from './outline.js';

/** In words. */
const LONGEST_TITLE = 12;
const LONGEST_HEADING = 8;
const SECTION_LEVEL = 2;
/** From this length on a line is taken for one that was broken to fit a page. */
const FULL_LINE = 60;
const BROKEN = new RegExp(`(?<=^.{${FULL_LINE},}[^\\n])\\n(?!\\s*(?:[-•*–—]|\\d{1,3}[.)])\\s)`, 'gmu');

/**
 * Reads plain text: paragraphs stand apart by an empty line; the first is the title where it is one short line, and a short
 * line that stands alone later, and does not end as a sentence does, is a heading of what follows.
 */
export function readPlainText(source: string): Outline {
  const paragraphs = source
    .split(/\n\s*\n/)
    .map((part) => unwrapped(part.trim()))
    .filter((part) => part !== '');
  const [first = ''] = paragraphs;
  const titled = paragraphs.length > 1 && !first.includes('\n') && countWords(first) <= LONGEST_TITLE;
  const rest = paragraphs.slice(titled ? 1 : 0);
  const outline = new OutlineBuilder();
  for (const [at, text] of rest.entries()) {
    const next = rest[at + 1];
    if (next !== undefined && isHeading(text) && !isHeading(next)) outline.heading(SECTION_LEVEL, text);
    else outline.add({ kind: 'paragraph', text });
  }
  return outline.finish(titled ? first : undefined);
}

function isHeading(text: string): boolean {
  return !text.includes('\n') && countWords(text) <= LONGEST_HEADING && /[\p{L}\d»")?]$/u.test(text);
}

/** A paragraph whose lines were broken by hand, as one line; lists and verses keep their lines. */
function unwrapped(paragraph: string): string {
  return paragraph.replace(BROKEN, ' ');
}
