/**
 * The ledger of broadcasts: who is to get one, and what came of it. A person stands in it once for each broadcast, and
 * the state of their row moves from `waiting` to `sending` before anything is said to them, and never back unless it
 * is known that nothing was: so nobody gets a broadcast twice, whoever dies when.
 */
import { type Database, type Tx, storableJson } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import type { Lease } from '../../telegram/lease.js';
import type { Fare } from '../../telegram/limits.js';
import type { Begun, MailingCall, MailingLedger, MailingOutcome, MailingResult } from '../../telegram/mailing-ledger.js';
import { type Locale, type Texts, localeOf } from '../../locales/index.js';
import { mayDelete, nextDeletions, recordDeletions } from './aftermath/undo.js';
import { SYSTEM, audit } from '../audit/index.js';
import { findSettings } from '../bots/index.js';
import { standingSql } from './audience/recipients.js';
import { CALLS, PERSON_OF, type Recipient, callBindings, idOf, isDeletion, recipientOf } from './call-ids.js';
import { callsOf } from './calls.js';
import { type BroadcastContent, languageFor } from './content.js';
import { unsettle } from './counts.js';
import { givenUp, moveBroadcast } from './repository.js';
import { buttonBelow } from './views.js';

interface WaitingRow extends Recipient {
  readonly chatId: number;
  readonly locale: string | null;
}

interface Saying {
  readonly id: number;
  readonly content: BroadcastContent;
  readonly service: boolean;
}

/** Called in the transaction that records that a chat cannot be reached. */
export type BecameUnreachable = (tx: Tx, botId: number, chatId: number) => Promise<void>;

export interface LedgerParts {
  readonly db: Database;
  readonly texts: Texts;
  readonly defaultLocale: Locale;
  readonly becameUnreachable: BecameUnreachable;
}

/** Why somebody's row is `unknown` whose call nobody is at any more. */
export const LOST = 'the process that sent was lost';
/** Longer than a call and its record may take: what began before and is not in hand is at nobody's. */
const FORGOTTEN_AFTER = '1 minute';

export class BroadcastLedger implements MailingLedger {
  readonly #db: Database;
  readonly #parts: LedgerParts;

  constructor(parts: LedgerParts) {
    this.#db = parts.db;
    this.#parts = parts;
  }

  next(botId: number, inHand: readonly string[], limit: number, fare: Fare): Promise<MailingCall[]> {
    return tenantTransaction(this.#db, botId, async (tx) => {
      const paidRate = await paidRateOf(tx, botId);
      // What was to be paid for goes as all else does once the bank pays no more.
      if (paidRate === null) return fare === 'paid' ? [] : this.#free(tx, botId, inHand, limit);
      if (fare === 'free') return this.#free(tx, botId, inHand, limit, false);
      return (await this.#messages(tx, botId, inHand, limit, true)).map((call) => paidCall(call, paidRate));
    });
  }

  /** What somebody wants back must not wait behind what somebody wants to say. */
  async #free(tx: Tx, botId: number, inHand: readonly string[], limit: number, paid?: boolean): Promise<MailingCall[]> {
    const deletions = await nextDeletions(tx, inHand, limit);
    return [...deletions, ...(await this.#messages(tx, botId, inHand, limit - deletions.length, paid))];
  }

  /** A broadcast that cannot be said, such as one of a later version's, is held, so that it holds up nobody else. */
  async #messages(tx: Tx, botId: number, inHand: readonly string[], limit: number, paid?: boolean): Promise<MailingCall[]> {
    const rows = await waitingRecipients(tx, inHand, limit, paid);
    const sayings = await sayingsOf(tx, [...new Set(rows.map(({ broadcastId }) => broadcastId))]);
    const unsayable = new Set<number>();
    const calls = rows.flatMap((row) => {
      const { broadcastId, chatId, locale } = row;
      const saying = sayings.get(broadcastId);
      if (!saying || unsayable.has(broadcastId)) return [];
      try {
        return [{ id: idOf(row), chatId, ...this.#call(saying, localeOf(locale)) }];
      } catch {
        unsayable.add(broadcastId);
        return [];
      }
    });
    if (unsayable.size === 0) return calls;
    for (const id of unsayable) {
      await moveBroadcast(tx, id, ['running'], 'paused');
      await audit(tx, botId, { actor: SYSTEM, action: 'broadcast.unsayable', object: `broadcast:${id}` });
    }
    return this.#messages(tx, botId, inHand, limit, paid);
  }

  #call(saying: Saying, locale: Locale | undefined): Pick<MailingCall, 'method' | 'payload' | 'followUp'> {
    const { texts, defaultLocale } = this.#parts;
    const t = texts(locale ?? defaultLocale);
    const [call, followUp] = callsOf(saying.content, languageFor(saying.content, locale), t, [[buttonBelow(t, saying)]]);
    return { ...call, ...(followUp && { followUp }) };
  }

  begin(lease: Lease, calls: readonly MailingCall[]): Promise<Begun[]> {
    return tenantTransaction(this.#db, lease.botId, async (tx) => {
      const deletions = calls.filter(isDeletion);
      const paysNoMore = calls.some(isPaid) && (await paidRateOf(tx, lease.botId)) === null;
      const messages = calls.filter((call) => !isDeletion(call) && !(paysNoMore && isPaid(call)));
      const begun = new Map([
        ...(messages.length > 0 ? await beginMessages(tx, lease, messages) : []),
        ...(deletions.length > 0 ? await mayDelete(tx, lease, deletions) : []),
      ]);
      return calls.map(({ id }) => begun.get(id) ?? 'refused');
    });
  }

