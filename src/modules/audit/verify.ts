/** Proves that the audit log is as it was written, or names the first row that is not. */
import type { Database } from '../../platform/db/database.js';
import type { ObjectStorage } from '../../platform/storage/storage.js';
import { readAnchors } from './anchors.js';
import { type Link, NOTHING, nextLink } from './chain.js';
import { ROW_TEXT } from './repository.js';

export type Verdict =
  | {
      readonly sound: true;
      readonly rows: number;
      /** Rows so new that they are not chained yet. */
      readonly unsealed: number;
    }
  | {
      readonly sound: false;
      /** Rows before the break, which are sound. */
      readonly rows: number;
      readonly problem: Problem;
    };

export type Problem =
  /** The row is not as it was written. */
  | { readonly kind: 'changed'; readonly auditId: number }
  /** The row was there and is gone. */
  | { readonly kind: 'row_missing'; readonly auditId: number }
  /** A link of the chain is gone. */
  | { readonly kind: 'link_missing'; readonly seq: number }
  /** The chain differs from a head that was kept outside of the database. */
  | { readonly kind: 'rewritten'; readonly seq: number }
  /** The chain ends before a head that was kept outside of the database. */
  | { readonly kind: 'tail_missing'; readonly from: number; readonly to: number }
  /** A row that is neither sealed nor waits for it: it was written past Teller, or kept from the sealer. */
  | { readonly kind: 'row_added'; readonly auditId: number }
  /** The row waits for the sealer longer than anything should; until then nothing proves it. */
  | { readonly kind: 'unsealed'; readonly auditId: number }
  /** From here on the chain is in no head of the archive, although it is old: a tail could be missing. */
  | { readonly kind: 'unanchored'; readonly seq: number };

export interface VerifyParts {
  /** Sessions that may read the log and the chain. */
  readonly db: Database;
  readonly storage: ObjectStorage;
  readonly chainKey: Buffer;
}

interface LinkRow extends Link {
  readonly audit_id: number;
  readonly row_text: string | null;
  readonly is_old: boolean | null;
}

const PAGE = 5_000;
/** What is older has been sealed, and its head kept in the archive, unless something keeps the sealer from it. */
const IS_OLD = `audit_log.at < now() - interval '5 minutes'`;

export async function verifyAudit({ db, storage, chainKey }: VerifyParts): Promise<Verdict> {
  const anchors = bySeq(await readAnchors(storage));
  const anchored = [...anchors.keys()].reduce((newest, seq) => Math.max(newest, seq), 0);
  let head: Link = NOTHING;
  let unanchored: number | undefined;
  for (;;) {
    const page = await linksAfter(db, head.seq);
    for (const row of page) {
      const problem = problemOf(row, head, chainKey, anchors);
      if (problem) return { sound: false, rows: head.seq, problem };
      if (row.seq > anchored && row.is_old) unanchored ??= row.seq;
      head = row;
    }
    if (page.length < PAGE) break;
  }
  const problem = endProblem(head.seq, anchored, unanchored) ?? (await waitingProblem(db)) ?? (await strayProblem(db));
  if (problem) return { sound: false, rows: head.seq, problem };
  return { sound: true, rows: head.seq, unsealed: await countUnsealed(db) };
}

function endProblem(last: number, anchored: number, unanchored: number | undefined): Problem | undefined {
  if (anchored > last) return { kind: 'tail_missing', from: last + 1, to: anchored };
  return unanchored === undefined ? undefined : { kind: 'unanchored', seq: unanchored };
}

function problemOf(
  row: LinkRow,
  before: Link,
  chainKey: Buffer,
  anchors: ReadonlyMap<number, readonly Link[]>,
): Problem | undefined {
  if (row.seq !== before.seq + 1) return { kind: 'link_missing', seq: before.seq + 1 };
  if (row.row_text === null) return { kind: 'row_missing', auditId: row.audit_id };
  if (!nextLink(chainKey, before, row.row_text).hash.equals(row.hash)) return { kind: 'changed', auditId: row.audit_id };
  const kept = anchors.get(row.seq) ?? [];
  return kept.some(({ hash }) => !hash.equals(row.hash)) ? { kind: 'rewritten', seq: row.seq } : undefined;
}

function bySeq(anchors: readonly Link[]): Map<number, Link[]> {
  const grouped = new Map<number, Link[]>();
  for (const anchor of anchors) grouped.set(anchor.seq, [...(grouped.get(anchor.seq) ?? []), anchor]);
  return grouped;
}

async function linksAfter(db: Database, seq: number): Promise<LinkRow[]> {
  const { rows } = await db.raw<{ rows: LinkRow[] }>(
    `select seq, hash, audit_id, case when audit_log.id is not null then ${ROW_TEXT} end as row_text, ${IS_OLD} as is_old
     from audit_chain left join audit_log on audit_log.id = audit_id
     where seq > ? order by seq limit ?`,
    [seq, PAGE],
  );
  return rows;
}

/** The first row that waits for the sealer although it is old, or is gone. */
async function waitingProblem(db: Database): Promise<Problem | undefined> {
  const { rows } = await db.raw<{ rows: { audit_id: number; is_gone: boolean }[] }>(
    `select audit_id, audit_log.id is null as is_gone from audit_unsealed left join audit_log on audit_log.id = audit_id
     where audit_log.id is null or ${IS_OLD} order by audit_id limit 1`,
  );
  const [row] = rows;
  return row && { kind: row.is_gone ? 'row_missing' : 'unsealed', auditId: row.audit_id };
}

/** The first row that is neither chained nor waiting for it; looked for page by page, since a log may be large. */
async function strayProblem(db: Database): Promise<Problem | undefined> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const { rows } = await db.raw<{ rows: { id: number; is_known: boolean }[] }>(
      `select id, coalesce(chained.audit_id, waiting.audit_id) is not null as is_known
       from (select id from audit_log where id > ? order by id limit ?) as page
         left join audit_chain as chained on chained.audit_id = id
         left join audit_unsealed as waiting on waiting.audit_id = id
       order by id`,
      [after, PAGE],
    );
    const stray = rows.find(({ is_known }) => !is_known);
    if (stray) return { kind: 'row_added', auditId: stray.id };
    if (rows.length < PAGE) return undefined;
    after = rows.at(-1)?.id ?? after;
  }
}

async function countUnsealed(db: Database): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>('select count(*) as count from audit_unsealed');
  return rows[0]?.count ?? 0;
}
