/**
 * The audit log as people read it: newest first, all of it or by who or what. Row-level security keeps bots apart, and
 * from them all what was done to the whole installation.
 */
import type { Tx } from '../../platform/db/database.js';
import { asAuditor } from '../../platform/db/tenant.js';

export interface WrittenAct {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly actor_roles: readonly string[];
  readonly action: string;
  readonly object: string | null;
  readonly outcome: 'done' | 'denied';
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly surface: string;
  readonly trace_id: string | null;
}

export interface ActFilter {
  readonly actor?: string;
  readonly action?: string;
  /** What it was done to, such as `person:12`. */
  readonly object?: string;
  readonly outcome?: 'done' | 'denied';
  /** At this time or later. */
  readonly from?: string;
  /** Before this time. */
  readonly to?: string;
}

export interface ActPage {
  readonly limit: number;
  /** Begins before this act ... */
  readonly beforeId?: number | undefined;
  /** ... or after so many. */
  readonly offset?: number;
}

const COLUMNS = ['id', 'at', 'actor', 'actor_roles', 'action', 'object', 'outcome', 'details', 'surface', 'trace_id'] as const;

/** Whose acts: those in the transaction's bot, or those on the whole installation. */
export type ActScope = 'bot' | 'installation';

export async function listActs(
  tx: Tx,
  scope: ActScope,
  { actor, action, object, outcome, from, to }: ActFilter,
  { limit, beforeId, offset = 0 }: ActPage,
): Promise<WrittenAct[]> {
  return within(tx, scope, () =>
    tx('audit_log')
      .where({ ...(actor && { actor }), ...(action && { action }), ...(object && { object }), ...(outcome && { outcome }) })
      .where('at', '>=', from ?? '-infinity')
      .where('at', '<', to ?? 'infinity')
      .where('id', '<', beforeId ?? Number.MAX_SAFE_INTEGER)
      .orderBy('id', 'desc')
      .limit(limit)
      .offset(offset)
      .select<WrittenAct[]>([...COLUMNS]),
  );
}

export async function findAct(tx: Tx, scope: ActScope, id: number): Promise<WrittenAct | undefined> {
  return within(tx, scope, () => tx('audit_log').where({ id }).first<WrittenAct | undefined>([...COLUMNS]));
}

async function within<T>(tx: Tx, scope: ActScope, read: () => Promise<T>): Promise<T> {
  return scope === 'bot' ? read() : asAuditor(tx, read);
}
