/** Entries of the FAQ that admins have published: the bank's own words from then on, until they are withdrawn. */
import type { Tx } from '../../platform/db/database.js';
import type { Language } from '../../platform/text/index.js';
import type { Candidate } from './candidates.js';

export interface PublishedEntry {
  readonly id: number;
  readonly lang: Language;
  readonly questions: readonly string[];
  readonly answer: string;
  readonly publishedAt: Date;
}

const COLUMNS = ['id', 'lang', 'questions', 'answer', 'published_at as publishedAt'];

export async function publish(tx: Tx, botId: number, { id, lang, questions, answer }: Candidate, personId: number): Promise<number> {
  const entry = { bot_id: botId, candidate_id: id, lang, questions: [...questions], answer, published_by: personId };
  const [row] = await tx('faq_entries').insert(entry).returning<{ id: number }[]>('id');
  if (!row) throw new Error('An entry was not stored.');
  return row.id;
}

/** Answers whether it was still published. */
export async function withdraw(tx: Tx, id: number, personId: number): Promise<boolean> {
  const withdrawn = { withdrawn_by: personId, withdrawn_at: tx.fn.now() };
  return (await tx('faq_entries').where({ id, withdrawn_at: null }).update(withdrawn)) === 1;
}

/** The latest first. */
export async function listEntries(tx: Tx, limit: number, offset: number): Promise<PublishedEntry[]> {
  const published = tx('faq_entries').where({ withdrawn_at: null }).orderBy('id', 'desc').limit(limit).offset(offset);
  return published.select<PublishedEntry[]>(COLUMNS);
}

export async function findEntry(tx: Tx, id: number): Promise<PublishedEntry | undefined> {
  return tx('faq_entries').where({ id, withdrawn_at: null }).first<PublishedEntry | undefined>(COLUMNS);
}
