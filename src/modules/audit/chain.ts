/**
 * The hash chain over the audit log. Each link is an HMAC over the link before it and one row, with a key that is
 * not in the database: whoever changes, removes or adds a row there cannot make the links fit again.
 */
import { createHmac } from 'node:crypto';

export interface Link {
  readonly seq: number;
  readonly hash: Buffer;
}

/** What the first link follows. */
export const NOTHING: Link = { seq: 0, hash: Buffer.alloc(32) };

/** @param rowText every column of the row, as `ROW_TEXT` gives it */
export function nextLink(key: Buffer, before: Link, rowText: string): Link {
  const hash = createHmac('sha256', key).update(before.hash).update(rowText).digest();
  return { seq: before.seq + 1, hash };
}
