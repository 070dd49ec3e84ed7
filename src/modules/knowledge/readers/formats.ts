/** What a document is written in. */
export type Format = 'markdown' | 'text' | 'html' | 'pdf' | 'docx' | 'csv' | 'xlsx';

const MEGABYTE = 1024 * 1024;

/** Larger files of text, or of binary formats, are reported and not read. */
const MOST_TEXT = 5 * MEGABYTE;
const MOST_BINARY = 20 * MEGABYTE;

const FORMATS: Readonly<Record<string, Format>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  html: 'html',
  htm: 'html',
  pdf: 'pdf',
  docx: 'docx',
  csv: 'csv',
  xlsx: 'xlsx',
};
const BINARY: ReadonlySet<Format | undefined> = new Set<Format>(['pdf', 'docx', 'xlsx']);

/** The format of a file by its name; undefined where no document is written so. */
export function formatOf(path: string): Format | undefined {
  return FORMATS[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''];
}

/** How large a file may be, in bytes. */
export function mostBytesOf(path: string): number {
  return BINARY.has(formatOf(path)) ? MOST_BINARY : MOST_TEXT;
}

/** Whether a file of its own beside a document describes it (`tariffs.pdf.meta.yaml`), and which document that is. */
export function describedBy(path: string): string | undefined {
  return /^(.+)\.meta\.ya?ml$/i.exec(path)?.[1];
}
