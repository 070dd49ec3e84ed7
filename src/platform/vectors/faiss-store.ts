/**
 * A built index on disk: a data file named by its digest, and a small manifest that names it. The manifest
 * is replaced last and in one step, so a process killed at any moment leaves the old index or the new one,
 * whole. Several processes may save here at once, those of other containers too: each writes files of its own, and
 * whoever is last is found.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync,
  statfsSync, statSync, writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({ identity: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const TEMPORARY = '.tmp';
const ABANDONED_MS = 3_600_000;

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function dataFile(file: string, sha256: string): string {
  return `${file}.${sha256.slice(0, 16)}`;
}

function flush(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeOthers(file: string, keep: string): void {
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(`${basename(file)}.`) || name === basename(keep)) continue;
    const other = join(dirname(file), name);
    if (!name.endsWith(TEMPORARY) || isAbandoned(other)) rmSync(other, { force: true });
  }
}

/** Whether whoever wrote a temporary file has died over it, rather than being about to finish. */
function isAbandoned(file: string): boolean {
  const { mtimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > ABANDONED_MS;
}

/**
 * The data file of the index saved under `identity`, checked against its digest; undefined when there is
 * none.
 * @throws {Error} that says what is wrong with the one that is there.
 */
export function findSaved(file: string, identity: string): string | undefined {
  if (!statSync(file, { throwIfNoEntry: false })) return undefined;
  const manifest = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (manifest.identity !== identity) return undefined;
  const data = dataFile(file, manifest.sha256);
  if (digestOf(data) !== manifest.sha256) throw new Error('its digest does not match');
  return data;
}

/**
 * Saves an index that `write` puts into the file it is given, of about `bytes` bytes.
 * @throws {Error} when the disk is full or not writable; what was saved before stays.
 */
export function save(file: string, identity: string, bytes: number, write: (path: string) => void): void {
  mkdirSync(dirname(file), { recursive: true });
  const { bavail, bsize } = statfsSync(dirname(file));
  // FAISS cannot be relied on to report a full disk without ending the process.
  if (bavail * bsize < 2 * bytes) throw new Error('there is not enough room on the disk');
  const temporary = `${file}.${randomUUID()}${TEMPORARY}`;
  write(temporary);
  flush(temporary);
  const sha256 = digestOf(temporary);
  const data = dataFile(file, sha256);
  renameSync(temporary, data);
  const manifest = `${file}.${randomUUID()}${TEMPORARY}`;
  writeFileSync(manifest, JSON.stringify({ identity, sha256 }), { flush: true });
  renameSync(manifest, file);
  removeOthers(file, data);
}
