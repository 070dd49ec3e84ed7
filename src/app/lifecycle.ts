import type { Logger } from '../platform/logging/logger.js';

type Release = () => Promise<void> | void;

const GRACE_MS = 9_000;
/** npm passes a signal on to its child that the terminal has sent to both, so that one Ctrl-C arrives twice. */
const ONE_SIGNAL_MS = 1_000;

/** What was opened, to be released last in, first out. */
export class Lifecycle {
  readonly #releases: { readonly name: string; readonly release: Release }[] = [];
  readonly #log: Logger;
  #releasing: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Whoever opens something pushes its release. */
  onRelease(name: string, release: Release): void {
    this.#releases.push({ name, release });
  }

  /** Releases everything, once; one release that fails keeps the others from nothing. */
  release(): Promise<void> {
    this.#releasing ??= this.#releaseAll();
    return this.#releasing;
  }

  /** Releases on SIGTERM or SIGINT and ends the process within ten seconds; a second signal, after a second, at once. */
  releaseOnSignal(): void {
    let first: number | undefined;
    const stop = (signal: NodeJS.Signals): void => {
      first ??= performance.now();
      if (performance.now() - first > ONE_SIGNAL_MS) process.exit(1);
      if (this.#releasing) return;
      this.#log.info({ signal }, 'stopping');
      setTimeout(() => {
        this.#log.error('what is in hand did not finish in time; it is repeated after the next start');
        process.exit(1);
      }, GRACE_MS).unref();
      void this.release().then(() => process.exit(0));
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  }

  async #releaseAll(): Promise<void> {
    for (const { name, release } of [...this.#releases].reverse()) {
      try {
        await release();
      } catch (error) {
        this.#log.error({ err: error, name }, 'something could not be released');
      }
    }
    this.#log.info('stopped');
    this.#log.flush();
  }
}
