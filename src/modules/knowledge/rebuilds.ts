import type { KnowledgeLog } from './log.js';

/** Runs one rebuild at a time; requests made while one runs share the next. */
export class Rebuilds {
  readonly #rebuild: () => Promise<void>;
  readonly #log: KnowledgeLog;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(rebuild: () => Promise<void>, log: KnowledgeLog) {
    this.#rebuild = rebuild;
    this.#log = log;
  }

  /** Resolves when a rebuild that started after this call has ended. Never rejects: failures are logged. */
  request(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    if (this.#running === undefined) return this.#start();
    this.#next = this.#running.then(() => {
      this.#next = undefined;
      return this.#start();
    });
    return this.#next;
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    while (this.#running !== undefined || this.#next !== undefined) await (this.#next ?? this.#running);
  }

  #start(): Promise<void> {
    this.#running = this.#rebuild()
      .catch((err: unknown) =>
        this.#log.error({ err }, 'knowledge base not rebuilt, the old one goes on serving'),
      )
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}
