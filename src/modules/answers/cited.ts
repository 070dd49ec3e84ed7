/**
 * What answers were made from, kept as it stood (table `cited_passages`): it can be shown, and proven, by every process
 * and after the document has changed. It holds the bank's words alone; who asked stands in the messages.
 */
import type { Tx } from '../../platform/db/database.js';
import type { Passage } from '../knowledge/index.js';
import type { Source } from './types.js';

/** A source as it is kept with the message that names it. */
export type NamedSource = Omit<Source, 'passage'>;

export function namedSources(sources: readonly Source[]): NamedSource[] {
  return sources.map(({ passage: _, ...source }) => source);
}

/** Keeps the passages of some sources. What is there already stays as it is. */
export async function keepCited(tx: Tx, botId: number, sources: readonly Source[]): Promise<void> {
  const passages = new Map(sources.flatMap(({ passage }) => (passage === undefined ? [] : [[keyOf(passage), passage] as const])));
  if (passages.size === 0) return;
  // In one order for all, so that two who keep the same never wait for each other.
  const rows = [...passages.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, passage]) => rowOf(botId, passage));
  await tx('cited_passages').insert(rows).onConflict(['bot_id', 'passage_id', 'version']).ignore();
}

function keyOf({ id, version }: Passage): string {
  return `${id} ${version}`;
}

function rowOf(botId: number, { id, version, document, title, section, page, lang, text, validFrom, validUntil }: Passage): object {
  const dates = { valid_from: validFrom ?? null, valid_until: validUntil ?? null };
  return { bot_id: botId, passage_id: id, version, document, title, section, page: page ?? null, lang, text, ...dates };
}

/** A passage as an answer cited it. */
export interface CitedPassage {
  readonly document: string;
  readonly title: string;
  readonly section: string;
  readonly page: number | null;
  readonly text: string;
  /** Days, `YYYY-MM-DD`. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** When the answer was given. */
  readonly citedAt: Date;
}

/**
 * The passage that a message to this very person named as its source; undefined for anybody else's message, and once the
 * message was emptied.
 */
export async function findCited(tx: Tx, personId: number, messageId: number, number: number): Promise<CitedPassage | undefined> {
  const { rows } = await tx.raw<{ rows: CitedPassage[] }>(
    `select cited.document, cited.title, cited.section, (source ->> 'page')::int as page, cited.text,
       cited.valid_from::text as "validFrom", cited.valid_until::text as "validUntil", messages.created_at as "citedAt"
     from messages join conversations on conversations.id = messages.conversation_id
       cross join lateral jsonb_array_elements(messages.sources) as source
       join cited_passages as cited on cited.passage_id = source ->> 'passageId' and cited.version = source ->> 'version'
     where messages.id = ? and conversations.person_id = ? and (source ->> 'number')::int = ?`,
    [messageId, personId, number],
  );
  return rows[0];
}
