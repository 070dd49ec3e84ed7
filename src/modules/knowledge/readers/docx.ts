import mammoth from 'mammoth';
import { type Archive, openArchive } from './archive.js';
import { readHtml } from './html.js';
import type { Outline } from './outline.js';
import { sensibleTitle } from './title.js';
import { Unusable } from './unusable.js';
import { readXml } from './xml.js';

const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];

/**
 * Reads a Word document: its headings by their styles, lists, tables. Deleted text and comments are not a part of it.
 * @throws {Unusable}
 */
export async function readDocx(bytes: Uint8Array): Promise<Outline> {
  const archive = openArchive(bytes);
  const { value } = await mammoth
    .convertToHtml(
      { buffer: Buffer.from(bytes) },
      { styleMap: STYLES, convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) },
    )
    .catch((error: unknown) => {
      throw new Unusable('unreadable', error instanceof Error ? error.message : String(error));
    });
  return readHtml(value, sensibleTitle(coreTitle(archive)));
}

function coreTitle(archive: Archive): string {
  let title = '';
  let isOpen = false;
  readXml(archive.text('docProps/core.xml') ?? '', {
    open: (name) => (isOpen = name === 'title'),
    text: (text) => (title += isOpen ? text : ''),
    close: () => (isOpen = false),
  });
  return title;
}
