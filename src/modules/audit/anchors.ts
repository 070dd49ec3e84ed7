/** Heads of the audit chain, kept outside of the database: an object a day, a line for each head. */
import type { ObjectStorage } from '../../platform/storage/storage.js';
import type { Link } from './chain.js';

const FOLDER = 'audit/heads/';

/** Adds a head to those of its day. One process at a time: see `Sealer`. */
export async function writeAnchor(storage: ObjectStorage, { seq, hash }: Link, at: Date): Promise<void> {
  const key = `${FOLDER}${at.toISOString().slice(0, 10)}.jsonl`;
  const line = `${JSON.stringify({ seq, hash: hash.toString('hex'), at: at.toISOString() })}\n`;
  const before = (await storage.get(key)) ?? Buffer.alloc(0);
  await storage.put(key, Buffer.concat([before, Buffer.from(line)]));
}

/** All heads that were kept, oldest first. */
export async function readAnchors(storage: ObjectStorage): Promise<Link[]> {
  const anchors: Link[] = [];
  for (const key of await storage.list(FOLDER)) {
    const body = (await storage.get(key))?.toString() ?? '';
    for (const line of body.split('\n').filter((each) => each !== '')) {
      const { seq, hash } = JSON.parse(line) as { seq: number; hash: string };
      anchors.push({ seq, hash: Buffer.from(hash, 'hex') });
    }
  }
  return anchors;
}
