import { plainText } from './inline.js';
import { isTableStart, tableRows } from './table.js';

/** A piece of a section that is kept whole where its length allows it. */
export interface Block {
  readonly kind: 'paragraph' | 'item' | 'row' | 'code';
  readonly text: string;
}

/** The blocks under one heading. */
export interface Section {
  /** Headings from `##` down to the section's own; empty above the first one. */
  readonly path: readonly string[];
  readonly blocks: readonly Block[];
}

/** A document's own heading and its sections in their order; sections without text are left out. */
export interface Outline {
  readonly title?: string;
  readonly sections: readonly Section[];
}

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
  const reader = new OutlineReader();
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

class OutlineReader {
  #title: string | undefined;
  #path: { level: number; text: string }[] = [];
  #blocks: Block[] = [];
  #prose: string[] = [];
  readonly #sections: Section[] = [];

  /** Reads one construct that starts at a line; returns the line after it. */
  read(lines: readonly string[], at: number): number {
    const line = lines[at] ?? '';
    const fence = FENCE.exec(line)?.[1];
    if (fence !== undefined) return this.#readFence(lines, at, fence);
    const heading = HEADING.exec(line);
    if (heading !== null) return this.#openSection(heading[1]?.length ?? 1, plainText(heading[2] ?? ''), at);
    if (isTableStart(lines, at)) return this.#readTable(lines, at);
    if (line.trim() === '' || RULE.test(line)) {
      this.#flush();
    } else {
      if (ITEM.test(line)) this.#flush();
      this.#prose.push(line.replace(/^\s*>\s?/, ''));
    }
    return at + 1;
  }

  finish(): Outline {
    this.#closeSection();
    return { ...(this.#title === undefined ? {} : { title: this.#title }), sections: this.#sections };
  }

  #readFence(lines: readonly string[], at: number, fence: string): number {
    this.#flush();
    const closing = new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}\\s*$`);
    let end = at + 1;
    while (end < lines.length && !closing.test(lines[end] ?? '')) end += 1;
    const text = lines.slice(at + 1, end).join('\n');
    if (text.trim() !== '') this.#blocks.push({ kind: 'code', text });
    return end + 1;
  }

  #readTable(lines: readonly string[], at: number): number {
    this.#flush();
    let end = at + 2;
    while (end < lines.length && (lines[end] ?? '').includes('|') && (lines[end] ?? '').trim() !== '')
      end += 1;
    for (const text of tableRows(lines.slice(at, end))) this.#blocks.push({ kind: 'row', text });
    return end;
  }

  #openSection(level: number, text: string, at: number): number {
    this.#closeSection();
    if (level === 1 && this.#title === undefined) {
      this.#title = text;
      this.#path = [];
    } else if (text !== '') {
      this.#path = [...this.#path.filter((above) => above.level < level), { level, text }];
    }
    return at + 1;
  }

  #closeSection(): void {
    this.#flush();
    if (this.#blocks.length > 0) {
      this.#sections.push({ path: this.#path.map((heading) => heading.text), blocks: this.#blocks });
    }
    this.#blocks = [];
  }

  #flush(): void {
    if (this.#prose.length === 0) return;
    const kind = ITEM.test(this.#prose[0] ?? '') ? 'item' : 'paragraph';
    const text = plainText(this.#prose.map((line) => line.trim()).join(' '));
    if (text !== '')
      this.#blocks.push({ kind, text: kind === 'item' ? text.replace(/^[*+•]\s/, '- ') : text });
    this.#prose = [];
  }
}
