import { setImmediate as breathe } from 'node:timers/promises';
import { parseDocument } from './document.js';
import { readFaqFile } from './faq/read.js';
import type { IndexedPassage, KnowledgeContents } from './source.js';
import { passageTerms } from './terms.js';

const DOCUMENT = /\.(?:md|txt)$/i;
const FAQ = /\.ya?ml$/i;
const FAQ_FOLDER = 'faq';

/** What a file (its path with `/`) is to the knowledge base; undefined for files that are none of its business. */
export function kindOf(path: string): 'document' | 'faq' | undefined {
  const parts = path.split('/');
  if (parts.some((part) => part.startsWith('.'))) return undefined;
  if (FAQ.test(path) && parts.slice(0, -1).includes(FAQ_FOLDER)) return 'faq';
  return DOCUMENT.test(path) && parts[0] !== FAQ_FOLDER ? 'document' : undefined;
}

export const EMPTY: KnowledgeContents = { documents: [], passages: [], faq: [], problems: [] };

/** Reads one file of whatever kind. Never throws: what is wrong with it comes back as a problem. */
export async function readFile(path: string, bytes: Uint8Array): Promise<KnowledgeContents> {
  if (kindOf(path) === 'faq') {
    const { entries, problems } = readFaqFile(path, bytes);
    return { ...EMPTY, faq: entries, problems };
  }
  const result = parseDocument(path, bytes);
  if (!result.ok) return { ...EMPTY, problems: [result.problem] };
  const passages: IndexedPassage[] = [];
  for (const passage of result.passages) {
    passages.push({ passage, terms: passageTerms(passage) });
    // Stemming a long document in one go would hold up the updates of everybody.
    if (passages.length % 5 === 0) await breathe();
  }
  return { ...EMPTY, documents: [result.document], passages };
}
