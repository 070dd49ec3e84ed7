import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as PdfJs from 'pdfjs-dist/legacy/build/pdf.mjs';
import { Unusable } from '../unusable.js';
import { type Line, linesOf, type Page, type Piece } from './layout.js';
import { type Matrix, multiply, rulesOf } from './rules.js';

type PdfModule = typeof PdfJs;
type PdfDocument = Awaited<ReturnType<PdfModule['getDocument']>['promise']>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

/** A page with its lines, from the top. */
export interface LoadedPage extends Pick<Page, 'height' | 'rules'> {
  readonly lines: readonly Line[];
}

export interface LoadedPdf {
  /** As its description has it. */
  readonly title: unknown;
  readonly pages: readonly LoadedPage[];
}

const MOST_PAGES = 1_000;
const MOST_LETTERS = 5_000_000;
/** A page with fewer lines that have several cells is not searched for borders. */
const LINES_OF_CELLS = 2;

/**
 * Reads where what stands on the pages of a PDF.
 * @throws {Unusable}
 */
export async function loadPdf(bytes: Uint8Array): Promise<LoadedPdf> {
  const { pdf, files } = await pdfModule();
  const task = pdf.getDocument({
    // The library takes the memory for itself.
    data: new Uint8Array(bytes),
    cMapUrl: join(files, 'cmaps/'),
    standardFontDataUrl: join(files, 'standard_fonts/'),
    wasmUrl: join(files, 'wasm/'),
    disableFontFace: true,
    useSystemFonts: false,
    isOffscreenCanvasSupported: false,
    maxImageSize: 0,
    verbosity: pdf.VerbosityLevel.ERRORS,
  });
  try {
    return await readAll(pdf, await task.promise);
  } catch (error) {
    throw toUnusable(error);
  } finally {
    await task.destroy();
  }
}

const LIBRARY = 'pdfjs-dist/legacy/build/pdf.mjs';

/** The library wants classes of browsers when it is loaded, for drawing; nothing is drawn here. */
async function pdfModule(): Promise<{ pdf: PdfModule; files: string }> {
  const globals = globalThis as Record<string, unknown>;
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) globals[name] ??= Object;
  const place = import.meta.resolve(LIBRARY);
  leaveOut('@napi-rs/canvas', place);
  return { pdf: await import('pdfjs-dist/legacy/build/pdf.mjs'), files: join(dirname(fileURLToPath(place)), '../..') };
}

/** Has a module that another would load for drawing be an empty one: the native code would take 20 MB from then on. */
function leaveOut(name: string, from: string): void {
  const require = createRequire(from);
  try {
    const file = require.resolve(name);
    require.cache[file] ??= Object.assign(new Module(file), { loaded: true });
  } catch (error) {
    // It is optional: where it is not installed, there is nothing to leave out.
    if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
  }
}

async function readAll(pdf: PdfModule, document: PdfDocument): Promise<LoadedPdf> {
  if (document.numPages > MOST_PAGES) {
    throw new Unusable('too_large', `${document.numPages} pages, allowed ${MOST_PAGES}`);
  }
  const { info } = await document.getMetadata();
  const pages: LoadedPage[] = [];
  let letters = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { loaded, length } = await readPage(pdf, page, number);
    letters += length;
    if (letters > MOST_LETTERS) throw new Unusable('too_large', `more than ${MOST_LETTERS} letters`);
    pages.push(loaded);
    page.cleanup();
  }
  if (letters === 0) throw new Unusable('no_text', 'the pages are pictures without text, as a scanner makes them');
  return { title: (info as Record<string, unknown>)['Title'], pages };
}

async function readPage(pdf: PdfModule, page: PdfPage, number: number): Promise<{ loaded: LoadedPage; length: number }> {
  const { height, transform } = page.getViewport({ scale: 1 });
  const view = transform as readonly unknown[] as Matrix;
  const content = await page.getTextContent();
  const pieces = content.items.flatMap((item) => ('str' in item ? toPiece(item, view) : []));
  const plain: Page = { number, height, pieces, rules: [] };
  const lines = linesOf(plain);
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (lines.filter(({ chunks }) => chunks.length > 1).length < LINES_OF_CELLS) {
    return { loaded: { height, rules: [], lines }, length };
  }
  const rules = rulesOf(await page.getOperatorList(), pdf.OPS, view);
  return { loaded: { height, rules, lines: linesOf({ ...plain, rules }) }, length };
}

interface TextItem {
  readonly str: string;
  readonly transform: readonly unknown[];
  readonly width: number;
  readonly fontName: string;
}

/** Text that does not stand upright, as a stamp across the page, is left out. */
function toPiece({ str, transform, width, fontName }: TextItem, view: Matrix): Piece[] {
  const [a, b, c, d, x, y] = multiply(view, transform as Matrix);
  const size = Math.hypot(c, d);
  if (str.trim() === '' || size === 0 || a <= 0 || Math.abs(b) > 0.1 * a) return [];
  return [{ text: str.replace(/\s+/g, ' '), left: x, right: x + width, y, size, font: fontName }];
}

function toUnusable(error: unknown): unknown {
  if (error instanceof Unusable || !(error instanceof Error)) return error;
  if (error.name === 'PasswordException') return new Unusable('encrypted', 'the file is protected by a password');
  return new Unusable('unreadable', `${error.name}: ${error.message}`);
}
