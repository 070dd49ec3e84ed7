import { type Database, isDatabaseUnavailable } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Logger } from '../../platform/logging/logger.js';
import { findSettings } from './settings-repository.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';

/** For so long what was read counts as what is set. */
const LIFE_MS = 2_000;

interface Known {
  readonly settings: Promise<Settings>;
  readonly until: number;
}

/**
 * The settings of all bots for those who need them with every update: read once in two seconds, so that a
 * change counts everywhere within those. While they cannot be read, the last ones go on to count; where there
 * are none and what is stored makes no sense, those that Teller comes with. Rejects only where none were read
 * yet and PostgreSQL is away.
 */
export class BotSettings {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #clock: () => number;
  readonly #known = new Map<number, Known>();

  /**
   * @param db connections that no handler's transaction takes, since a handler may wait for these with one
   *   open
   * @param clock monotonic milliseconds
   */
  constructor(db: Database, log: Logger, clock: () => number = () => performance.now()) {
    this.#db = db;
    this.#log = log;
    this.#clock = clock;
  }

  get(botId: number): Promise<Settings> {
    const now = this.#clock();
    const known = this.#known.get(botId);
    if (known && now < known.until) return known.settings;
    const settings = this.#read(botId, known?.settings);
    const entry = { settings, until: now + LIFE_MS };
    this.#known.set(botId, entry);
    settings.catch(() => {
      if (this.#known.get(botId) === entry) this.#known.delete(botId);
    });
    return settings;
  }

  async #read(botId: number, last: Promise<Settings> | undefined): Promise<Settings> {
    try {
      const { settings, isSound } = await tenantTransaction(this.#db, botId, (tx) => findSettings(tx, botId));
      if (isSound) return settings;
      this.#log.error({ botId }, 'the settings of a bot make no sense');
    } catch (error) {
      this.#log.error({ err: error, botId }, 'the settings of a bot could not be read');
      if (!last && isDatabaseUnavailable(error)) throw error;
    }
    return last ?? DEFAULT_SETTINGS;
  }
}
