import { type Database, type Tx, storableJson } from '../../platform/db/database.js';
import type { AuditEntry } from './entry.js';

/**
 * Adds acts to the audit log in the transaction of the acts, so that neither is without the other.
 * @param botId null for acts on the whole installation, which take a session that is bound to no bot
 */
export async function audit(db: Database, botId: number | null, ...entries: readonly AuditEntry[]): Promise<void> {
  await db.raw(
    `insert into audit_log (bot_id, actor, actor_roles, action, object, outcome, details, surface, trace_id)
     select ?::bigint, actor, array(select json_array_elements_text(roles)), action, object, outcome, details, surface,
       trace_id
     from json_to_recordset(?::json) as entry(actor text, roles json, action text, object text, outcome text,
       details jsonb, surface text, trace_id text)`,
    [botId, storableJson(entries.map(rowOf))],
  );
}

function rowOf({ actor, action, object, outcome = 'done', details }: AuditEntry): object {
  const { id, roles, surface, traceId } = actor;
  return { actor: id, roles, action, object, outcome, details, surface, trace_id: traceId };
}

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: 'done' | 'denied';
}

export interface AuditRow {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly actor_roles: readonly string[];
  readonly object: string | null;
  readonly outcome: string;
  readonly details: object | null;
  readonly surface: string;
  readonly trace_id: string | null;
}

/** The bot's acts before one of them, newest first. */
export async function listAudit(tx: Tx, filter: AuditFilter, limit: number, beforeId?: number): Promise<AuditRow[]> {
  const { actor, action, outcome } = filter;
  return tx('audit_log')
    .where({ ...(actor && { actor }), ...(action && { action }), ...(outcome && { outcome }) })
    .where('id', '<', beforeId ?? Number.MAX_SAFE_INTEGER)
    .orderBy('id', 'desc')
    .limit(limit)
    .select<AuditRow[]>(AUDIT_COLUMNS);
}

const AUDIT_COLUMNS = ['id', 'at', 'actor', 'actor_roles', 'action', 'object', 'outcome', 'details', 'surface', 'trace_id'];

/** The text that is hashed for a row. */
export const ROW_TEXT = `json_build_array(audit_log.id, bot_id, to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
  actor, actor_roles, action, object, outcome, details, surface, trace_id)::text`;
