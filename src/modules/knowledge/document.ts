import { countWords, detectLanguage, type Language } from '../../platform/text/index.js';
import { readText } from './bytes.js';
import { readFrontMatter, type FrontMatter } from './front-matter.js';
import { parseMarkdown, type Block, type Outline } from './markdown.js';
import {
  SECTION_SEPARATOR,
  stableHash,
  type KnowledgeDocument,
  type KnowledgeProblem,
  type Passage,
  versionOf,
} from './passage.js';
import { splitBlocks } from './split.js';

/** The longest heading of a plain text, in words. */
const HEADING_WORDS = 8;

/** Larger files are reported, not read. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

export type DocumentResult =
  | { readonly ok: true; readonly document: KnowledgeDocument; readonly passages: readonly Passage[] }
  | { readonly ok: false; readonly problem: KnowledgeProblem };

/**
 * Reads one document. `path` is relative to the contexts folder with `/` between folders; `.txt` is plain
 * text whose first line is the title where it is short and stands alone. Never throws: what is wrong comes
 * back as a problem.
 */
export function parseDocument(path: string, bytes: Uint8Array, fallback: Language = 'ru'): DocumentResult {
  if (bytes.length > MAX_FILE_BYTES)
    return problem(path, 'too_large', `${bytes.length} bytes, allowed ${MAX_FILE_BYTES}`);
  const source = readText(bytes);
  if (source === undefined) return problem(path, 'encoding', 'the file is not UTF-8 text');
  const front = readFrontMatter(source);
  if (!front.ok) return problem(path, 'front_matter', front.detail);
  const outline = path.toLowerCase().endsWith('.txt') ? parseText(front.body) : parseMarkdown(front.body);
  if (outline.sections.length === 0) return problem(path, 'empty', 'the file has no text');
  return assemble({ path, version: versionOf(bytes) }, front.meta, outline, fallback);
}

function problem(document: string, code: KnowledgeProblem['code'], detail: string): DocumentResult {
  return { ok: false, problem: { document, code, detail } };
}

function parseText(source: string): Outline {
  const paragraphs = source
    .split(/\n\s*\n/)
    .map((part) => unwrapped(part.trim()))
    .filter((part) => part !== '');
  const [first = ''] = paragraphs;
  const titled = paragraphs.length > 1 && !first.includes('\n') && countWords(first) <= 12;
  return { ...(titled ? { title: first } : {}), sections: textSections(paragraphs.slice(titled ? 1 : 0)) };
}

/** In plain text a short line that stands alone and does not end as a sentence does is a heading of what follows. */
function textSections(paragraphs: readonly string[]): Outline['sections'] {
  const sections: { path: string[]; blocks: Block[] }[] = [];
  for (const [at, text] of paragraphs.entries()) {
    const next = paragraphs[at + 1];
    if (next !== undefined && isHeading(text) && !isHeading(next)) sections.push({ path: [text], blocks: [] });
    else {
      if (sections.length === 0) sections.push({ path: [], blocks: [] });
      sections.at(-1)?.blocks.push({ kind: 'paragraph', text });
    }
  }
  return sections;
}

function isHeading(text: string): boolean {
  return !text.includes('\n') && countWords(text) <= HEADING_WORDS && /[\p{L}\d»")?]$/u.test(text);
}

/** From this length on a line is taken for one that was broken to fit a page. */
const FULL_LINE = 60;
const BROKEN = new RegExp(`(?<=^.{${FULL_LINE},}[^\\n])\\n(?!\\s*(?:[-•*–—]|\\d{1,3}[.)])\\s)`, 'gmu');

/** A paragraph whose lines were broken by hand, as one line; lists and verses keep their lines. */
function unwrapped(paragraph: string): string {
  return paragraph.replace(BROKEN, ' ');
}

type File = Pick<KnowledgeDocument, 'path' | 'version'>;

function assemble({ path, version }: File, meta: FrontMatter, outline: Outline, fallback: Language): DocumentResult {
  const document = {
    path,
    version,
    title: meta.title ?? outline.title ?? titleFromPath(path),
    lang: meta.lang ?? languageOfFolder(path) ?? languageOfText(outline) ?? fallback,
    tags: meta.tags,
    ...(meta.valid_from == null ? {} : { validFrom: meta.valid_from }),
    ...(meta.valid_until == null ? {} : { validUntil: meta.valid_until }),
  };
  const passages = toPassages(document, outline);
  return { ok: true, document: { ...document, passages: passages.length }, passages };
}

function toPassages(document: Omit<KnowledgeDocument, 'passages'>, outline: Outline): Passage[] {
  const { path, ...shared } = document;
  const seen = new Map<string, number>();
  return outline.sections.flatMap(({ path: headings, blocks }) => {
    const section = headings.join(SECTION_SEPARATOR);
    return splitBlocks(blocks).map((text) => {
      const place = stableHash(path, section, text);
      const repeat = seen.get(place) ?? 0;
      seen.set(place, repeat + 1);
      return {
        ...shared,
        id: repeat === 0 ? place : stableHash(place, String(repeat)),
        document: path,
        section,
        text,
      };
    });
  });
}

function titleFromPath(path: string): string {
  const name = (path.split('/').at(-1) ?? path)
    .replace(/\.[^.]+$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function languageOfFolder(path: string): Language | undefined {
  const parts = path.toLowerCase().split('/').slice(0, -1);
  return (['ru', 'kk', 'en'] as const).find((language) => parts.includes(language));
}

function languageOfText(outline: Outline): Language | undefined {
  const text = outline.sections.flatMap((section) => [
    ...section.path,
    ...section.blocks.map((block) => block.text),
  ]);
  return detectLanguage(text.join(' ').slice(0, 3_000));
}
