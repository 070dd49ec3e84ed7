/**
 * The ids of calls: whom of which broadcast something is said to, and whether it is taken back. They go to the database
 * as the numbers they name: it uses no index below row-level security for what a function makes out of a text.
 */
import type { MailingCall } from '../../telegram/mailing-ledger.js';

/** What the id of a call begins with that deletes a message. */
export const UNDO = 'undo';

export interface Recipient {
  readonly broadcastId: number;
  readonly personId: number;
}

export function idOf({ broadcastId, personId }: Recipient): string {
  return `${broadcastId}:${personId}`;
}

export function recipientOf({ id }: MailingCall): Recipient {
  const [broadcastId = 0, personId = 0] = id.split(':').slice(-2).map(Number);
  return { broadcastId, personId };
}

export function isDeletion({ id }: MailingCall): boolean {
  return id.startsWith(`${UNDO}:`);
}

/** The bindings of `CALLS`. */
export function callBindings(calls: readonly MailingCall[]): readonly [string[], number[], number[]] {
  const recipients = calls.map(recipientOf);
  return [
    calls.map(({ id }) => id),
    recipients.map(({ broadcastId }) => broadcastId),
    recipients.map(({ personId }) => personId),
  ];
}

/** SQL for a table of calls. */
export const CALLS = 'unnest(?::text[], ?::bigint[], ?::bigint[]) as call (id, broadcast_id, person_id)';

/**
 * SQL for the person of each row of `recipient`, looked up one by one: as long as the planner knows nothing of people who
 * were just added, it would rather look through all of them for each.
 */
export const PERSON_OF = '(select telegram_id, locale from persons where persons.id = recipient.person_id offset 0) as person';
