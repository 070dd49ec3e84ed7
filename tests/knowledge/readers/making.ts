/** Real files of each format, made for a test. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { type ISectionOptions, Document, Packer } from 'docx';
import PDFDocument from 'pdfkit';
import { parseDocument } from '../../../src/modules/knowledge/document.js';
import type { KnowledgeDocument, Passage } from '../../../src/modules/knowledge/passage.js';

const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

export type Pdf = InstanceType<typeof PDFDocument>;

/** A PDF; fonts `text` and `bold` have Cyrillic and Kazakh letters. */
export async function makePdf(draw: (pdf: Pdf) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', bufferPages: true, ...options });
  const bytes = buffer(pdf);
  pdf.registerFont('text', join(fonts, 'DejaVuSans.ttf')).registerFont('bold', join(fonts, 'DejaVuSans-Bold.ttf'));
  pdf.font('text').fontSize(10);
  draw(pdf);
  pdf.end();
  return bytes;
}

export function makeDocx(children: ISectionOptions['children'], title?: string): Promise<Buffer> {
  return Packer.toBuffer(new Document({ ...(title !== undefined && { title }), sections: [{ children }] }));
}

interface ZipEntry {
  readonly name: string;
  readonly content: Buffer | string;
  /** What it says it unpacks to, where that is a lie. */
  readonly claims?: number;
}

/** A zip archive, written by hand so that it may lie. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const [label, about] = [Buffer.from(name), Buffer.alloc(26)];
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(claims ?? bytes.length, 18);
    about.writeUInt16LE(label.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    files.push(Buffer.from('PK\u0003\u0004'), about, label, packed);
    listed.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), about, place, label);
    at += 4 + about.length + label.length + packed.length;
  }
  const list = Buffer.concat(listed);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, list, Buffer.from('PK\u0005\u0006'), end]);
}

export interface ReadDocument {
  readonly document: KnowledgeDocument;
  readonly passages: readonly Passage[];
  /** All that its passages say. */
  readonly text: string;
}

/** Reads a document that can be read. */
export async function readDocument(path: string, bytes: Uint8Array | string, description?: string): Promise<ReadDocument> {
  const options = description === undefined ? {} : { description: Buffer.from(description) };
  const result = await parseDocument(path, Buffer.from(bytes), options);
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.detail}`);
  const { document, passages } = result;
  return { document, passages, text: passages.map(({ text }) => text).join('\n') };
}

/** Why a document cannot be read. */
export async function problemOf(path: string, bytes: Uint8Array | string): Promise<string> {
  const result = await parseDocument(path, Buffer.from(bytes));
  return result.ok ? 'none' : result.problem.code;
}
