import { setImmediate as breathe } from 'node:timers/promises';
import { parseDocument } from './document.js';
import { CALIBRATION_FILE, readCalibrationFile } from './faq/calibration-file.js';
import { readFaqFile } from './faq/read.js';
import { describedBy, formatOf } from './readers/formats.js';
import type { IndexedPassage, KnowledgeContents } from './source.js';
import { passageTerms } from './terms.js';

const FAQ = /\.ya?ml$/i;
const FAQ_FOLDER = 'faq';

/**
 * What a file (its path with `/`) is to the knowledge base; a description is the file beside a document that says what front
 * matter would. Undefined for files that are none of its business.
 */
export function kindOf(path: string): 'document' | 'description' | 'faq' | 'calibration' | undefined {
  if (path === CALIBRATION_FILE) return 'calibration';
  const parts = path.split('/');
  // Office keeps a file of its own beside one that is open.
  if (parts.some((part) => part.startsWith('.') || part.startsWith('~$'))) return undefined;
  const described = describedBy(path);
  if (described !== undefined && kindOf(described) === 'document') return 'description';
  if (FAQ.test(path) && parts.slice(0, -1).includes(FAQ_FOLDER)) return 'faq';
  return formatOf(path) !== undefined && parts[0] !== FAQ_FOLDER ? 'document' : undefined;
}

export const EMPTY: KnowledgeContents = { documents: [], passages: [], faq: [], problems: [] };

/**
 * Reads one file of whatever kind. Never throws: what is wrong with it comes back as a problem.
 * @param description what the file beside a document holds, where there is one
 */
export async function readFile(path: string, bytes: Uint8Array, description?: Uint8Array): Promise<KnowledgeContents> {
  const kind = kindOf(path);
  if (kind === 'faq') {
    const { entries, problems } = readFaqFile(path, bytes);
    return { ...EMPTY, faq: entries, problems };
  }
  if (kind === 'calibration') return { ...EMPTY, ...readCalibrationFile(path, bytes) };
  if (kind === 'description') {
    return { ...EMPTY, problems: [{ document: path, code: 'front_matter', detail: 'the document it describes is not there' }] };
  }
  const result = await parseDocument(path, bytes, { description });
  if (!result.ok) return { ...EMPTY, problems: [result.problem] };
  const passages: IndexedPassage[] = [];
  for (const passage of result.passages) {
    passages.push({ passage, terms: passageTerms(passage) });
    // Stemming a long document in one go would hold up the updates of everybody.
    if (passages.length % 5 === 0) await breathe();
  }
  return { ...EMPTY, documents: [result.document], passages, problems: result.problems };
}
