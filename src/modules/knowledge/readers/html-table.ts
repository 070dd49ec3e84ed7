import { findHeaders } from './headers.js';
import { joinHeaders, rowTexts, type Table } from './rows.js';
import { Unusable } from './unusable.js';

interface Cell {
  readonly columns: number;
  readonly rows: number;
  readonly isHeader: boolean;
  text: string;
  /** How much of its text is in bold type. */
  bold: number;
}

const MOST_COLUMNS = 200;
const MOST_ROWS_MERGED = 1_000;
const MOST_CELLS = 300_000;

/** Collects a table of HTML, cell by cell. */
export class HtmlTable {
  readonly #rows: Cell[][] = [];
  #cell: Cell | undefined;
  #inHead = false;
  #cells = 0;

  head(isOpen: boolean): void {
    this.#inHead = isOpen;
  }

  row(): void {
    this.#cell = undefined;
    this.#rows.push([]);
  }

  cell(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#rows.length === 0) this.row();
    this.#cell = {
      columns: span(attributes['colspan'], MOST_COLUMNS),
      rows: span(attributes['rowspan'], MOST_ROWS_MERGED),
      isHeader: this.#inHead || name === 'th',
      text: '',
      bold: 0,
    };
    this.#rows.at(-1)?.push(this.#cell);
  }

  text(text: string, isBold: boolean): void {
    if (this.#cell === undefined) return;
    this.#cell.text += text;
    if (isBold) this.#cell.bold += inked(text);
  }

  /** A line or a paragraph of the cell ends. */
  endLine(): void {
    if (this.#cell && !/(?:^|[,;:.]|\n)\s*$/.test(this.#cell.text)) this.#cell.text += '\n';
  }

  /** The rows as sentences; the cells of a table of one column as they are. */
  texts(): string[] {
    const { headers, rows } = this.#toTable();
    return rowTexts({ headers, rows }).filter((text) => text !== '');
  }

  get isOneColumn(): boolean {
    return this.#rows.every((row) => row.length <= 1);
  }

  #toTable(): Table {
    const filled = this.#rows.filter((row) => row.length > 0);
    const grid = this.#spread(filled);
    const marked = filled.findIndex((row) => !row.every((cell) => cell.isHeader));
    if (marked > 0) return withHeaders(grid, marked);
    const [first = [], ...rest] = filled;
    const stands = first.length > 1 && isBold(first) && rest.some((row) => !isBold(row));
    return stands ? withHeaders(grid, 1) : findHeaders(grid.map((row) => row.map(asValue)));
  }

  /** Merged cells are written into each place they cover. */
  #spread(rows: readonly (readonly Cell[])[]): string[][] {
    const grid: string[][] = rows.map(() => []);
    for (const [at, row] of rows.entries()) {
      let column = 0;
      for (const cell of row) {
        while (grid[at]?.[column] !== undefined) column += 1;
        for (const below of grid.slice(at, at + cell.rows)) this.#fill(below, column, cell);
        column += cell.columns;
      }
    }
    const width = Math.max(0, ...grid.map((row) => row.length));
    return grid.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ''));
  }

  #fill(row: string[], from: number, cell: Cell): void {
    this.#cells += cell.columns;
    if (this.#cells > MOST_CELLS) throw new Unusable('too_large', `a table of more than ${MOST_CELLS} cells`);
    for (let column = from; column < from + cell.columns; column += 1) row[column] = cell.text;
  }
}

function withHeaders(grid: readonly (readonly string[])[], count: number): Table {
  const headers = joinHeaders(grid.slice(0, count).map((row) => row.map(asHeader)));
  return { headers, rows: grid.slice(count).map((row) => row.map(asValue)) };
}

function isBold(row: readonly Cell[]): boolean {
  return row.every(({ text, bold }) => bold >= inked(text)) && row.some(({ bold }) => bold > 0);
}

function inked(text: string): number {
  return text.replace(/\s/g, '').length;
}

function asHeader(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The lines of a value are things of their own. */
function asValue(text: string): string {
  return asHeader(text.trim().replace(/\s*\n\s*/g, ', '));
}

function span(value: string | undefined, most: number): number {
  const count = Number.parseInt(value ?? '1', 10);
  return Number.isNaN(count) ? 1 : Math.min(Math.max(count, 1), most);
}
