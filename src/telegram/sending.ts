/**
 * Makes one call of the outbox and records what came of it. A call is recorded before the next one of its chat is
 * made, so a crash repeats at most one call per chat. A call under a guard is made inside the transaction that
 * checks the guard, so that what the guard forbids cannot slip in between.
 */
import { Batcher } from '../platform/batcher.js';
import { type Database, type Tx, isDatabaseUnavailable, storableText } from '../platform/db/database.js';
import { tenantTransaction } from '../platform/db/tenant.js';
import { type BotApi, messageIdsIn } from './bot-api.js';
import { type FileMaker, type OutgoingFile, filesOf, withFiles } from './files.js';
import type { Lease } from './lease.js';
import { type OutboxRow, type OutgoingCall, enqueueCalls } from './outbox.js';
import { findMessageIds, refsIn, resolveRefs } from './refs.js';
import { type SendError, classifySendError } from './send-error.js';
import type { Slots } from './slots.js';

/** What the product has to say about sending. */
export interface SendPolicy {
  /** Whether the condition that a row's `guard` names holds; locks what it read until the transaction ends. */
  mayStillSend(tx: Tx, botId: number, guard: string): Promise<boolean>;
  /** The chat cannot be reached any more (blocked, deleted). Answers calls to other chats that follow from it. */
  becameUnreachable(tx: Tx, botId: number, chatId: number): Promise<readonly OutgoingCall[]>;
  /** Makes the files that payloads name. */
  readonly makeFile: FileMaker;
}

/** What came of a call; `record` writes it down and may be called again when it failed. */
export type Made = { record(): Promise<void> } & (
  | { readonly result: 'sent' | 'cancelled'; readonly error?: undefined }
  | { readonly result: 'failed' | 'retry'; readonly error: SendError }
);

interface Sent {
  readonly row: OutboxRow;
  readonly messageIds: readonly number[];
}

class LeaseOver extends Error {
  override readonly name = 'LeaseOver';
}

/** Shorter than the database's patience with idle transactions, since a guarded call is made inside one. */
const CALL_TIMEOUT_MS = 10_000;

export interface SendingParts {
  readonly db: Database;
  readonly lease: Lease;
  readonly api: BotApi;
  readonly policy: SendPolicy;
  /** A guarded call holds a connection while Telegram answers: places for fewer than the pool has. */
  readonly guardedSlots: Slots;
  readonly callTimeoutMs?: number;
}

export class Sending {
  readonly #db: Database;
  readonly #botId: number;
  readonly #lease: Lease;
  readonly #api: BotApi;
  readonly #policy: SendPolicy;
  readonly #guardedSlots: Slots;
  readonly #callTimeoutMs: number;
  readonly #records: Batcher<Sent, void>;

