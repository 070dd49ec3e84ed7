import { Parser } from 'htmlparser2';
import { HtmlTable } from './html-table.js';
import { type Block, type Outline, OutlineBuilder } from './outline.js';
import { Unusable } from './unusable.js';

type Attributes = Readonly<Record<string, string>>;

/** What is not for readers, or is the frame of a site around the text. */
const LEFT_OUT = new Set([
  ...['script', 'style', 'noscript', 'template', 'svg', 'math', 'iframe', 'object', 'canvas', 'audio', 'video'],
  ...['nav', 'footer', 'aside', 'form', 'button', 'select', 'dialog'],
]);
const BLOCKS = new Set([
  ...['p', 'div', 'section', 'article', 'main', 'header', 'blockquote', 'address', 'figure', 'figcaption', 'body'],
  ...['ul', 'ol', 'dl', 'dt', 'dd', 'caption', 'details', 'summary', 'hr', 'fieldset', 'center'],
]);
const HEADING = /^h([1-6])$/;
const HIDDEN = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
const KEYS = new Set(['title', 'lang', 'tags', 'valid_from', 'valid_until']);
const DEEPEST = 10_000;
const DEEPEST_TABLE = 30;

/**
 * Reads HTML: headings, paragraphs, list items, tables with their headers, and what `<meta>` says by the keys of front
 * matter. What is hidden, and the frame of a site (menus, footers, forms), is left out.
 * @param title where the document is called by something else than its first heading
 * @throws {Unusable} where it is nested beyond all reason, or a table is too large.
 */
export function readHtml(source: string, title?: string): Outline {
  const reader = new HtmlReader();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (text) => reader.text(text),
      onclosetag: (name) => reader.close(name),
    },
    { decodeEntities: true },
  );
  parser.end(source);
  return reader.finish(title);
}

class HtmlReader {
  readonly #outline = new OutlineBuilder();
  readonly #described: Record<string, unknown> = {};
  readonly #tables: HtmlTable[] = [];
  readonly #lists: { counted: boolean; items: number }[] = [];
  readonly #targets: string[] = [];
  #depth = 0;
  /** The depth of the element that is left out. */
  #leftOut: number | undefined;
  #bold = 0;
  #heading = 0;
  #kind: Block['kind'] = 'paragraph';
  #mark = '';
  #text = '';
  #pageTitle: string | undefined;
  #inTitle = false;

