import { type Database, storableJson } from '../../platform/db/database.js';
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

/** The text that is hashed for a row. */
export const ROW_TEXT = `json_build_array(audit_log.id, bot_id, to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
  actor, actor_roles, action, object, outcome, details, surface, trace_id)::text`;
