import { inflateRawSync } from 'node:zlib';
import { Unusable } from './unusable.js';

/** A part of an Office document, by its path within. */
export interface Archive {
  /** @throws {Unusable} where it is damaged or larger than it says. */
  text(path: string): string | undefined;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Buffer;
  readonly size: number;
}

const END = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const LISTED = 0x02014b50;
const LISTED_LENGTH = 46;
const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const [STORED, DEFLATED] = [0, 8];
const MOST_ENTRIES = 5_000;
const MOST_BYTES = 150 * 1024 * 1024;
/** Text packs to a twentieth, seldom to a hundredth; what packs better and is large was made to. */
const MOST_RATIO = 200;
const RATIO_FROM = 5 * 1024 * 1024;

/**
 * Opens the zip archive that an Office document is, once all of it has been unpacked without keeping it: what its entries say
 * they hold, and what they do hold, stays within limits, and no XML of it declares entities. So it can be given to a
 * library that unpacks without limits.
 * @throws {Unusable}
 */
export function openArchive(bytes: Uint8Array): Archive {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  refuseOldOffice(file);
  const entries = readEntries(file);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES) throw new Unusable('too_large', `unpacks to ${total} bytes, allowed ${MOST_BYTES}`);
  if (total > RATIO_FROM && total > file.length * MOST_RATIO) {
    throw new Unusable('too_large', `unpacks to ${Math.round(total / file.length)} times its size, allowed ${MOST_RATIO}`);
  }
  for (const entry of entries) check(entry);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    text(path) {
      const entry = byName.get(path);
      return entry && unpack(entry).toString('utf8').replace(/^\uFEFF/, '');
    },
  };
}

/** Office documents with a password, and those of before 2007, are no archives but share a format of their own. */
function refuseOldOffice(file: Buffer): void {
  if (file.readUInt32BE(0) !== 0xd0cf11e0) return;
  if (file.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    throw new Unusable('encrypted', 'the file is protected by a password');
  }
  throw new Unusable('unreadable', 'the file is in the format of Office before 2007');
}

function readEntries(file: Buffer): Entry[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + END_LENGTH > file.length || end < file.length - END_LENGTH - LONGEST_COMMENT) {
    throw new Unusable('unreadable', 'the file is no whole zip archive');
  }
  if (file.readUInt32LE(end) !== END) throw new Unusable('unreadable', 'the file is no zip archive');
  const count = file.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw new Unusable('too_large', `${count} entries, allowed ${MOST_ENTRIES}`);
  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  try {
    for (let read = 0; read < count; read += 1) {
      const { entry, next } = readEntry(file, at);
      entries.push(entry);
      at = next;
    }
  } catch (error) {
    throw error instanceof RangeError ? new Unusable('unreadable', 'the zip archive is damaged') : error;
  }
  return entries;
}

/** @throws {RangeError} where it points outside of the file. */
function readEntry(file: Buffer, at: number): { entry: Entry; next: number } {
  if (file.readUInt32LE(at) !== LISTED) throw new Unusable('unreadable', 'the zip archive is damaged');
  if ((file.readUInt16LE(at + 8) & 1) === 1) throw new Unusable('encrypted', 'the archive is protected by a password');
  const [packedSize, size] = [file.readUInt32LE(at + 20), file.readUInt32LE(at + 24)];
  const nameLength = file.readUInt16LE(at + 28);
  const next = at + LISTED_LENGTH + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  const local = file.readUInt32LE(at + 42);
  if (file.readUInt32LE(local) !== LOCAL) throw new Unusable('unreadable', 'the zip archive is damaged');
  const from = local + LOCAL_LENGTH + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (from + packedSize > file.length) throw new Unusable('unreadable', 'the zip archive is cut off');
  const name = file.toString('utf8', at + LISTED_LENGTH, at + LISTED_LENGTH + nameLength);
  const packed = file.subarray(from, from + packedSize);
  return { entry: { name, method: file.readUInt16LE(at + 10), packed, size }, next };
}

function unpack({ name, method, packed, size }: Entry): Buffer {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Unusable('unreadable', `${name} is packed in an unknown way`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    if (error instanceof RangeError) throw new Unusable('too_large', `${name} unpacks to more than it says`);
    throw new Unusable('unreadable', `${name} is damaged`);
  }
}

function check(entry: Entry): void {
  const content = unpack(entry);
  if (content.length !== entry.size) throw new Unusable('unreadable', `${entry.name} is not as long as it says`);
  if (/\.(?:xml|rels)$/i.test(entry.name) && content.includes('<!DOCTYPE')) {
    throw new Unusable('unreadable', `${entry.name} declares entities, which no Office document does`);
  }
}
