import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { MAX_FILE_BYTES, parseDocument } from './document.js';
import type { KnowledgeDocument, KnowledgeProblem, Passage } from './passage.js';
import { passageTerms, type PassageTerms } from './terms.js';

/** A passage with what the lexical index needs of it. */
interface IndexedPassage {
  readonly passage: Passage;
  readonly terms: PassageTerms;
}

/** One reading of the contexts folder. */
export interface FolderContents {
  readonly documents: readonly KnowledgeDocument[];
  readonly passages: readonly IndexedPassage[];
  readonly problems: readonly KnowledgeProblem[];
}

interface ReadFile {
  readonly digest: string;
  readonly document?: KnowledgeDocument;
  readonly passages: readonly IndexedPassage[];
  readonly problem?: KnowledgeProblem;
}

const DOCUMENT = /\.(?:md|txt)$/i;
const FAQ_FOLDER = 'faq';

/** Whether a path below the contexts folder (with `/`) is a document of the knowledge base. */
export function isDocumentPath(path: string): boolean {
  const parts = path.split('/');
  return DOCUMENT.test(path) && parts[0] !== FAQ_FOLDER && !parts.some((part) => part.startsWith('.'));
}

/** Reads a folder of documents again and again; a file whose bytes are the same is not parsed twice. */
export class DocumentFolder {
  readonly #dir: string;
  #files = new Map<string, ReadFile>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Reads everything there is now. Never throws: what cannot be read is among the problems. */
  async read(): Promise<FolderContents> {
    const listed = await this.#list();
    if (!Array.isArray(listed)) return { documents: [], passages: [], problems: [listed] };
    const files = new Map<string, ReadFile>();
    for (const path of listed) files.set(path, await this.#readOne(path));
    this.#files = files;
    const all = [...files.values()];
    return {
      documents: all.flatMap((file) => file.document ?? []),
      passages: all.flatMap((file) => file.passages),
      problems: all.flatMap((file) => file.problem ?? []),
    };
  }

  async #list(): Promise<string[] | KnowledgeProblem> {
    try {
      const names = await readdir(this.#dir, { recursive: true });
      return names
        .map((name) => name.split(sep).join('/'))
        .filter(isDocumentPath)
        .sort();
    } catch (error) {
      return { document: '', code: 'folder_missing', detail: messageOf(error) };
    }
  }

  async #readOne(path: string): Promise<ReadFile> {
    const file = join(this.#dir, path);
    try {
      const { size } = await stat(file);
      if (size > MAX_FILE_BYTES) {
        const detail = `${size} bytes, allowed ${MAX_FILE_BYTES}`;
        return { digest: '', passages: [], problem: { document: path, code: 'too_large', detail } };
      }
      return await this.#parse(path, await readFile(file));
    } catch (error) {
      return {
        digest: '',
        passages: [],
        problem: { document: path, code: 'unreadable', detail: messageOf(error) },
      };
    }
  }

  async #parse(path: string, bytes: Uint8Array): Promise<ReadFile> {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const before = this.#files.get(path);
    if (before?.digest === digest) return before;
    const result = parseDocument(path, bytes);
    if (!result.ok) return { digest, passages: [], problem: result.problem };
    const passages: IndexedPassage[] = [];
    for (const passage of result.passages) {
      passages.push({ passage, terms: passageTerms(passage) });
      // Stemming a long document in one go would hold up the updates of everybody.
      if (passages.length % 5 === 0) await breathe();
    }
    return { digest, document: result.document, passages };
  }
}

/** A watched path as the documents are named; undefined when it is outside the folder. */
export function documentName(dir: string, file: string): string | undefined {
  const path = relative(dir, file).split(sep).join('/');
  return path === '' || path.startsWith('..') ? undefined : path;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
