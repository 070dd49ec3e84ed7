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
  /** A row that nobody has written through Teller, or that was never sealed. */
  | { readonly kind: 'row_added'; readonly auditId: number };

export interface VerifyParts {
  /** Sessions that may read the log and the chain. */
  readonly db: Database;
  readonly storage: ObjectStorage;
  readonly chainKey: Buffer;
}

interface LinkRow extends Link {
  readonly audit_id: number;
  readonly row_text: string | null;
}

const PAGE = 5_000;

export async function verifyAudit({ db, storage, chainKey }: VerifyParts): Promise<Verdict> {
  const anchors = bySeq(await readAnchors(storage));
  let head: Link = NOTHING;
  for (;;) {
    const page = await linksAfter(db, head.seq);
    for (const row of page) {
      const problem = problemOf(row, head, chainKey, anchors);
      if (problem) return { sound: false, rows: head.seq, problem };
      head = row;
    }
    if (page.length < PAGE) break;
  }
  const anchored = Math.max(0, ...anchors.keys());
  if (anchored > head.seq) {
    return { sound: false, rows: head.seq, problem: { kind: 'tail_missing', from: head.seq + 1, to: anchored } };
  }
  const stray = await strayRow(db);
  if (stray !== undefined) return { sound: false, rows: head.seq, problem: { kind: 'row_added', auditId: stray } };
  return { sound: true, rows: head.seq, unsealed: await countUnsealed(db) };
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
    `select seq, hash, audit_id, case when audit_log.id is not null then ${ROW_TEXT} end as row_text
     from audit_chain left join audit_log on audit_log.id = audit_id
     where seq > ? order by seq limit ?`,
    [seq, PAGE],
  );
  return rows;
}

/** A row that is neither chained nor waiting for it. */
async function strayRow(db: Database): Promise<number | undefined> {
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `select id from audit_log
     where not exists (select from audit_chain where audit_id = id)
       and not exists (select from audit_unsealed where audit_id = id)
     order by id limit 1`,
  );
  return rows[0]?.id;
}

async function countUnsealed(db: Database): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>('select count(*) as count from audit_unsealed');
  return rows[0]?.count ?? 0;
}
