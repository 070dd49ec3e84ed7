import { type Outline, OutlineBuilder } from '../outline.js';
import { sensibleTitle } from '../title.js';
import { inReadingOrder } from './columns.js';
import { framedTables } from './framed.js';
import { withoutFurniture } from './furniture.js';
import type { PageTable } from './grid.js';
import type { Line } from './layout.js';
import { type LoadedPage, loadPdf } from './load.js';
import { partsOf, type Style, styleOf } from './prose.js';
import { continues, tableBlocks } from './tables.js';
import { unframedTables } from './unframed.js';

/** Text between tables, or a table. */
type Stretch = { readonly lines: Line[] } | { readonly tables: PageTable[] };

/**
 * Reads the text of a PDF: headings by size and font, paragraphs by the distance of lines, tables by their borders or by
 * where their words stand, over several pages too. What is repeated on the pages is left out.
 * @throws {Unusable}
 */
export async function readPdf(bytes: Uint8Array): Promise<Outline> {
  const { title, pages } = await loadPdf(bytes);
  const told = withoutFurniture(
    pages.map(({ lines }) => lines),
    pages.map(({ height }) => height),
    styleOf(pages.flatMap(({ lines }) => lines)).size,
  );
  const style = styleOf(told.flat());
  const outline = new OutlineBuilder();
  for (const stretch of stretchesOf(pages.map((page, at) => ({ ...page, lines: told[at] ?? [] })))) {
    if ('tables' in stretch) for (const block of tableBlocks(stretch.tables)) outline.add(block);
    else addProse(outline, stretch.lines, style);
  }
  return outline.finish(sensibleTitle(title));
}

function addProse(outline: OutlineBuilder, lines: readonly Line[], style: Style): void {
  for (const part of partsOf(lines, style)) {
    if ('level' in part) outline.heading(part.level, part.text);
    else outline.add(part);
  }
}

/** Text and tables in the order in which they stand; a table that goes on over pages is one. */
function stretchesOf(pages: readonly LoadedPage[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const page of pages) {
    for (const piece of piecesOf(page)) {
      const last = stretches.at(-1);
      if ('columns' in piece) addTable(stretches, last, piece);
      else if (last && 'lines' in last) last.lines.push(piece);
      else stretches.push({ lines: [piece] });
    }
  }
  return stretches;
}

function addTable(stretches: Stretch[], last: Stretch | undefined, table: PageTable): void {
  const before = last && 'tables' in last ? last.tables.at(-1) : undefined;
  if (last && 'tables' in last && before && table.page > before.page && continues(table, before)) last.tables.push(table);
  else stretches.push({ tables: [table] });
}

function piecesOf({ lines, rules, height }: LoadedPage): (Line | PageTable)[] {
  const framed = framedTables(lines, rules);
  const unframed = unframedTables(inReadingOrder(framed.rest, height));
  return [...framed.tables, ...unframed.tables, ...unframed.rest].sort((a, b) => a.y - b.y);
}
