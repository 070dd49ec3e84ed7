import { createHash } from 'node:crypto';
import { readdir, readFile as readBytes, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MAX_FILE_BYTES } from './document.js';
import { EMPTY, kindOf, readFile } from './file.js';
import type { KnowledgeLog } from './log.js';
import type { KnowledgeProblem } from './passage.js';
import { noSuchBot, ownedBy, placeOf } from './scope.js';
import { type KnowledgeContents, type KnowledgeSource, together } from './source.js';
import { watchFolder } from './watch.js';

interface KnownFile {
  readonly digest: string;
  readonly contents: KnowledgeContents;
}

/** The documents of a folder. Nothing here writes to it. */
export function folderSource(dir: string, log: KnowledgeLog): KnowledgeSource {
  const folder = new DocumentFolder(dir);
  return {
    read: () => folder.read(),
    watch: (changed) => watchFolder(dir, changed, log),
  };
}

/** Reads a folder of documents again and again; a file whose bytes are the same is not parsed twice. */
class DocumentFolder {
  readonly #dir: string;
  #files = new Map<string, KnownFile>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  async read(): Promise<KnowledgeContents> {
    const listed = await this.#list();
    if (!Array.isArray(listed)) return { ...EMPTY, problems: [listed] };
    const files = new Map<string, KnownFile>();
    for (const path of listed) files.set(path, await this.#readOne(path));
    this.#files = files;
    return together([...files.values()].map(({ contents }) => contents));
  }

  async #list(): Promise<string[] | KnowledgeProblem> {
    try {
      const names = await readdir(this.#dir, { recursive: true });
      return names
        .map((name) => name.split(sep).join('/'))
        .filter((path) => kindOf(placeOf(path)?.name ?? path) !== undefined)
        .sort();
    } catch (error) {
      return { document: '', code: 'folder_missing', detail: messageOf(error) };
    }
  }

  async #readOne(path: string): Promise<KnownFile> {
    const file = join(this.#dir, path);
    const place = placeOf(path);
    if (!place) return { digest: '', contents: { ...EMPTY, problems: [noSuchBot(path)] } };
    const unusable = (code: KnowledgeProblem['code'], detail: string): KnownFile => {
      return { digest: '', contents: ownedBy(place.botId, { ...EMPTY, problems: [{ document: path, code, detail }] }) };
    };
    try {
      const { size } = await stat(file);
      if (size > MAX_FILE_BYTES) return unusable('too_large', `${size} bytes, allowed ${MAX_FILE_BYTES}`);
      const bytes = await readBytes(file);
      const digest = createHash('sha256').update(bytes).digest('hex');
      const before = this.#files.get(path);
      return before?.digest === digest ? before : { digest, contents: ownedBy(place.botId, await readFile(path, bytes)) };
    } catch (error) {
      return unusable('unreadable', messageOf(error));
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
