/**
 * What the processes that answer have read, and when they are asked to read again, for all processes to see: the panel
 * shows it in whichever process runs the bot. One row, since all read the same documents.
 */
import type { Database, Tx } from '../../platform/db/database.js';
import { WakeUp } from '../../platform/db/wake-up.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { KnowledgeBase } from './knowledge-base.js';
import type { KnowledgeDocument, KnowledgeProblem } from './passage.js';

export interface KnowledgeStanding {
  readonly documents: readonly Pick<KnowledgeDocument, 'path' | 'title'>[];
  readonly problems: readonly KnowledgeProblem[];
  /** When they were last read; null until they have been. */
  readonly readAt: Date | null;
}

const CHANNEL = 'teller_knowledge';
/** How often it is looked at without a notification. */
const LOOK_MS = 5_000;

export async function knowledgeStanding(tx: Tx): Promise<KnowledgeStanding> {
  const row = await tx('knowledge_standing').first<KnowledgeStanding | undefined>('documents', 'problems', 'read_at as readAt');
  return row ?? { documents: [], problems: [], readAt: null };
}

/** Has every process that answers read the documents again, once the transaction is committed. */
export async function askToReadAgain(db: Database | Tx): Promise<void> {
  await db('knowledge_standing').update({ asked_at: db.fn.now() });
  await db.raw('select pg_notify(?, ?)', [CHANNEL, '']);
}

/** Keeps a process's knowledge base in step with what is asked of all, and tells all what it has read. */
export class KnowledgeSync {
  readonly #db: Database;
  readonly #knowledge: KnowledgeBase;
  readonly #log: Logger;
  readonly #wakeUp: WakeUp;
  #timer: NodeJS.Timeout | undefined;
  #seen: string | null | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(db: Database, databaseUrl: string, knowledge: KnowledgeBase, log: Logger) {
    this.#db = db;
    this.#knowledge = knowledge;
    this.#log = log;
    this.#wakeUp = new WakeUp(databaseUrl, [CHANNEL], () => void this.#look(), log);
  }

  async start(): Promise<void> {
    this.#knowledge.onChange(() => {
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
    const documents = this.#knowledge.documents().map(({ path, title }) => ({ path, title }));
    const said = { documents: JSON.stringify(documents), problems: JSON.stringify(this.#knowledge.problems()) };
    try {
      await this.#db('knowledge_standing').update({ ...said, read_at: this.#db.fn.now() });
    } catch (error) {
      this.#log.warn({ err: error }, 'what was read of the documents could not be told');
    }
  }
}
