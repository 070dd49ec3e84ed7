/**
 * Erases what people asked to have erased, once their day has come, and empties messages and tickets that are older than the
 * bank keeps them, and updates and calls that failed as long ago. Each person is erased in one transaction, together with the
 * audit log's word of it; one who cannot be erased keeps nobody else. What is left of them is a pseudonym; when they come
 * back they begin anew. Safe to run in several processes at once.
 */
import type { Database } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Logger } from '../../platform/logging/logger.js';
import { type Locale, type Texts, localeOf } from '../../locales/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import { enqueueCalls } from '../../telegram/outbox.js';
import { SYSTEM, audit } from '../audit/index.js';
import { emptyOldTickets } from '../tickets/index.js';
import { closeForErasing, dropOldFailures, emptyOldMessages, erasePerson, findDue, takeDue } from './repository.js';

export interface EraserParts {
  readonly db: Database;
  readonly texts: Texts;
  readonly defaultLocale: Locale;
  /** After how many days messages are emptied; 0 keeps them. */
  readonly retentionDays: number;
  readonly log: Logger;
}

const AT_ONCE = 2_000;

export class Eraser {
  readonly #parts: EraserParts;

  constructor(parts: EraserParts) {
    this.#parts = parts;
  }

  /** Erases whatever is due, bot by bot; one bot that fails keeps the others from nothing. */
  async sweep(signal?: AbortSignal): Promise<void> {
    const { db, log } = this.#parts;
    const bots = await db('bots').select<{ bot_id: number }[]>('bot_id');
    for (const { bot_id: botId } of bots) {
      await this.#sweepBot(botId, signal).catch((error: unknown) => {
        log.error({ err: error, botId }, 'what is due could not be erased');
      });
    }
  }

  async #sweepBot(botId: number, signal?: AbortSignal): Promise<void> {
    const { db, log, retentionDays } = this.#parts;
    for (const personId of await tenantTransaction(db, botId, findDue)) {
      if (signal?.aborted) return;
      await this.#erase(botId, personId).catch((error: unknown) => {
        log.error({ err: error, botId, personId }, 'a person could not be erased');
      });
    }
    if (retentionDays === 0) return;
    for (const empty of [emptyOldMessages, emptyOldTickets]) {
      let emptied = AT_ONCE;
      while (emptied === AT_ONCE && !signal?.aborted) {
        emptied = await tenantTransaction(db, botId, (tx) => empty(tx, retentionDays, AT_ONCE));
      }
    }
    await tenantTransaction(db, botId, (tx) => dropOldFailures(tx, retentionDays));
  }

  async #erase(botId: number, personId: number): Promise<void> {
    const { db, texts, defaultLocale } = this.#parts;
    await tenantTransaction(db, botId, async (tx) => {
      const person = await takeDue(tx, personId);
      // Somebody may have called a human since the person was found.
      if (!person || !(await closeForErasing(tx, person.id))) return;
      await erasePerson(tx, botId, person);
      await audit(tx, botId, { actor: SYSTEM, action: 'person.erase', object: `person:${person.id}` });
      const t = texts(localeOf(person.locale) ?? defaultLocale);
      await enqueueCalls(tx, botId, messageCalls(person.telegramId, t('privacy.erased')));
    });
  }
}
