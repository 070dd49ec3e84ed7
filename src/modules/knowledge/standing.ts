/**
 * What the processes that answer have read, and when they are asked to read again, for all processes to see: the panel
 * shows it in whichever process runs the bot. All read the same documents: one row has what is for all bots, and another
 * one each bot with documents of its own what is for that bot alone.
 */
import type { Database, Tx } from '../../platform/db/database.js';
import { WakeUp } from '../../platform/db/wake-up.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { KnowledgeBase } from './knowledge-base.js';
import type { KnowledgeDocument, KnowledgeProblem } from './passage.js';

export type StandingDocument = Pick<KnowledgeDocument, 'path' | 'title' | 'version' | 'passages' | 'validFrom' | 'validUntil' | 'botId'>;

export interface KnowledgeStanding {
  readonly documents: readonly StandingDocument[];
  readonly problems: readonly KnowledgeProblem[];
  /** When they were last read; null until they have been. */
  readonly readAt: Date | null;
}

type Read = Pick<KnowledgeStanding, 'documents' | 'problems'>;

const CHANNEL = 'teller_knowledge';
/** How often it is looked at without a notification. */
const LOOK_MS = 5_000;

/** What was read for the bot of the transaction: what is for all, and what is its own. */
export async function knowledgeStanding(tx: Tx): Promise<KnowledgeStanding> {
  const shared = await tx('knowledge_standing').first<KnowledgeStanding | undefined>('documents', 'problems', 'read_at as readAt');
  const own = await tx('knowledge_standing_own').first<Read | undefined>('documents', 'problems');
  return {
    documents: [...(shared?.documents ?? []), ...(own?.documents ?? [])],
    problems: [...(shared?.problems ?? []), ...(own?.problems ?? [])],
    readAt: shared?.readAt ?? null,
  };
}

/** Has every process that answers read the documents again, once the transaction is committed. */
export async function askToReadAgain(db: Database | Tx): Promise<void> {
  await db('knowledge_standing').update({ asked_at: db.fn.now() });
  await db.raw('select pg_notify(?, ?)', [CHANNEL, '']);
}

export interface SyncOptions {
  /** Whether it tells all what it has read: not where that is a part of what the others read. */
  readonly tells?: boolean;
}

/** Keeps a process's knowledge base in step with what is asked of all, and tells all what it has read. */
export class KnowledgeSync {
  readonly #db: Database;
  readonly #knowledge: KnowledgeBase;
  readonly #log: Logger;
  readonly #wakeUp: WakeUp;
  readonly #tells: boolean;
  #timer: NodeJS.Timeout | undefined;
  #seen: string | null | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(db: Database, databaseUrl: string, knowledge: KnowledgeBase, log: Logger, { tells = true }: SyncOptions = {}) {
    this.#db = db;
    this.#knowledge = knowledge;
    this.#log = log;
    this.#tells = tells;
    this.#wakeUp = new WakeUp(databaseUrl, [CHANNEL], () => void this.#look(), log);
  }

  async start(): Promise<void> {
    this.#knowledge.onChange(() => {
      if (!this.#tells) return;
      this.#saving = this.#saving.then(() => this.#save());
    });
    await this.#look();
    await this.#wakeUp.start();
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#wakeUp.release();
    await this.#saving;
  }

  async #look(): Promise<void> {
    try {
      const row = await this.#db('knowledge_standing').first<{ asked: string | null }>(this.#db.raw('asked_at::text as asked'));
      const before = this.#seen;
      this.#seen = row.asked;
      if (before !== undefined && before !== row.asked) await this.#knowledge.reload();
    } catch (error) {
      this.#log.warn({ err: error }, 'it is not known whether the documents are to be read again');
    }
  }

  async #save(): Promise<void> {
    const read = { documents: this.#knowledge.documents().map(asStanding), problems: this.#knowledge.problems() };
    try {
      await this.#db.transaction(async (tx) => {
        await tx('knowledge_standing').update({ ...readFor(undefined, read), read_at: tx.fn.now() });
        await saveOwn(tx, read);
      });
    } catch (error) {
      this.#log.warn({ err: error }, 'what was read of the documents could not be told');
    }
  }
}

/** A folder may be named by the id of a bot that there is not. */
async function saveOwn(tx: Tx, read: Read): Promise<void> {
  const botIds = [...new Set([...read.documents, ...read.problems].flatMap(({ botId }) => botId ?? []))].sort((one, other) => one - other);
  await tx('knowledge_standing_own').whereNotIn('bot_id', botIds).delete();
  for (const botId of botIds) {
    const { documents, problems } = readFor(botId, read);
    await tx.raw(
      `insert into knowledge_standing_own (bot_id, documents, problems) select bot_id, ?, ? from bots where bot_id = ?
       on conflict (bot_id) do update set documents = excluded.documents, problems = excluded.problems`,
      [documents, problems, botId],
    );
  }
}

function readFor(botId: number | undefined, { documents, problems }: Read): { documents: string; problems: string } {
  const own = (each: { readonly botId?: number }): boolean => each.botId === botId;
  return { documents: JSON.stringify(documents.filter(own)), problems: JSON.stringify(problems.filter(own)) };
}

function asStanding({ path, title, version, passages, validFrom, validUntil, botId }: KnowledgeDocument): StandingDocument {
  return {
    ...{ path, title, version, passages },
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    ...(botId !== undefined && { botId }),
  };
}
