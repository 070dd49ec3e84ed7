import type { Database } from '../../platform/db/database.js';
import type { Language } from '../../platform/text/index.js';
import { type FaqEntry, type KnowledgeContents, type KnowledgeSource, versionOf } from '../knowledge/index.js';

interface Row {
  readonly id: number;
  readonly botId: number;
  readonly lang: Language;
  readonly questions: readonly string[];
  readonly answer: string;
}

/** What entries published in the panel are named after, as others are after their file. */
const DOCUMENT = 'faq/published';

/**
 * Entries that admins have published, each for its own bot. Whoever publishes has all processes read again. While the
 * database is away, the entries read last go on to serve.
 */
export function faqEntriesSource(db: Database): KnowledgeSource {
  let last: readonly FaqEntry[] = [];
  return {
    async read(): Promise<KnowledgeContents> {
      const nothing = { documents: [], passages: [], problems: [] };
      try {
        const published = db('faq_entries').where({ withdrawn_at: null }).orderBy('id');
        last = (await published.select<Row[]>('id', 'bot_id as botId', 'lang', 'questions', 'answer')).map(toEntry);
        return { ...nothing, faq: last };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { ...nothing, faq: last, problems: [{ document: DOCUMENT, code: 'unreadable', detail }] };
      }
    },
    watch: () => Promise.resolve(() => Promise.resolve()),
  };
}

function toEntry({ id, botId, lang, questions, answer }: Row): FaqEntry {
  const version = versionOf(Buffer.from(JSON.stringify([questions, answer])));
  return { id: `published-${id}`, lang, questions, answer, document: DOCUMENT, version, botId };
}
