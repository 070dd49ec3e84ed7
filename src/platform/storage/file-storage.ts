import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { isNativeError } from 'node:util/types';
import type { ObjectStorage } from './storage.js';

const UNFINISHED = '.unfinished';

/** Objects as files under one folder; a new one takes its place only once it is safely on the disk. */
export class FileStorage implements ObjectStorage {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async put(key: string, body: Buffer): Promise<void> {
    const path = join(this.#dir, key);
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}${UNFINISHED}`;
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(body);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  }

  async get(key: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.#dir, key));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async list(prefix: string): Promise<string[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    try {
      const entries = await readdir(join(this.#dir, folder), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith(UNFINISHED))
        .map(({ parentPath, name }) => join(parentPath, name).slice(join(this.#dir, '/').length).replaceAll(sep, '/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  return isNativeError(error) && 'code' in error && error.code === 'ENOENT';
}
