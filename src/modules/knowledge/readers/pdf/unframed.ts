import { type Band, columnsOf, covered, type PageTable, rowsByGaps } from './grid.js';
import type { Line } from './layout.js';

/** Fewer lines of several cells are no table, but an address or a signature. */
const FEWEST = 3;
/** Lines of one table are closer than this, in sizes of their letters. */
const FAR = 3.5;
const CLOSE = 1.9;

/** The tables of a page that have no borders: lines whose words stand in columns. And the other lines. */
export function unframedTables(lines: readonly Line[]): { tables: PageTable[]; rest: Line[] } {
  const tables: PageTable[] = [];
  const rest: Line[] = [];
  for (let at = 0; at < lines.length;) {
    const run = runFrom(lines, at);
    const [first] = run;
    const columns = columnsOf(run);
    if (first && isTable(run, columns)) {
      tables.push({ page: first.page, y: first.y, columns, rows: rowsByGaps(run, columns) });
      at += run.length;
    } else {
      rest.push(...lines.slice(at, at + 1));
      at += 1;
    }
  }
  return { tables, rest };
}

/** The lines from one on that may be a table: cells, and what stands close among them in one column. */
function runFrom(lines: readonly Line[], from: number): Line[] {
  const [first] = lines.slice(from, from + 1);
  if (!first || first.chunks.length < 2) return [];
  const run = [first];
  let pending: Line[] = [];
  for (const line of lines.slice(from + 1)) {
    const before = pending.at(-1) ?? run.at(-1) ?? first;
    const gap = line.y - before.y;
    if (gap > FAR * first.size || line.size > 1.15 * first.size) break;
    const isMany = line.chunks.length > 1;
    if (!isMany && gap > CLOSE * first.size && pending.length > 1) break;
    pending.push(line);
    if (isMany || isWrapped(line, before, columnsOf(run))) {
      run.push(...pending);
      pending = [];
    }
    if (pending.length > 2) break;
  }
  return run;
}

/** Whether a line of one piece goes on with a cell of the line above. */
function isWrapped(line: Line, before: Line, columns: readonly Band[]): boolean {
  const [chunk] = line.chunks;
  if (!chunk || line.y - before.y > 1.45 * line.size || line.font !== before.font) return false;
  const places = covered(columns, chunk.left, chunk.right);
  const band = columns[places[0] ?? 0];
  return places.length === 1 && band !== undefined && chunk.left >= band.from - 2 && chunk.right <= band.to + line.size * 4;
}

function isTable(run: readonly Line[], columns: readonly Band[]): boolean {
  const many = run.filter(({ chunks }) => chunks.length > 1);
  return many.length >= FEWEST && columns.length > 1;
}
