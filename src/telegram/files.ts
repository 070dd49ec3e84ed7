import type { Tx } from '../platform/db/database.js';

/**
 * Stands in a payload for a file that is made anew when the call is made: nothing of what is in it waits in the
 * outbox.
 */
export interface FileRef {
  readonly $file: string;
}

/** A file as it is uploaded. */
export interface OutgoingFile {
  readonly filename: string;
  readonly source: Buffer;
}

/** Makes the file of a name, from what is stored now; undefined when there is nothing to make it of. */
export type FileMaker = (tx: Tx, botId: number, name: string) => Promise<OutgoingFile | undefined>;

/** The names of the files that a payload waits for. */
export function filesOf(payload: Readonly<Record<string, unknown>>): string[] {
  return Object.values(payload).flatMap((value) => (isFileRef(value) ? [value.$file] : []));
}

/** The payload with its files; undefined when one of them cannot be made. */
export function withFiles(
  payload: Readonly<Record<string, unknown>>,
  files: ReadonlyMap<string, OutgoingFile | undefined>,
): Record<string, unknown> | undefined {
  const filled = Object.entries(payload).map(([key, value]) => [key, isFileRef(value) ? files.get(value.$file) : value]);
  return filled.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(filled) as Record<string, unknown>);
}

function isFileRef(value: unknown): value is FileRef {
  return typeof value === 'object' && value !== null && '$file' in value && typeof value.$file === 'string';
}
