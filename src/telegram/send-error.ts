import { TelegramError } from 'telegraf';

/**
 * Why a Bot API call failed, as delivery sees it:
 * - `flood`: wait `retryAfterMs`, then try again; costs no attempt
 * - `server`, `network`: try again later; whether the call took effect is unknown
 * - `unauthorized`: the token is wrong or revoked; nothing of this bot can succeed
 * - `blocked`, `chat_not_found`, `bad_request`: trying again cannot succeed
 * - `not_modified`: an edit that changes nothing; as good as done
 * - `message_gone`: an edit of a message that somebody has deleted
 */
export type SendErrorKind =
  | 'flood'
  | 'server'
  | 'network'
  | 'unauthorized'
  | 'blocked'
  | 'chat_not_found'
  | 'bad_request'
  | 'not_modified'
  | 'message_gone';

export interface SendError {
  readonly kind: SendErrorKind;
  /** Telegram's description, which holds no personal data, or the network's error code. */
  readonly description: string;
  readonly retryAfterMs?: number;
  /** Telegram's number for it. */
  readonly code?: number;
}

/** Classifies what a Bot API call threw. */
export function classifySendError(error: unknown): SendError {
  if (!(error instanceof TelegramError)) return { kind: 'network', description: networkCode(error) };
  const description = error.description;
  const retryAfter = error.parameters?.retry_after;
  if (error.code === 429) return { kind: 'flood', description, retryAfterMs: (retryAfter ?? 1) * 1000 };
  return { kind: kindOf(error.code, description), description, code: error.code };
}

function kindOf(code: number, description: string): SendErrorKind {
  if (code >= 500) return 'server';
  if (code === 401 || code === 404) return 'unauthorized';
  if (code === 403) return 'blocked';
  if (/chat not found|user not found|PEER_ID_INVALID/i.test(description)) return 'chat_not_found';
  if (/message is not modified/i.test(description)) return 'not_modified';
  if (/message to edit not found/i.test(description)) return 'message_gone';
  return 'bad_request';
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
