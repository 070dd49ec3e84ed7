import { detectLanguage, type Language } from '../../platform/text/index.js';
import { readText } from './bytes.js';
import { checkDescription, type FrontMatter, readDescription } from './front-matter.js';
import {
  SECTION_SEPARATOR,
  stableHash,
  type KnowledgeDocument,
  type KnowledgeProblem,
  type Passage,
  versionOf,
} from './passage.js';
import { mostBytesOf } from './readers/formats.js';
import { readOutline } from './readers/index.js';
import type { Outline } from './readers/outline.js';
import { Unusable } from './readers/unusable.js';
import { splitBlocks } from './split.js';
import { withoutInstructions } from './suspicious.js';

export type DocumentResult =
  | { readonly ok: true; readonly document: KnowledgeDocument; readonly passages: readonly Passage[]; readonly problems: readonly KnowledgeProblem[] }
  | { readonly ok: false; readonly problem: KnowledgeProblem };

interface DocumentOptions {
  /** What a file beside the document says about it, as front matter does; goes before what it says itself. */
  readonly description?: Uint8Array | undefined;
  /** Where neither the document nor its folder nor its words tell its language. */
  readonly fallback?: Language;
}

/**
 * Reads one document of any format. `path` is relative to the contexts folder with `/` between folders. Never throws: what
 * is wrong comes back as a problem.
 */
export async function parseDocument(
  path: string,
  bytes: Uint8Array,
  { description, fallback = 'ru' }: DocumentOptions = {},
): Promise<DocumentResult> {
  try {
    const most = mostBytesOf(path);
    if (bytes.length > most) throw new Unusable('too_large', `${bytes.length} bytes, allowed ${most}`);
    const outline = await readOutline(path, bytes);
    const meta = checkDescription({ ...outline.described, ...(description && describedIn(description)) });
    if (outline.sections.length === 0) throw new Unusable('empty', 'the file has no text');
    return assemble({ path, version: versionOf(bytes, description) }, meta, outline, fallback);
  } catch (error) {
    const [code, detail] = error instanceof Unusable ? [error.code, error.message] : ['unreadable' as const, String(error)];
    return { ok: false, problem: { document: path, code, detail } };
  }
}

function describedIn(description: Uint8Array): Readonly<Record<string, unknown>> {
  const text = readText(description);
  if (text === undefined) throw new Unusable('front_matter', 'the file beside it is not UTF-8 text');
  return readDescription(text);
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
  const { passages, left } = withoutPoison(toPassages(document, outline));
  const problems: KnowledgeProblem[] =
    left === 0 ? [] : [{ document: path, code: 'suspicious', detail: `${left} sentences that instruct an assistant are left out` }];
  return { ok: true, document: { ...document, passages: passages.length }, passages, problems };
}

/** What would steer whoever answers is neither searched nor quoted nor shown to a model. */
function withoutPoison(read: readonly Passage[]): { readonly passages: Passage[]; readonly left: number } {
  let left = 0;
  const cleaned = read.map((passage) => {
    const [title, section, text] = [passage.title, passage.section, passage.text].map(withoutInstructions);
    left += (title?.removed ?? 0) + (section?.removed ?? 0) + (text?.removed ?? 0);
    return { ...passage, title: title?.text ?? '', section: section?.text ?? '', text: text?.text ?? '' };
  });
  return { passages: cleaned.filter(({ text }) => text.trim() !== ''), left };
}

function toPassages(document: Omit<KnowledgeDocument, 'passages'>, outline: Outline): Passage[] {
  const { path, ...shared } = document;
  const seen = new Map<string, number>();
  return outline.sections.flatMap(({ path: headings, blocks }) => {
    const section = headings.join(SECTION_SEPARATOR);
    return splitBlocks(blocks).map(({ text, page }) => {
      const place = stableHash(path, section, text);
      const repeat = seen.get(place) ?? 0;
      seen.set(place, repeat + 1);
      return {
        ...shared,
        id: repeat === 0 ? place : stableHash(place, String(repeat)),
        document: path,
        section,
        text,
        ...(page !== undefined && { page }),
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