  record(lease: Lease, results: readonly MailingResult[]): Promise<void> {
    return tenantTransaction(this.#db, lease.botId, async (tx) => {
      const { botId } = lease;
      const deletions = results.filter(({ call }) => isDeletion(call));
      const messages = results.filter(({ call }) => !isDeletion(call));
      if (deletions.length > 0) await recordDeletions(tx, deletions);
      if (messages.length > 0) await recordMessages(tx, lease, messages);
      for (const { call, outcome } of results) {
        if (outcome.result === 'blocked') await this.#parts.becameUnreachable(tx, botId, call.chatId);
      }
    });
  }

  abandon({ botId, fence }: Lease, inHand: readonly string[]): Promise<void> {
    return tenantTransaction(this.#db, botId, async (tx) => {
      await tx.raw(
        `update broadcast_recipients set state = 'unknown', error = '${LOST}', changed_at = now()
         where bot_id = ? and state = 'sending' and (fence < ? or fence = ? and changed_at < now() - interval '${FORGOTTEN_AFTER}'
           and (broadcast_id || ':' || person_id) <> all(?::text[])
           and exists (select from leases where leases.bot_id = broadcast_recipients.bot_id and leases.fence = ?))`,
        [botId, fence, fence, [...inHand], fence],
      );
    });
  }
}

/**
 * A row of the ledger by its key, wherever it stands. Rows are looked up one by one: of a ledger that was just written the
 * planner knows nothing, and would rather look through all of it, or all people, for each.
 */
const rowOf = (broadcast: string, person: string): string =>
  `(select ctid from broadcast_recipients where broadcast_id = ${broadcast} and person_id = ${person})`;

/** Whoever was blocked, blocked us or unsubscribed since the ledger was written gets nothing any more. */
const BEGIN = `
  with called as materialized (
    select call.id, ${rowOf('call.broadcast_id', 'call.person_id')} as row,
      (select ${standingSql('broadcasts.service')} from persons where persons.id = call.person_id) as standing
    from ${CALLS} join broadcasts on broadcasts.id = call.broadcast_id and broadcasts.state = 'running'
    where exists (select from leases where leases.bot_id = broadcasts.bot_id and leases.fence = ?))
  update broadcast_recipients as recipient
  set state = case when standing = 'recipient' then 'sending'
      when standing = 'unreachable' and recipient.error is null then 'blocked' else ${givenUp('recipient.error')} end, fence = ?,
    error = case standing when 'recipient' then recipient.error else coalesce(recipient.error, standing) end, changed_at = now()
  from called
  where recipient.ctid = called.row and recipient.state = 'waiting'
  returning called.id, recipient.state`;

/** Marks those who still wait as being written to, while their broadcast runs and the lease holds. Answers those. */
async function beginMessages(tx: Tx, { fence }: Lease, calls: readonly MailingCall[]): Promise<[string, Begun][]> {
  const { rows } = await tx.raw<{ rows: { id: string; state: string }[] }>(BEGIN, [...callBindings(calls), fence, fence]);
  return rows.map(({ id, state }) => [id, state === 'sending' ? 'begun' : 'given_up']);
}

