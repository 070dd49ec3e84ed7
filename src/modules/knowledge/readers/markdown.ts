import { plainText } from './inline.js';
import { isTableStart, tableRows } from './markdown-table.js';
import { type Outline, OutlineBuilder } from './outline.js';

const HEADING = /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+\S/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const COMMENT = /<!--[\s\S]*?-->/g;

/**
 * Reads Markdown into sections of blocks: paragraphs, list items (one each), table rows (one each, with their
 * headers), fenced code (untouched). The first `#` heading is the title; a later one counts as a top section.
 */
export function parseMarkdown(source: string): Outline {
  const reader = new MarkdownReader();
  const lines = withoutComments(source.replace(/\r\n?/g, '\n')).split('\n');
  for (let at = 0; at < lines.length;) at = reader.read(lines, at);
  return reader.finish();
}

/** Comments are for editors, not for customers; inside a fence they are text. */
function withoutComments(source: string): string {
  return source
    .split(/^( {0,3}(?:`{3,}|~{3,})[\s\S]*?(?:^ {0,3}(?:`{3,}|~{3,})\s*$|$(?![\s\S])))/m)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(COMMENT, '')))
    .join('');
}

class MarkdownReader {
  readonly #outline = new OutlineBuilder();
  #prose: string[] = [];

  /** Reads one construct that starts at a line; returns the line after it. */
  read(lines: readonly string[], at: number): number {
    const line = lines[at] ?? '';
    const fence = FENCE.exec(line)?.[1];
    if (fence !== undefined) return this.#readFence(lines, at, fence);
    const heading = HEADING.exec(line);
    if (heading === null && isTableStart(lines, at)) return this.#readTable(lines, at);
    if (heading !== null) {
      this.#flush();
      this.#outline.heading(heading[1]?.length ?? 1, plainText(heading[2] ?? ''));
    } else if (line.trim() === '' || RULE.test(line)) {
      this.#flush();
    } else {
      if (ITEM.test(line)) this.#flush();
      this.#prose.push(line.replace(/^\s*>\s?/, ''));
    }
    return at + 1;
  }

  finish(): Outline {
    this.#flush();
    return this.#outline.finish();
  }

  #readFence(lines: readonly string[], at: number, fence: string): number {
    this.#flush();
    const closing = new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}\\s*$`);
    let end = at + 1;
    while (end < lines.length && !closing.test(lines[end] ?? '')) end += 1;
    const text = lines.slice(at + 1, end).join('\n');
    if (text.trim() !== '') this.#outline.add({ kind: 'code', text });
    return end + 1;
  }

  #readTable(lines: readonly string[], at: number): number {
    this.#flush();
    let end = at + 2;
    while (end < lines.length && (lines[end] ?? '').includes('|') && (lines[end] ?? '').trim() !== '')
      end += 1;
    for (const text of tableRows(lines.slice(at, end))) this.#outline.add({ kind: 'row', text });
    return end;
  }

  #flush(): void {
    if (this.#prose.length === 0) return;
    const kind = ITEM.test(this.#prose[0] ?? '') ? 'item' : 'paragraph';
    const text = plainText(this.#prose.map((line) => line.trim()).join(' '));
    this.#outline.add({ kind, text: kind === 'item' ? text.replace(/^[*+•]\s/, '- ') : text });
    this.#prose = [];
  }
}
