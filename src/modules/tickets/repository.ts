import type { Tx } from '../../platform/db/database.js';
import type { Language } from '../../platform/text/index.js';
import type { Labels } from './classify.js';

export type TicketState = 'new' | 'closed';

export interface NewTicket extends Labels {
  /** Where it came from. */
  readonly channel: 'telegram' | 'api';
  /** Names the request; undefined where the same one again makes another ticket. */
  readonly requestKey: string | undefined;
  readonly requestHash: string;
  /** What the caller's own system calls it. */
  readonly externalId: string | undefined;
  /** Masked. */
  readonly text: string;
  readonly language: Language;
  /** The entry of the FAQ that fits best. */
  readonly faqId: string | undefined;
  readonly faqVersion: string | undefined;
  /** How sure it fits, 0..1. */
  readonly similarity: number;
  /** What the FAQ answers; undefined where it does not. */
  readonly answer: string | undefined;
}

export interface Ticket extends Labels {
  readonly id: number;
  readonly channel: string;
  readonly state: TicketState;
  readonly external_id: string | null;
  readonly language: Language;
  readonly faq_id: string | null;
  readonly similarity: number;
  readonly answer: string | null;
  /** Null once it is older than the bank keeps what people say. */
  readonly text: string | null;
  readonly request_hash: string | null;
  readonly created_at: Date;
  readonly closed_at: Date | null;
}

export interface TicketFilter {
  readonly state?: TicketState;
  readonly external_id?: string;
}

const COLUMNS = [
  ...['id', 'channel', 'state', 'external_id', 'language', 'category', 'priority', 'department'],
  ...['faq_id', 'similarity', 'answer', 'text', 'request_hash', 'created_at', 'closed_at'],
];

/** Undefined when there is a ticket of this request, which whoever made it has committed by then. */
export async function insertTicket(tx: Tx, botId: number, ticket: NewTicket): Promise<Ticket | undefined> {
  const { requestKey, requestHash, externalId, faqId, faqVersion, answer, ...rest } = ticket;
  const [row] = await tx('tickets')
    .insert({
      ...rest,
      bot_id: botId,
      request_key: requestKey,
      request_hash: requestHash,
      external_id: externalId,
      faq_id: faqId,
      faq_version: faqVersion,
      answer,
      state: answer === undefined ? 'new' : 'closed',
      closed_at: answer === undefined ? null : tx.fn.now(),
    })
    .onConflict(['bot_id', 'request_key'])
    .ignore()
    .returning<Ticket[]>(COLUMNS);
  return row;
}

export async function findTicketOf(tx: Tx, requestKey: string): Promise<Ticket | undefined> {
  return tx('tickets').where({ request_key: requestKey }).first<Ticket | undefined>(COLUMNS);
}

export async function findTicket(tx: Tx, id: number): Promise<Ticket | undefined> {
  return tx('tickets').where({ id }).first<Ticket | undefined>(COLUMNS);
}

/** Tickets before one of them, newest first. */
export async function listTickets(tx: Tx, filter: TicketFilter, limit: number, beforeId?: number): Promise<Ticket[]> {
  const { state, external_id: externalId } = filter;
  return tx('tickets')
    .where({ ...(state && { state }), ...(externalId !== undefined && { external_id: externalId }) })
    .where('id', '<', beforeId ?? Number.MAX_SAFE_INTEGER)
    .orderBy('id', 'desc')
    .limit(limit)
    .select<Ticket[]>(COLUMNS);
}

/** Empties tickets that are older than they may get, the oldest first. */
export async function emptyOldTickets(tx: Tx, days: number, limit: number): Promise<number> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update tickets set text = null, request_hash = null, emptied_at = now() where id in (
       select id from tickets where emptied_at is null and created_at < now() - ? * interval '1 day'
       order by created_at limit ?)`,
    [days, limit],
  );
  return rowCount;
}