  open(name: string, attributes: Attributes): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new Unusable('unreadable', `elements are nested more than ${DEEPEST} deep`);
    if (this.#leftOut !== undefined) return;
    if (isLeftOut(name, attributes)) this.#leftOut = this.#depth;
    else if (name === 'meta') this.#describe(attributes);
    else if (name === 'title') this.#inTitle = true;
    else if (!this.#openInTable(name, attributes)) this.#openInText(name, attributes);
  }

  text(text: string): void {
    if (this.#leftOut !== undefined) return;
    if (this.#inTitle) {
      this.#pageTitle = (this.#pageTitle ?? '') + text;
      return;
    }
    const table = this.#tables.at(-1);
    if (table) table.text(text.replace(/\s+/g, ' '), this.#bold > 0);
    else this.#text += this.#kind === 'code' ? text : text.replace(/[\s\u00a0]+/g, ' ');
  }

  close(name: string): void {
    this.#depth -= 1;
    if (this.#leftOut !== undefined) {
      if (this.#depth < this.#leftOut) this.#leftOut = undefined;
      return;
    }
    if (name === 'title') this.#inTitle = false;
    else if (name === 'a') this.#closeLink();
    else if (name === 'b' || name === 'strong') this.#bold = Math.max(0, this.#bold - 1);
    else if (name === 'thead') this.#tables.at(-1)?.head(false);
    else if (name === 'table') this.#closeTable();
    else if (this.#tables.length > 0) this.#closeInCell(name);
    else this.#closeInText(name);
  }

  finish(given?: string): Outline {
    while (this.#tables.length > 0) this.#closeTable();
    this.#flush();
    const outline = this.#outline.finish(given);
    const title = outline.title ?? tidy(this.#pageTitle ?? '');
    return { ...outline, ...(title !== '' && { title }), described: this.#described };
  }

  #describe({ name = '', content = '' }: Attributes): void {
    const key = name.toLowerCase();
    if (KEYS.has(key) && content !== '') this.#described[key] = content;
  }

  #openInTable(name: string, attributes: Attributes): boolean {
    if (name === 'table') {
      this.#openTable();
      return true;
    }
    const table = this.#tables.at(-1);
    if (!table) return false;
    if (name === 'thead') table.head(true);
    else if (name === 'tr') table.row();
    else if (name === 'td' || name === 'th') table.cell(name, attributes);
    else if (name === 'br' || name === 'li' || BLOCKS.has(name) || HEADING.test(name)) table.endLine();
    else this.#openInline(name, attributes);
    return true;
  }

  #openInText(name: string, attributes: Attributes): void {
    const level = HEADING.exec(name)?.[1];
    if (level !== undefined) {
      this.#flush();
      this.#heading = Number(level);
    } else if (name === 'li') {
      this.#openItem();
    } else if (name === 'pre') {
      this.#flush();
      this.#kind = 'code';
    } else if (name === 'br') {
      this.#text += this.#kind === 'code' ? '\n' : ' ';
    } else if (BLOCKS.has(name)) {
      this.#openBlock(name);
    } else {
      this.#openInline(name, attributes);
    }
  }

  #openInline(name: string, attributes: Attributes): void {
    if (name === 'b' || name === 'strong') this.#bold += 1;
    if (name === 'a') this.#targets.push(attributes['href'] ?? '');
  }

  #openBlock(name: string): void {
    // The first paragraph of an item is the item.
    if (this.#mark === '' || tidy(this.#text) !== '') this.#flush();
    if (name === 'ul' || name === 'ol') this.#lists.push({ counted: name === 'ol', items: 0 });
  }

  #openItem(): void {
    this.#flush();
    const list = this.#lists.at(-1);
    if (list) list.items += 1;
    this.#mark = list?.counted === true ? `${list.items}. ` : '- ';
    this.#kind = 'item';
  }

  /** A table that has another within it only lays out the page: its cells are texts like others. */
  #openTable(): void {
    if (this.#tables.length >= DEEPEST_TABLE) {
      throw new Unusable('unreadable', `tables are nested more than ${DEEPEST_TABLE} deep`);
    }
    this.#flush();
    const outer = this.#tables.pop();
    if (outer) {
      this.#addTable(outer, true);
      const rest = new HtmlTable();
      rest.cell('td', {});
      this.#tables.push(rest);
    }
    this.#tables.push(new HtmlTable());
  }

  #closeTable(): void {
    const table = this.#tables.pop();
    if (table) this.#addTable(table, table.isOneColumn);
  }

  #addTable(table: HtmlTable, isLayout: boolean): void {
    for (const text of table.texts()) this.#outline.add({ kind: isLayout ? 'paragraph' : 'row', text });
  }

  #closeInCell(name: string): void {
    if (name === 'li' || BLOCKS.has(name) || HEADING.test(name)) this.#tables.at(-1)?.endLine();
  }

  #closeInText(name: string): void {
    if (HEADING.test(name)) {
      const text = tidy(this.#text);
      this.#text = '';
      if (this.#heading > 0) this.#outline.heading(this.#heading, text);
      this.#heading = 0;
    } else if (name === 'li' || name === 'pre' || BLOCKS.has(name)) {
      this.#flush();
      if (name === 'ul' || name === 'ol') this.#lists.pop();
    }
  }

  #closeLink(): void {
    const target = this.#targets.pop() ?? '';
    const said = this.#text.trimEnd();
    if (this.#tables.length > 0 || !/^https?:\/\//.test(target) || said === '' || said.endsWith(target)) return;
    this.#text = `${said} (${target})`;
  }

  #flush(): void {
    const text = this.#kind === 'code' ? this.#text.replace(/^\n+|\s+$/g, '') : tidy(this.#text);
    if (text !== '') this.#outline.add({ kind: this.#kind, text: this.#mark + text });
    this.#text = '';
    this.#kind = 'paragraph';
    this.#mark = '';
  }
}

function isLeftOut(name: string, attributes: Attributes): boolean {
  return LEFT_OUT.has(name) || 'hidden' in attributes || HIDDEN.test(attributes['style'] ?? '');
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
