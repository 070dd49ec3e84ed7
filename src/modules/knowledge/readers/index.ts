import { readOldText, readText } from '../bytes.js';
import { readFrontMatter } from '../front-matter.js';
import { formatOf } from './formats.js';
import { parseMarkdown } from './markdown.js';
import type { Outline } from './outline.js';
import { ReaderThread } from './reader-thread.js';
import { readPlainText } from './text.js';
import { Unusable } from './unusable.js';

/** One thread for all documents of the process. */
const thread = new ReaderThread();

/**
 * Reads a document of any format, by its name.
 * @throws {Unusable}
 */
export async function readOutline(path: string, bytes: Uint8Array): Promise<Outline> {
  const format = formatOf(path);
  if (format === undefined) throw new Unusable('unreadable', 'the file is of a kind that is not read');
  if (format !== 'markdown' && format !== 'text') return thread.read(format, bytes);
  const source = format === 'text' ? readOldText(bytes) : readText(bytes);
  if (source === undefined) throw new Unusable('encoding', 'the file is not UTF-8 text');
  const { described, body } = readFrontMatter(source);
  return { ...(format === 'text' ? readPlainText(body) : parseMarkdown(body)), described };
}
