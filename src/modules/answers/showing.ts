import type { AnswerPart } from './types.js';

/** An answer that takes less time than this is shown at once, and whole. */
const FIRST_AFTER_MS = 2_000;
/** Telegram lets a chat have one message a second; edits count. */
const PAUSE_MS = 1_000;

/**
 * Shows an answer while it is written: not before it has taken a while, then at most once a second, always the newest part,
 * one after another. What fails to be shown is reported and no matter: the answer itself follows.
 */
export class Showing {
  readonly #show: (part: AnswerPart) => Promise<boolean>;
  readonly #failed: (error: unknown) => void;
  #newest: AnswerPart | undefined;
  #notBefore = performance.now() + FIRST_AFTER_MS;
  #timer: NodeJS.Timeout | undefined;
  #atWork: Promise<void> | undefined;
  #over = false;

  /** @param show answers whether more may be shown */
  constructor(show: (part: AnswerPart) => Promise<boolean>, failed: (error: unknown) => void) {
    this.#show = show;
    this.#failed = failed;
  }

  add(part: AnswerPart): void {
    this.#newest = part;
    this.#plan();
  }

  /** Nothing is shown any more once this has resolved. */
  async end(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#timer);
    await this.#atWork;
  }

  #plan(): void {
    if (this.#over || this.#atWork || this.#timer || !this.#newest) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#atWork = this.#showNewest().finally(() => {
        this.#atWork = undefined;
        this.#notBefore = performance.now() + PAUSE_MS;
        this.#plan();
      });
    }, Math.max(0, this.#notBefore - performance.now()));
  }

  async #showNewest(): Promise<void> {
    const part = this.#newest;
    this.#newest = undefined;
    if (!part) return;
    try {
      this.#over ||= !(await this.#show(part));
    } catch (error) {
      this.#failed(error);
    }
  }
}
