/**
 * Chains what the acts have added to the audit log, a moment later and in one place, so that no act waits for
 * another's; and anchors the chain's head in the archive, so that a tail that was cut off is missed. Of several
 * processes one seals at a time, under an advisory lock; whoever is killed in between leaves the work to the next.
 */
import { type Database, type Tx, isDatabaseUnavailable } from '../../platform/db/database.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { ObjectStorage } from '../../platform/storage/storage.js';
import { writeAnchor } from './anchors.js';
import { type Link, NOTHING, nextLink } from './chain.js';
import { ROW_TEXT } from './repository.js';

export interface SealerParts {
  /** Sessions that may read the log and add to the chain, and nothing else. */
  readonly db: Database;
  readonly storage: ObjectStorage;
  readonly chainKey: Buffer;
  readonly log: Logger;
  readonly anchorEveryMs?: number;
}

const BATCH = 1_000;
/** A notification with each act would make the commits of acts wait for one another. */
const SWEEP_MS = 2_000;
/** Half of the minute within which the head is to be outside of the database. */
const ANCHOR_EVERY_MS = 30_000;
const ADVISORY_LOCK = 7_355_609;

export class Sealer {
  readonly #parts: SealerParts;
  #sweep: NodeJS.Timeout | undefined;
  #anchoring: NodeJS.Timeout | undefined;
  #sealing: Promise<void> | undefined;
  #starting: Promise<void> | undefined;
  #again = false;
  #anchored = 0;

  constructor(parts: SealerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#sweep = setInterval(() => this.wake(), SWEEP_MS);
    this.#anchoring = setInterval(() => void this.#anchor(), this.#parts.anchorEveryMs ?? ANCHOR_EVERY_MS);
    this.wake();
    // What a process that was killed had sealed may lack its head in the archive.
    this.#starting = this.#sealing?.then(() => this.#anchor());
  }

  /** Says that the log may have new rows. */
  wake(): void {
    this.#again = true;
    this.#sealing ??= this.#sealAll();
  }

  /** Seals what there is and anchors the head. */
  async release(): Promise<void> {
    clearInterval(this.#sweep);
    clearInterval(this.#anchoring);
    this.wake();
    await Promise.all([this.#sealing, this.#starting]);
    await this.#anchor();
  }

  async #sealAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        while ((await sealSome(this.#parts)) === BATCH);
      } catch (error) {
        this.#tell(error, 'audit rows could not be sealed');
      }
    }
    // In the same turn as the last look at `#again`, so that no wake falls in between.
    this.#sealing = undefined;
  }

  async #anchor(): Promise<void> {
    const { db, storage } = this.#parts;
    try {
      await db.transaction(async (tx) => {
        await tx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
        const head = await headOf(tx);
        if (head.seq === this.#anchored) return;
        await writeAnchor(storage, head, new Date());
        await tx.raw(NOTE_ANCHOR, [head.seq]);
        this.#anchored = head.seq;
      });
    } catch (error) {
      this.#tell(error, "the audit log's head could not be anchored");
    }
  }

  #tell(error: unknown, message: string): void {
    const { log } = this.#parts;
    if (isDatabaseUnavailable(error)) log.warn({ err: error }, message);
    else log.error({ err: error }, message);
  }
}

/** Chains the oldest rows that are in no chain yet; answers how many. */
async function sealSome({ db, chainKey }: SealerParts): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
    const { rows } = await tx.raw<{ rows: { id: number; row_text: string }[] }>(
      `select id, ${ROW_TEXT} as row_text from audit_unsealed join audit_log on id = audit_id order by id limit ?`,
      [BATCH],
    );
    let head = await headOf(tx);
    const links = rows.map(({ id, row_text }) => {
      head = nextLink(chainKey, head, row_text);
      return { ...head, id };
    });
    await addLinks(tx, links);
    return links.length;
  });
}

async function addLinks(tx: Tx, links: readonly (Link & { readonly id: number })[]): Promise<void> {
  if (links.length === 0) return;
  await tx.raw(
    `with added as (
       insert into audit_chain (seq, audit_id, hash)
       select seq, id, decode(hash, 'hex') from json_to_recordset(?::json) as link(seq bigint, id bigint, hash text)
       returning audit_id
     )
     delete from audit_unsealed where audit_id in (select audit_id from added)`,
    [JSON.stringify(links.map(({ seq, id, hash }) => ({ seq, id, hash: hash.toString('hex') })))],
  );
}

const NOTE_ANCHOR = `
  insert into audit_anchored (seq, anchored_at) values (?, clock_timestamp())
  on conflict (only_row) do update set seq = excluded.seq, anchored_at = excluded.anchored_at`;

async function headOf(db: Database): Promise<Link> {
  const { rows } = await db.raw<{ rows: Link[] }>('select seq, hash from audit_chain order by seq desc limit 1');
  return rows[0] ?? NOTHING;
}
