/** Reads a table of people as it comes, whichever way it was saved: never the whole of it is in memory. */
import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type Cell, type Column, cellIn, columnIn } from './cells.js';
import type { ListFailure } from './lists.js';

/** A file that cannot be used, and why. */
export class UnusableFile extends Error {
  constructor(readonly reason: ListFailure) {
    super(`The file cannot be used: ${reason}`);
  }
}

/** What Telegram lets a bot download. */
export const MAX_BYTES = 20 * 1024 * 1024;
export const MAX_ROWS = 200_000;

/** Of the file, to find out how it is written; in bytes. */
const HEAD = 65_536;
/** Rows to find out which column names people. */
const SAMPLE = 50;
const ROW_LENGTH = 16_384;
const DELIMITERS = [';', '\t', ','] as const;

/** Whom the rows name, one after another; undefined for those that cannot be read. Throws an `UnusableFile`. */
export async function* cellsIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Cell | undefined> {
  const sample: string[][] = [];
  let column: Column | undefined;
  let count = 0;
  for await (const row of rowsIn(bytes)) {
    if (++count > MAX_ROWS) throw new UnusableFile('too_long');
    if (column) yield cellOf(row, column);
    else if (sample.push(row) === SAMPLE) {
      column = columnOf(sample);
      yield* sampled(sample, column);
    }
  }
  if (count === 0) throw new UnusableFile('empty');
  if (!column) yield* sampled(sample, columnOf(sample));
}

function* sampled(sample: readonly string[][], column: Column): Generator<Cell | undefined> {
  for (const row of sample.slice(column.hasHeader ? 1 : 0)) yield cellOf(row, column);
}

function cellOf(row: readonly string[], { index, holds }: Column): Cell | undefined {
  return cellIn(row[index] ?? '', holds);
}

function columnOf(sample: readonly string[][]): Column {
  const column = columnIn(sample);
  if (!column) throw new UnusableFile('no_numbers');
  return column;
}

async function* rowsIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const chunks = withinLimit(bytes);
  const head = await headOf(chunks);
  const encoding = encodingOf(head);
  const text = textOf(head, chunks, encoding);
  const parser = parse({
    delimiter: delimiterOf(new TextDecoder(encoding).decode(head)),
    // Files that were put together end their lines in more than one way.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: ROW_LENGTH,
  });
  // What fails on the way is thrown by whoever reads the rows.
  pipeline(Readable.from(text), parser, () => undefined);
  try {
    for await (const row of parser) yield row as string[];
  } catch (error) {
    throw error instanceof CsvError ? new UnusableFile('broken') : error;
  }
}

async function* withinLimit(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new UnusableFile('too_large');
    yield chunk;
  }
}

async function headOf(chunks: AsyncGenerator<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let size = 0; size < HEAD; ) {
    const next = await chunks.next();
    if (next.done === true) break;
    parts.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(parts);
}

async function* textOf(head: Buffer, rest: AsyncGenerator<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  yield decoder.decode(head, { stream: true });
  for await (const chunk of rest) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Excel saves UTF-16 and the Cyrillic code page as well as UTF-8; what is no text at all is told by its bytes. */
function encodingOf(head: Buffer): string {
  if (head.length === 0) throw new UnusableFile('empty');
  if (head.subarray(0, 4).equals(ZIP)) throw new UnusableFile('xlsx');
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32))) throw new UnusableFile('no_text');
  try {
    // The head may end within a letter.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1251';
  }
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');

/** The one that most lines have; one column needs none. */
function delimiterOf(head: string): string {
  const lines = head.split(/\r?\n|\r/, SAMPLE);
  const having = (delimiter: string): number => lines.filter((line) => line.includes(delimiter)).length;
  return DELIMITERS.reduce((best, each) => (having(each) > having(best) ? each : best));
}
