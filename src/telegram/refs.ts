import type { Database, Tx } from '../platform/db/database.js';
import type { MessageRef } from './outbox.js';

/**
 * The payload with every `MessageRef` replaced by the message id that Telegram gave. A reply whose target was never
 * delivered goes out as no reply; anything else that needs a missing message cannot be done: `undefined`.
 */
export function resolveRefs(
  payload: Readonly<Record<string, unknown>>,
  ids: ReadonlyMap<string, number>,
): Record<string, unknown> | undefined {
  const resolved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(payload)) {
    if (isRef(value)) {
      const id = ids.get(value.$ref);
      if (id === undefined) return undefined;
      resolved[key] = id;
    } else if (isRecord(value) && isRef(value.message_id)) {
      const id = ids.get(value.message_id.$ref);
      if (id !== undefined) resolved[key] = { ...value, message_id: id };
    } else resolved[key] = value;
  }
  return resolved;
}

/** The names of the messages that a payload refers to. */
export function refsIn(payload: Readonly<Record<string, unknown>>): string[] {
  return Object.values(payload).flatMap((value) => {
    if (isRef(value)) return [value.$ref];
    return isRecord(value) && isRef(value.message_id) ? [value.message_id.$ref] : [];
  });
}

/** The name of a message of a chat, if it has one. */
export async function refOfMessage(tx: Tx, botId: number, chatId: number, messageId: number): Promise<string | undefined> {
  const row = await tx('message_refs')
    .where({ bot_id: botId, chat_id: chatId, message_id: messageId })
    .first<{ ref: string } | undefined>('ref');
  return row?.ref;
}

/** The newest message of each name in a chat: one that was deleted may have been sent anew under its name. */
export async function findMessageIds(
  db: Database,
  botId: number,
  chatId: number,
  refs: readonly string[],
): Promise<Map<string, number>> {
  if (refs.length === 0) return new Map();
  const rows: { ref: string; id: number }[] = await db('message_refs')
    .where({ bot_id: botId, chat_id: chatId })
    .whereIn('ref', [...refs])
    .groupBy('ref')
    .select('ref', db.raw('max(message_id) as id'));
  return new Map(rows.map(({ ref, id }) => [ref, id]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRef(value: unknown): value is MessageRef {
  return isRecord(value) && typeof value.$ref === 'string';
}
