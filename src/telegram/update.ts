import type { Update } from 'telegraf/types';

/**
 * The lane of an update: updates of one chat are handled one after another. What belongs to no chat (inline
 * queries, polls) goes by its sender, or together in lane 0.
 */
export function laneOf(update: Update): number {
  const event = Object.entries(update).find(([key]) => key !== 'update_id')?.[1] as Located | null | undefined;
  if (typeof event !== 'object' || event === null) return 0;
  const id = event.message?.chat?.id ?? event.chat?.id ?? event.from?.id ?? event.user?.id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : 0;
}

interface Located {
  readonly chat?: { readonly id?: unknown };
  readonly message?: { readonly chat?: { readonly id?: unknown } };
  readonly from?: { readonly id?: unknown };
  readonly user?: { readonly id?: unknown };
}

/** What Teller asks Telegram for; everything else would be stored for nothing. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
