/** Answers that were given before, in PostgreSQL, for all processes. */
import type { BlindIndex } from '../../../platform/crypto/key-ring.js';
import { type Database, storableJson } from '../../../platform/db/database.js';
import { tenantTransaction } from '../../../platform/db/tenant.js';
import type { Logger } from '../../../platform/logging/logger.js';
import type { AnswerCache, CacheKey, CachedAnswer } from './cache.js';

/** An answer that nobody has asked for so long is not asked for any more. */
const KEEP_DAYS = 7;
/** Of all bots together. */
const MOST = 20_000;
const BATCH = 5_000;

/** Questions are kept as a keyed hash: who reads the table learns none of them. */
export class PostgresAnswerCache implements AnswerCache {
  readonly #db: Database;
  readonly #index: BlindIndex;
  readonly #log: Logger;

  constructor(db: Database, index: BlindIndex, log: Logger) {
    this.#db = db;
    this.#index = index;
    this.#log = log;
  }

  async find(key: CacheKey): Promise<CachedAnswer | undefined> {
    try {
      return await tenantTransaction(this.#db, key.botId, async (tx) => {
        const [row] = await tx('answer_cache')
          .where({ key: this.#hash(key) })
          .update({ used_at: tx.fn.now(), hits: tx.raw('hits + 1') })
          .returning<CachedAnswer[]>(['text', 'sources']);
        return row;
      });
    } catch (error) {
      this.#log.warn({ err: error, botId: key.botId }, 'the cache of answers could not be read');
      return undefined;
    }
  }

  async keep(key: CacheKey, { text, sources }: CachedAnswer): Promise<void> {
    const row = { bot_id: key.botId, key: this.#hash(key), text, sources: storableJson(sources) };
    try {
      await tenantTransaction(this.#db, key.botId, (tx) => tx('answer_cache').insert(row).onConflict().ignore());
    } catch (error) {
      this.#log.warn({ err: error, botId: key.botId }, 'an answer could not be kept in the cache');
    }
  }

  #hash({ question, lang, model, edition, minConfidence }: CacheKey): Buffer {
    return this.#index.of(JSON.stringify([question, lang, model, edition, minConfidence]), 'answer cache');
  }
}

/** Removes answers that nobody has asked for lately, and the least asked for beyond the most that are kept. */
export async function trimAnswerCache(db: Database, signal?: AbortSignal, most = MOST): Promise<void> {
  const statements = [
    { where: `used_at < now() - interval '${KEEP_DAYS} days'`, order: '' },
    { where: 'true', order: `order by used_at desc offset ${most}` },
  ];
  for (const { where, order } of statements) {
    for (let removed = BATCH; removed === BATCH && signal?.aborted !== true; ) {
      const { rowCount } = await db.raw<{ rowCount: number }>(
        `delete from answer_cache where (bot_id, key) in (select bot_id, key from answer_cache where ${where} ${order} limit ?)`,
        [BATCH],
      );
      removed = rowCount;
    }
  }
}
