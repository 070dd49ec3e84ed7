import type { MailingOutcome } from './mailing-ledger.js';
import type { SendErrorKind } from './send-error.js';

/** What happens in the transport, for metrics. One function per event; labels are few and hold no customer data. */
export interface TransportEvents {
  updatesReceived(botId: number, count: number): void;
  updateHandled(botId: number, seconds: number): void;
  updateDead(botId: number): void;
  callMade(botId: number, result: 'sent' | 'cancelled' | SendErrorKind): void;
  /** A call of a broadcast. */
  mailed(botId: number, result: MailingOutcome['result']): void;
  pollFailed(botId: number, reason: string): void;
}