/** What came of calls; also of such as were given up on meanwhile, whose broadcast may be over. */
async function recordMessages(tx: Tx, { fence }: Lease, results: readonly MailingResult[]): Promise<void> {
  const made = storableJson(results.map(({ call, outcome }) => ({ ...recipientOf(call), ...columnsOf(outcome) })));
  const recorded = await tx.raw<{ rowCount: number }>(RECORD, [made, fence]);
  if (recorded.rowCount === results.length) return;
  await unsettle(tx, [...new Set(results.map(({ call }) => recipientOf(call).broadcastId))]);
  // A row that somebody changed meanwhile, such as one who unsubscribed by the very message, stands elsewhere now.
  await tx.raw(RECORD, [made, fence]);
  await tx.raw(RECORD_LATE, [made, fence]);
}

const MADE = `(
  select result.*, ${rowOf('result."broadcastId"', 'result."personId"')} as row
  from json_to_recordset(?::json) as result ("broadcastId" bigint, "personId" bigint, state text, message_ids bigint[], error text)
  offset 0) as made`;

const RECORD = `
  update broadcast_recipients as recipient
  set state = case when made.state = 'waiting' and broadcasts.state = 'cancelled' then ${givenUp('recipient.error')} else made.state end,
    message_ids = made.message_ids, error = case when made.state = 'waiting' then recipient.error else made.error end, changed_at = now()
  from ${MADE} join broadcasts on broadcasts.id = made."broadcastId"
  where recipient.ctid = made.row and recipient.fence = ? and recipient.state = 'sending'`;

const RECORD_LATE = `
  update broadcast_recipients as recipient
  set state = made.state, message_ids = made.message_ids, error = made.error, changed_at = now()
  from ${MADE} where recipient.ctid = made.row and recipient.fence = ? and recipient.state = 'unknown' and made.state <> 'waiting'`;

/**
 * Of notices of the service before all else, then of the broadcast that began first; people in the order of their ids. What
 * is in hand is left out of rows that were read in the order of an index: of how many it leaves the planner knows nothing,
 * and would read and sort them all.
 * @param paid only of those that are paid for, or that are not
 */
async function waitingRecipients(tx: Tx, inHand: readonly string[], limit: number, paid?: boolean): Promise<WaitingRow[]> {
  const { rows } = await tx.raw<{ rows: WaitingRow[] }>(
    `select broadcasts.id as "broadcastId", person_id as "personId", telegram_id as "chatId", locale
     from broadcasts cross join lateral (
         select person_id from broadcast_recipients
         where broadcast_id = broadcasts.id and state = 'waiting' order by person_id limit ?
       ) as recipient cross join lateral ${PERSON_OF}
     where broadcasts.state = 'running' and paid = coalesce(?::boolean, paid)
       and (broadcasts.id || ':' || person_id) <> all(?::text[])
     order by service desc, started_at, broadcasts.id, person_id limit ?`,
    [limit + inHand.length, paid ?? null, [...inHand], limit],
  );
  return rows;
}

async function sayingsOf(tx: Tx, ids: readonly number[]): Promise<Map<number, Saying>> {
  const rows = await tx('broadcasts').whereIn('id', [...ids]).select<Saying[]>('id', 'content', 'service');
  return new Map(rows.map((saying) => [saying.id, saying]));
}

async function paidRateOf(tx: Tx, botId: number): Promise<number | null> {
  return (await findSettings(tx, botId)).settings.broadcasts.paidRate;
}

const PAID = { allow_paid_broadcast: true } as const;

function paidCall({ followUp, ...call }: MailingCall, perSecond: number): MailingCall {
  const paidFor = <Part extends Pick<MailingCall, 'payload'>>(part: Part): Part => ({ ...part, payload: { ...part.payload, ...PAID } });
  return { ...paidFor(call), perSecond, ...(followUp && { followUp: paidFor(followUp) }) };
}

function isPaid({ payload }: MailingCall): boolean {
  return 'allow_paid_broadcast' in payload;
}

function columnsOf(outcome: MailingOutcome): { state: string; message_ids?: readonly number[]; error?: string } {
  switch (outcome.result) {
    case 'sent':
      return { state: 'sent', message_ids: outcome.messageIds };
    case 'again':
      return { state: 'waiting' };
    case 'blocked':
    case 'failed':
    case 'unknown':
      return { state: outcome.result, error: outcome.error };
  }
}
