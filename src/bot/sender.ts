import type { Update } from 'telegraf/types';
import { localeOf } from '../locales/index.js';
import type { Sender } from '../modules/identity/index.js';
import { mask } from '../modules/privacy/index.js';

/**
 * Who sent an update in their private chat with the bot. Undefined for anything else (groups, channels, other
 * bots): Teller talks to people one by one.
 */
export function senderOf(update: Update): Sender | undefined {
  const event = Object.entries(update).find(([key]) => key !== 'update_id')?.[1] as Event | undefined;
  const from = event?.from;
  const chat = event?.chat ?? event?.message?.chat;
  if (!from || from.is_bot || typeof from.id !== 'number' || chat?.id !== from.id) return undefined;
  return {
    telegramId: from.id,
    firstName: name(from.first_name) ?? '…',
    lastName: name(from.last_name),
    username: name(from.username),
    locale: localeOf(name(from.language_code)),
  };
}

interface Event {
  readonly from?: {
    readonly id?: unknown;
    readonly is_bot?: boolean;
    readonly first_name?: unknown;
    readonly last_name?: unknown;
    readonly username?: unknown;
    readonly language_code?: unknown;
  };
  readonly chat?: { readonly id?: unknown };
  readonly message?: { readonly chat?: { readonly id?: unknown } };
}

const NAME_LENGTH = 64;
/** What turns the text around it or is not seen at all, so that a name would look like another; joiners belong to scripts. */
const UNSEEN = /(?![\u200C\u200D])\p{Cf}/gu;

function name(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // PostgreSQL stores no NUL; line breaks and control characters have no place in a name.
  const visible = value.replace(/\p{Cc}+/gu, ' ').replace(UNSEEN, '').toWellFormed().trim();
  const cleaned = /[^\p{Cf}\s]/u.test(visible) ? visible : '';
  // People put their number into their name, too; cut first, a half of it would be known for nothing.
  const short = mask(cleaned).slice(0, NAME_LENGTH).toWellFormed();
  return short === '' ? undefined : short;
}
