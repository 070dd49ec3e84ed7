/** What a mailing and the ledger that its calls come from say to each other. */
import type { Lease } from './lease.js';
import type { Fare } from './limits.js';

/** A call of a mailing: one message, or one album, to one chat. */
export interface MailingCall {
  /** Unique within the bot. */
  readonly id: string;
  readonly chatId: number;
  readonly method: string;
  /** Its parameters without `chat_id`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /**
   * Made once the call has succeeded, at most once, too: the buttons of an album, which cannot carry any. What comes of it
   * changes nothing about the outcome.
   */
  readonly followUp?: Pick<MailingCall, 'method' | 'payload'>;
  /** Made twice it does no more than made once: it is made again when nobody knows what came of it. */
  readonly repeatable?: true;
  /** At how many a second such calls go, where that is not the rate of the mailing. */
  readonly perSecond?: number;
}

export type MailingOutcome =
  | { readonly result: 'sent'; readonly messageIds: readonly number[] }
  /** Telegram has not taken it, and will later. */
  | { readonly result: 'again' }
  | { readonly result: 'blocked' | 'failed' | 'unknown'; readonly error: string };

export interface MailingResult {
  readonly call: MailingCall;
  readonly outcome: MailingOutcome;
}

/** Whether a call may be made, or is not to be made by anybody any more, or not now, such as while its mailing is held. */
export type Begun = 'begun' | 'given_up' | 'refused';

/** Where calls of mailings come from: a ledger in the database. */
export interface MailingLedger {
  /** The next calls of a fare that may be made, the most urgent first, without those in hand. */
  next(botId: number, inHand: readonly string[], limit: number, fare: Fare): Promise<readonly MailingCall[]>;
  /** Marks calls as under way. Answers, call by call, what has come of that. */
  begin(lease: Lease, calls: readonly MailingCall[]): Promise<readonly Begun[]>;
  record(lease: Lease, results: readonly MailingResult[]): Promise<void>;
  /**
   * Calls that are marked as under way, and that nobody is at, are of unknown outcome: those that an owner of the bot
   * before this one left, and those of this one's whose mark was taken though nobody was told so.
   */
  abandon(lease: Lease, inHand: readonly string[]): Promise<void>;
}

/** Notified with a bot's id when its ledger may hold something new. */
export const MAILING_CHANNEL = 'teller_mailing';
