/**
 * The outbox: Bot API calls to make, written in the transaction of the act they belong to. Delivery makes them in
 * order per chat. A reply is made at least once: a crash between Telegram's accept and our record repeats it. What a
 * call says is kept until it was made or dropped; the statement that records that empties it.
 */
import { type Database, type Tx, storableJson } from '../platform/db/database.js';
import type { InHand } from './lanes.js';

/** Stands for a message id that is known only once an earlier call in the same chat was delivered. */
export interface MessageRef {
  readonly $ref: string;
}

export interface OutgoingCall {
  readonly chatId: number;
  /** Bot API method, such as `sendMessage`. */
  readonly method: string;
  /** Its parameters without `chat_id`; a `MessageRef` may stand for any message id, a `FileRef` for a file. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Lower goes first between chats; within a chat the order of writing holds. */
  readonly priority?: number;
  /** A second call with the same key for the same bot is dropped. */
  readonly dedupeKey?: string;
  /** Names a condition that must hold in the transaction that sends (see `SendGuard`); else the call is dropped. */
  readonly guard?: string;
  /** Names the message this call creates, or goes on to say. */
  readonly ref?: string;
}

export const OUTBOX_CHANNEL = 'teller_outbox';

/** Adds calls in the order given. For tenant transactions outside of an update's handler (workers). */
export async function enqueueCalls(tx: Tx, botId: number, calls: readonly OutgoingCall[]): Promise<void> {
  if (calls.length === 0) return;
  await tx.raw(
    `with queued as (${INSERT_CALLS} order by call.position on conflict do nothing returning 1)
     select pg_notify(?, ?::text) from (select count(*) from queued) as counted`,
    [botId, serializeCalls(calls), OUTBOX_CHANNEL, botId],
  );
}

/** `insert ... select` with the bot id and the calls as its two parameters. */
export const INSERT_CALLS = `
  insert into outbox (bot_id, chat_id, method, payload, priority, dedupe_key, guard, ref)
  select ?::bigint, call.chat_id, call.method, call.payload, call.priority, call.dedupe_key, call.guard, call.ref
  from json_to_recordset(?::json) as call(position int, update_id bigint, chat_id bigint, method text, payload json,
    priority smallint, dedupe_key text, guard text, ref text)`;

/** The calls as the JSON text that `INSERT_CALLS` reads. Odd Unicode, which PostgreSQL refuses there, is replaced. */
export function serializeCalls(calls: readonly (OutgoingCall & { readonly updateId?: number })[]): string {
  return storableJson(
    calls.map((call, position) => ({
      position,
      update_id: call.updateId,
      chat_id: call.chatId,
      method: call.method,
      payload: call.payload,
      priority: call.priority ?? 0,
      dedupe_key: call.dedupeKey,
      guard: call.guard,
      ref: call.ref,
    })),
  );
}

/** Drops calls under a guard that were not made yet. */
export async function cancelGuardedCalls(tx: Tx, botId: number, guard: string): Promise<void> {
  await tx('outbox')
    .where({ bot_id: botId, state: 'pending', guard })
    .update({ state: 'cancelled', payload: '{}', finished_at: tx.fn.now() });
}

/**
 * Drops what was still to be said of a named message, so that something newer takes its place; a call that is being made goes
 * on, and comes before whatever is added now. Answers whether the message was not begun yet: it has not been sent, and is
 * not being sent now.
 */
export async function supersedeCalls(tx: Tx, botId: number, chatId: number, ref: string): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: { isBegun: boolean }[] }>(
    `with named as (
       select id from outbox where bot_id = :botId and chat_id = :chatId and ref = :ref and state = 'pending'),
     superseded as (
       select id from outbox where id in (select id from named) and state = 'pending' order by id for update skip locked),
     cancelled as (
       update outbox set state = 'cancelled', payload = '{}', finished_at = now() where id in (select id from superseded))
     select exists (select from named where id not in (select id from superseded))
       or exists (select from message_refs where bot_id = :botId and chat_id = :chatId and ref = :ref) as "isBegun"`,
    { botId, chatId, ref },
  );
  return rows[0]?.isBegun !== true;
}

export interface OutboxRow {
  readonly id: number;
  readonly chatId: number;
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly priority: number;
  readonly guard: string | null;
  readonly ref: string | null;
}

/** The next calls of a bot, most urgent first, leaving out rows and chats that delivery has in hand. */
export async function pendingCalls(
  db: Database,
  botId: number,
  except: InHand,
  limit: number,
): Promise<OutboxRow[]> {
  const { rows } = await db.raw<{ rows: OutboxRow[] }>(
    `select id, chat_id as "chatId", method, payload, priority, guard, ref from outbox
     where bot_id = ? and state = 'pending' and id <> all(?::bigint[]) and chat_id <> all(?::bigint[])
     order by priority, id limit ?`,
    [botId, [...except.ids], [...except.chatIds], limit],
  );
  return rows;
}
