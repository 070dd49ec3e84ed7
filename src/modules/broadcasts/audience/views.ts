/** What is said about audiences, and about lists that were read. */
import { Markup } from 'telegraf';
import type { Translate } from '../../../locales/index.js';
import { messageCalls } from '../../../telegram/message-calls.js';
import type { OutgoingCall } from '../../../telegram/outbox.js';
import { to, view, viewCalls } from '../../panel/index.js';
import { broadcastRef } from '../views.js';
import { type Audience, namesUnregistered } from './audience.js';
import type { BroadcastList, ListCounts, ListFailure } from './lists.js';
import type { StandingCounts } from './recipients.js';

/** What a message asks for that wants a file with a list. */
export const LIST_TOPIC = 'broadcast:list';

/** How many get it, with why others whom the audience names do not. */
export function countLines(t: Translate, audience: Audience, counts: StandingCounts): string[] {
  const reasons = (['unsubscribed', 'unreachable', 'blocked', 'unregistered'] as const)
    .filter((reason) => counts[reason] > 0 && (reason !== 'unregistered' || namesUnregistered(audience)))
    .map((reason) => t(`broadcasts.audience.left_out.${reason}`, { count: counts[reason] }));
  return [
    t('broadcasts.audience.count', { count: counts.recipient }),
    ...(reasons.length > 0 ? [t('broadcasts.audience.left_out.title', { reasons: reasons.join(' · ') })] : []),
  ];
}

/** How far a list is, or what came of it. */
export function listLines(t: Translate, { state, error, ...counts }: BroadcastList): string[] {
  if (state === 'waiting') return [t('broadcasts.list.reading')];
  if (state === 'read') return readLines(t, counts);
  return [t(`broadcasts.list.failed.${error ?? 'unavailable'}`)];
}

function readLines(t: Translate, { rows, found, repeated, unknown, unreadable }: ListCounts): string[] {
  const others = [
    unknown > 0 ? t('broadcasts.list.unknown', { count: unknown }) : undefined,
    repeated > 0 ? t('broadcasts.list.repeated', { count: repeated }) : undefined,
    unreadable > 0 ? t('broadcasts.list.unreadable', { count: unreadable }) : undefined,
  ].filter((each) => each !== undefined);
  return [t('broadcasts.list.found', { count: found, rows }), ...(others.length > 0 ? [others.join(' · ')] : [])];
}

/** Tells the author that a list was read, with the way back to the draft, or asks for another file. */
export function listEnded(
  t: Translate,
  chatId: number,
  { broadcastId }: BroadcastList,
  result: ListCounts | ListFailure,
): OutgoingCall[] {
  if (typeof result === 'string') {
    const question = `${t(`broadcasts.list.failed.${result}`)}\n\n${t('broadcasts.list.again')}`;
    const replyMarkup = Markup.forceReply().reply_markup;
    return messageCalls(chatId, question, { replyMarkup, ref: `${LIST_TOPIC}:${broadcastId}` });
  }
  return told(t, chatId, broadcastId, t('broadcasts.list.ended', { id: broadcastId }), readLines(t, result));
}

/** Tells the author that everybody on a list has their tag. */
export function listTagged(t: Translate, chatId: number, { broadcastId, found, tag }: BroadcastList): OutgoingCall[] {
  return told(t, chatId, broadcastId, t('broadcasts.list.tagged', { tag: tag ?? '', count: found }), []);
}

function told(t: Translate, chatId: number, broadcastId: number, title: string, lines: readonly string[]): OutgoingCall[] {
  const shown = view(title, lines, [[toDraft(t, broadcastId)]]);
  return viewCalls(chatId, { ...shown, ref: broadcastRef(broadcastId) });
}

function toDraft(t: Translate, broadcastId: number): ReturnType<typeof to> {
  return to(t('broadcasts.list.to_draft'), 'bc_draft', broadcastId);
}
