/** The audit log as people read it: newest first, all of it or by who or what. Row-level security keeps bots apart. */
import type { Tx } from '../../platform/db/database.js';

export interface WrittenAct {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly object: string | null;
  readonly outcome: 'done' | 'denied';
  readonly details: Readonly<Record<string, unknown>> | null;
}

export interface ActFilter {
  readonly actor?: string;
  readonly action?: string;
}

const COLUMNS = ['id', 'at', 'actor', 'action', 'object', 'outcome', 'details'] as const;

export async function listActs(tx: Tx, filter: ActFilter, limit: number, offset: number): Promise<WrittenAct[]> {
  return tx('audit_log').where(filter).orderBy('id', 'desc').limit(limit).offset(offset).select<WrittenAct[]>([...COLUMNS]);
}

export async function findAct(tx: Tx, id: number): Promise<WrittenAct | undefined> {
  return tx('audit_log').where({ id }).first<WrittenAct | undefined>([...COLUMNS]);
}
