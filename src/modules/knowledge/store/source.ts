/**
 * The documents of the database, for those who answer. A change is seen within a second or two: the trigger of the table
 * says that there is one, and a look every few seconds finds what was missed. A version is read once, however often the
 * others change. Of each document one version holds on a day: the newest whose first day has come.
 */
import type { Database } from '../../../platform/db/database.js';
import { WakeUp } from '../../../platform/db/wake-up.js';
import type { Logger } from '../../../platform/logging/logger.js';
import { EMPTY, readFile } from '../file.js';
import type { IndexedPassage, KnowledgeContents, KnowledgeSource } from '../source.js';
import { ownedBy, pathOf } from '../scope.js';
import { together } from '../source.js';
import { type Span, addDays, dayBefore, within } from '../span.js';
import { passageTerms } from '../terms.js';

export interface StoredSourceOptions {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly clock: () => Date;
}

const CHANNEL = 'teller_documents';
/** How often it is looked at without a notification. */
const LOOK_MS = 5_000;
/** Days after its last one at which a version is read no more; time zones and clocks differ. */
const LEFT_AFTER_DAYS = 2;
/** Stands for a state that is to be read again. */
const UNKNOWN = '';

interface VersionRow {
  readonly id: number;
  readonly botId: number | null;
  readonly documentId: number;
  readonly name: string;
  readonly title: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

export function storedSource(options: StoredSourceOptions): KnowledgeSource {
  const source = new StoredSource(options);
  return { read: () => source.read(), watch: (changed) => source.watch(changed) };
}

class StoredSource {
  readonly #options: StoredSourceOptions;
  #parsed = new Map<number, KnowledgeContents>();
  #last: KnowledgeContents = EMPTY;
  /** Names the state that was read last; undefined before. */
  #stamp: string | undefined;

  constructor(options: StoredSourceOptions) {
    this.#options = options;
  }

  async read(): Promise<KnowledgeContents> {
    const { db, log } = this.#options;
    try {
      // Before the rows: what comes in between is read twice rather than never.
      const stamp = await stampOf(db);
      this.#last = await this.#readAll();
      this.#stamp = stamp;
      return this.#last;
    } catch (err) {
      log.warn({ err }, 'the documents of the database could not be read, the former ones go on');
      this.#stamp = UNKNOWN;
      const problem = { document: '', code: 'unreadable', detail: 'the documents of the database cannot be read' } as const;
      return { ...this.#last, problems: [...this.#last.problems, problem] };
    }
  }

  async watch(changed: () => void): Promise<() => Promise<void>> {
    const { db, databaseUrl, log } = this.#options;
    const look = async (): Promise<void> => {
      try {
        const stamp = await stampOf(db);
        if (this.#stamp !== undefined && this.#stamp !== stamp) changed();
      } catch (err) {
        log.warn({ err }, 'it is not known whether the documents of the database have changed');
      }
    };
    const wakeUp = new WakeUp(databaseUrl, [CHANNEL], () => void look(), log);
    await wakeUp.start();
    const timer = setInterval(() => void look(), LOOK_MS);
    return async () => {
      clearInterval(timer);
      await wakeUp.release();
    };
  }

  async #readAll(): Promise<KnowledgeContents> {
    const rows = await versionsOf(this.#options.db);
    const before = this.#parsed;
    this.#parsed = new Map();
    const all: KnowledgeContents[] = [];
    const takesOver = new Map<string, string>();
    for (const versions of byDocument(rows)) {
      const { contents, from } = await this.#readDocument(versions, before);
      all.push(...contents);
      const [{ botId, name }] = versions;
      if (from !== undefined) takesOver.set(pathOf(botId, name), from);
    }
    return { ...together(all), takesOver };
  }

  /** @param versions newest first */
  async #readDocument(
    versions: readonly VersionRow[],
    before: ReadonlyMap<number, KnowledgeContents>,
  ): Promise<{ contents: KnowledgeContents[]; from: string | undefined }> {
    const contents: KnowledgeContents[] = [];
    const left = addDays(this.#options.clock().toISOString().slice(0, 10), -LEFT_AFTER_DAYS);
    // The first day of the versions newer than the one looked at.
    let from: string | undefined;
    for (const version of versions) {
      const span = within(spanOf(version), from === undefined ? {} : { validUntil: dayBefore(from) });
      if (span && (span.validUntil === undefined || span.validUntil >= left)) {
        const parsed = before.get(version.id) ?? (await this.#parse(version));
        contents.push(held(parsed, version.title, span));
        // What cannot be read takes the place of nothing. It could be when it came, so that the next time it is tried again.
        if (parsed.documents.length === 0 && parsed.faq.length === 0) continue;
        this.#parsed.set(version.id, parsed);
      }
      const first = version.validFrom ?? '';
      if (from === undefined || first < from) from = first;
      if (from === '') break;
    }
    return { contents, from };
  }

  async #parse({ id, botId, name }: VersionRow): Promise<KnowledgeContents> {
    const row = await this.#options.db('document_versions').where({ id }).first<{ content: Buffer } | undefined>('content');
    return row ? ownedBy(botId ?? undefined, await readFile(pathOf(botId, name), row.content)) : EMPTY;
  }
}

/** What a version holds on the days that are left to it, under the title that it was given. */
function held({ documents, passages, faq, problems }: KnowledgeContents, title: string, span: Span): KnowledgeContents {
  const placed = <T extends Span>({ validFrom: _from, validUntil: _until, ...each }: T) => ({ ...each, ...span, title });
  const asPassage = ({ passage, terms }: IndexedPassage): IndexedPassage => {
    const own = placed(passage);
    return { passage: own, terms: passage.title === title ? terms : passageTerms(own) };
  };
  return {
    documents: documents.map(placed),
    passages: passages.map(asPassage),
    faq: faq.flatMap((entry) => within(entry, span) ?? []),
    problems,
  };
}

function spanOf({ validFrom, validUntil }: VersionRow): Span {
  return { ...(validFrom !== null && { validFrom }), ...(validUntil !== null && { validUntil }) };
}

function byDocument(rows: readonly VersionRow[]): (readonly [VersionRow, ...VersionRow[]])[] {
  const documents: [VersionRow, ...VersionRow[]][] = [];
  for (const row of rows) {
    const last = documents.at(-1);
    if (last?.[0].documentId === row.documentId) last.push(row);
    else documents.push([row]);
  }
  return documents;
}

/** What is not withdrawn, document by document, each with its newest version first. */
async function versionsOf(db: Database): Promise<VersionRow[]> {
  const { rows } = await db.raw<{ rows: VersionRow[] }>(
    `select document_versions.id, documents.bot_id as "botId", document_id as "documentId", name, title,
       valid_from::text as "validFrom", valid_until::text as "validUntil"
     from document_versions join documents on documents.id = document_id
     where withdrawn_at is null order by document_id, document_versions.id desc`,
  );
  return rows;
}

async function stampOf(db: Database): Promise<string> {
  const { rows } = await db.raw<{ rows: { stamp: string }[] }>(
    `select md5(coalesce(string_agg(concat_ws(' ', id, valid_from, '|', valid_until), ',' order by id), '')) as stamp
     from document_versions where withdrawn_at is null`,
  );
  return rows[0]?.stamp ?? UNKNOWN;
}
