import type { Tx } from '../../platform/db/database.js';
import { asAuditor } from '../../platform/db/tenant.js';

/** How far the sealing of the log has come, for the whole installation. */
export interface LogStanding {
  readonly unsealed: number;
  /** Seconds that the oldest of them has waited. */
  readonly oldestUnsealed: number;
  /** The last head in the archive; null when there is none yet. */
  readonly anchoredAt: Date | null;
  /** How many acts that head covers. */
  readonly anchored: number;
  /** How many acts are sealed; fewer than the head covers when the log was cut. */
  readonly sealed: number;
  /** Seconds that the oldest sealed act has waited for a head in the archive that covers it. */
  readonly oldestUnanchored: number;
}

export async function logStanding(tx: Tx): Promise<LogStanding> {
  const { rows } = await asAuditor(tx, () => tx.raw<{ rows: LogStanding[] }>(STANDING));
  const [standing] = rows;
  if (!standing) throw new Error('Counting has given no row.');
  return standing;
}

const STANDING = `
  with waiting as (select count(*) as count, min(added_at) as since from audit_unsealed),
    head as (select coalesce(max(seq), 0) as seq, max(anchored_at) as at from audit_anchored)
  select waiting.count as unsealed, head.seq as anchored,
    (select coalesce(max(seq), 0) from audit_chain) as sealed, head.at as "anchoredAt",
    coalesce(extract(epoch from now() - waiting.since), 0)::int as "oldestUnsealed",
    coalesce(extract(epoch from now() - (select sealed_at from audit_chain where seq = head.seq + 1)), 0)::int
      as "oldestUnanchored"
  from waiting, head`;
