import { createHash } from 'node:crypto';
import { readdir, readFile as readBytes, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { EMPTY, kindOf, readFile } from './file.js';
import type { KnowledgeLog } from './log.js';
import type { KnowledgeProblem } from './passage.js';
import { describedBy, mostBytesOf } from './readers/formats.js';
import { Unusable } from './readers/unusable.js';
import { noSuchBot, ownedBy, placeOf } from './scope.js';
import { type KnowledgeContents, type KnowledgeSource, together } from './source.js';
import { watchFolder } from './watch.js';

interface KnownFile {
  readonly digest: string;
  readonly contents: KnowledgeContents;
}

/**
 * The documents of a folder. Nothing here writes to it.
 * @param only for those who need the frequent questions alone: nothing else is read
 */
export function folderSource(dir: string, log: KnowledgeLog, only?: 'faq'): KnowledgeSource {
  const folder = new DocumentFolder(dir, only);
  return {
    read: () => folder.read(),
    watch: (changed) => watchFolder(dir, changed, log),
  };
}

/** Reads a folder of documents again and again; a file whose bytes are the same is not parsed twice. */
class DocumentFolder {
  readonly #dir: string;
  readonly #only: 'faq' | undefined;
  #files = new Map<string, KnownFile>();

  constructor(dir: string, only?: 'faq') {
    this.#dir = dir;
    this.#only = only;
  }

  async read(): Promise<KnowledgeContents> {
    const listed = await this.#list();
    if (!Array.isArray(listed)) return { ...EMPTY, problems: [listed] };
    const files = new Map<string, KnownFile>();
    const all = new Set(listed);
    for (const path of listed) {
      // What describes a document is read with it.
      if (kindOf(path) === 'description' && all.has(describedBy(path) ?? '')) continue;
      const description = [`${path}.meta.yaml`, `${path}.meta.yml`].find((beside) => all.has(beside));
      files.set(path, await this.#readOne(path, description));
    }
    this.#files = files;
    return together([...files.values()].map(({ contents }) => contents));
  }

  async #list(): Promise<string[] | KnowledgeProblem> {
    try {
      const names = await readdir(this.#dir, { recursive: true });
      return names
        .map((name) => name.split(sep).join('/'))
        .filter((path) => this.#isWanted(kindOf(placeOf(path)?.name ?? path)))
        .sort();
    } catch (error) {
      return { document: '', code: 'folder_missing', detail: messageOf(error) };
    }
  }

  #isWanted(kind: ReturnType<typeof kindOf>): boolean {
    if (this.#only === 'faq') return kind === 'faq' || kind === 'calibration';
    return kind !== undefined;
  }

  async #readOne(path: string, describedIn: string | undefined): Promise<KnownFile> {
    const place = placeOf(path);
    if (!place) return { digest: '', contents: { ...EMPTY, problems: [noSuchBot(path)] } };
    const unusable = (code: KnowledgeProblem['code'], detail: string): KnownFile => {
      return { digest: '', contents: ownedBy(place.botId, { ...EMPTY, problems: [{ document: path, code, detail }] }) };
    };
    try {
      const bytes = await this.#bytesOf(path);
      const description = describedIn === undefined ? undefined : await this.#bytesOf(describedIn);
      const digest = createHash('sha256').update(bytes).update(description ?? '').digest('hex');
      const before = this.#files.get(path);
      if (before?.digest === digest) return before;
      return { digest, contents: ownedBy(place.botId, await readFile(path, bytes, description)) };
    } catch (error) {
      return error instanceof Unusable ? unusable(error.code, error.message) : unusable('unreadable', messageOf(error));
    }
  }

  /** @throws {Unusable} where it is too large to be read at all. */
  async #bytesOf(path: string): Promise<Uint8Array> {
    const file = join(this.#dir, path);
    const [{ size }, most] = [await stat(file), mostBytesOf(path)];
    if (size > most) throw new Unusable('too_large', `${size} bytes, allowed ${most}`);
    return readBytes(file);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