  constructor({ db, lease, api, policy, guardedSlots, callTimeoutMs = CALL_TIMEOUT_MS }: SendingParts) {
    this.#db = db;
    this.#botId = lease.botId;
    this.#lease = lease;
    this.#api = api;
    this.#policy = policy;
    this.#guardedSlots = guardedSlots;
    this.#callTimeoutMs = callTimeoutMs;
    this.#records = new Batcher<Sent, void>(
      async (batch) => {
        await recordSent(db, lease.botId, batch);
        return [];
      },
      { isOnesFault: (error) => !isDatabaseUnavailable(error) },
    );
  }

  /** Makes the call. A guarded call that was made or dropped is recorded already. */
  async make(row: OutboxRow): Promise<Made> {
    const ids = await findMessageIds(this.#db, this.#botId, row.chatId, refsIn(row.payload));
    const resolved = resolveRefs(row.payload, ids);
    const payload = resolved && (await this.#withFiles(resolved));
    if (!payload) return { result: 'cancelled', record: () => recordState(this.#db, row, 'cancelled') };
    const { guard } = row;
    if (guard !== null) return this.#guardedSlots.run(() => this.#makeGuarded(row, payload, guard));
    try {
      const messageIds = await this.#call(row, payload);
      return { result: 'sent', record: () => this.#records.add({ row, messageIds }) };
    } catch (error) {
      return this.#failed(row, classifySendError(error));
    }
  }

  async #withFiles(payload: Record<string, unknown>): Promise<Record<string, unknown> | undefined> {
    const names = filesOf(payload);
    if (names.length === 0) return payload;
    const files = new Map<string, OutgoingFile | undefined>();
    await tenantTransaction(this.#db, this.#botId, async (tx) => {
      for (const name of names) files.set(name, await this.#policy.makeFile(tx, this.#botId, name));
    });
    return withFiles(payload, files);
  }

  async #makeGuarded(row: OutboxRow, payload: Record<string, unknown>, guard: string): Promise<Made> {
    const result = await tenantTransaction(this.#db, this.#botId, async (tx) => {
      // In this order, since whoever changes what the guard asks about cancels the row afterwards.
      const allowed = await this.#policy.mayStillSend(tx, this.#botId, guard);
      if (!allowed || !(await isStillPending(tx, row))) {
        await recordState(tx, row, 'cancelled');
        return 'cancelled';
      }
      const sent = await this.#call(row, payload).catch(classifySendError);
      if (!Array.isArray(sent)) return sent;
      await recordSent(tx, this.#botId, [{ row, messageIds: sent }]);
      return 'sent';
    });
    if (typeof result === 'object') return this.#failed(row, result);
    return { result, record: () => Promise.resolve() };
  }

  async #call(row: OutboxRow, payload: Record<string, unknown>): Promise<number[]> {
    // Time may have passed since delivery looked; by now another process may be sending for this bot.
    if (!this.#lease.isValid()) throw new LeaseOver();
    return messageIdsIn(await this.#api.call(row.method, { chat_id: row.chatId, ...payload }, this.#callTimeoutMs));
  }

  #failed(row: OutboxRow, error: SendError): Made {
    switch (error.kind) {
      case 'not_modified':
        return { result: 'sent', record: () => recordState(this.#db, row, 'sent') };
      case 'message_gone':
        return { result: 'sent', record: () => this.#sayAnew(row) };
      case 'flood':
      case 'server':
      case 'network':
      case 'unauthorized':
        return { result: 'retry', error, record: () => Promise.resolve() };
      case 'blocked':
      case 'chat_not_found':
      case 'bad_request':
        return { result: 'failed', error, record: () => this.#recordFailure(row, error) };
    }
  }

  /** What was to go on under a message that was deleted is said under a new one; other edits of it are as good as done. */
  async #sayAnew(row: OutboxRow): Promise<void> {
    const { id, chatId, payload: edit, priority, guard, ref } = row;
    await tenantTransaction(this.#db, this.#botId, async (tx) => {
      await recordState(tx, row, 'sent');
      if (ref === null) return;
      const { message_id: _, ...payload } = edit;
      const anew = { chatId, method: 'sendMessage', payload, priority, ref, dedupeKey: `anew:${id}` };
      await enqueueCalls(tx, this.#botId, [{ ...anew, ...(guard !== null && { guard }) }]);
    });
  }

  async #recordFailure(row: OutboxRow, error: SendError): Promise<void> {
    await tenantTransaction(this.#db, this.#botId, async (tx) => {
      await recordState(tx, row, 'failed', storableText(`${error.kind}: ${error.description}`));
      if (error.kind === 'bad_request') return;
      await enqueueCalls(tx, this.#botId, await this.#policy.becameUnreachable(tx, this.#botId, row.chatId));
    });
  }
}

/** Whether nobody has cancelled the row since it was loaded; it stays so until the transaction ends. */
async function isStillPending(tx: Tx, row: OutboxRow): Promise<boolean> {
  const pending = await tx('outbox').where({ id: row.id, state: 'pending' }).forUpdate().first<object | undefined>('id');
  return pending !== undefined;
}

async function recordState(
  db: Database,
  row: OutboxRow,
  state: 'sent' | 'cancelled' | 'failed',
  error: string | null = null,
): Promise<void> {
  await db.raw(
    `update outbox set state = :state, error = :error, finished_at = now(),
       payload = case when :state = 'failed' then payload else '{}' end
     where id = :id and state = 'pending'`,
    { state, error, id: row.id },
  );
}

async function recordSent(db: Database, botId: number, batch: readonly Sent[]): Promise<void> {
  const named = batch.flatMap(({ row: { chatId, ref }, messageIds }) =>
    ref === null ? [] : messageIds.map((messageId) => ({ chatId, messageId, ref })),
  );
  await db.raw(
    `with done as (
       update outbox set state = 'sent', payload = '{}', error = null, finished_at = now()
       where id = any(?::bigint[]) and state = 'pending'
     )
     insert into message_refs (bot_id, chat_id, message_id, ref)
     select ?::bigint, * from unnest(?::bigint[], ?::bigint[], ?::text[])
     on conflict do nothing`,
    [
      batch.map(({ row }) => row.id),
      botId,
      named.map(({ chatId }) => chatId),
      named.map(({ messageId }) => messageId),
      named.map(({ ref }) => ref),
    ],
  );
}
