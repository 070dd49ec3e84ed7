import { readOldText, readText } from '../bytes.js';
import { readCsv } from './csv.js';
import { readDocx } from './docx.js';
import type { Format } from './formats.js';
import { readHtml } from './html.js';
import type { Outline } from './outline.js';
import { readPdf } from './pdf/read.js';
import { Unusable } from './unusable.js';
import { readXlsx } from './xlsx.js';

/** Formats whose readers may take long, or be led to. */
export type HeavyFormat = Exclude<Format, 'markdown' | 'text'>;

/**
 * Reads a document of such a format, on this thread, however long that takes.
 * @throws {Unusable}
 */
export async function readHeavy(format: HeavyFormat, bytes: Uint8Array): Promise<Outline> {
  switch (format) {
    case 'html':
      return readHtml(textOf(bytes, readText));
    case 'csv':
      return readCsv(textOf(bytes, readOldText));
    case 'docx':
      return readDocx(bytes);
    case 'xlsx':
      return readXlsx(bytes);
    case 'pdf':
      return readPdf(bytes);
  }
}

function textOf(bytes: Uint8Array, read: (bytes: Uint8Array) => string | undefined): string {
  const text = read(bytes);
  if (text === undefined) throw new Unusable('encoding', 'the file is not UTF-8 text');
  return text;
}
