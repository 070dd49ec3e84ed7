import { storableText } from '../../../platform/db/database.js';
import { clip, visible } from '../../../platform/text/index.js';
import { kindOf, readFile } from '../file.js';
import type { KnowledgeProblem } from '../passage.js';
import { pathOf } from '../scope.js';
import { documentName } from './names.js';

/** The largest file that is kept, in bytes: what Telegram lets a bot fetch. */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;

/** As much of a title as the API takes. */
const TITLE_LENGTH = 200;

/** Why a file is not taken. */
export interface Unusable {
  readonly ok: false;
  readonly code: KnowledgeProblem['code'] | 'name' | 'kind';
  /** In English, for logs and programs. */
  readonly detail: string;
}

/** A file that can be answered from. */
export interface Usable {
  readonly ok: true;
  readonly botId: number | null;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly title: string;
  /** Passages, or questions of an FAQ. */
  readonly passages: number;
  /** What it says about itself; an FAQ says it of its entries. */
  readonly validFrom: string | undefined;
  readonly validUntil: string | undefined;
}

/** Whether documents may be called so. */
export function checkName(given: string): Unusable | { readonly ok: true; readonly name: string } {
  const name = documentName(given);
  if (name === undefined) return { ok: false, code: 'name', detail: 'the name is no path of a document' };
  if (kindOf(name) === undefined) return { ok: false, code: 'kind', detail: 'files of this kind, or in this place, are not read' };
  return { ok: true, name };
}

/** Reads a file as those who answer will, before it is stored. `botId` is null for all bots. */
export async function checkUpload(botId: number | null, given: string, bytes: Uint8Array): Promise<Usable | Unusable> {
  const named = checkName(given);
  if (!named.ok) return named;
  const { name } = named;
  if (bytes.length > MAX_UPLOAD_BYTES) return { ok: false, code: 'too_large', detail: `${bytes.length} bytes, allowed ${MAX_UPLOAD_BYTES}` };
  const { documents, passages, faq, problems } = await readFile(pathOf(botId, name), bytes);
  const [document] = documents;
  if (!document && faq.length === 0) {
    const [problem = { code: 'empty', detail: 'there is nothing in it' } as const] = problems;
    return { ok: false, code: problem.code, detail: problem.detail };
  }
  const { title: said = '', validFrom, validUntil } = document ?? {};
  const title = clip(storableText(visible(said)).replace(/\s+/g, ' ').trim(), TITLE_LENGTH) || name;
  return { ok: true, botId, name, bytes, title, passages: document ? passages.length : faq.length, validFrom, validUntil };
}
