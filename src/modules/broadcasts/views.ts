/** How far a broadcast is, and what came of it, as staff see it. */
import { Markup } from 'telegraf';
import type { InlineKeyboardButton } from 'telegraf/types';
import type { Translate } from '../../locales/index.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { type Button, type View, to, view } from '../panel/index.js';
import { type Standing, totalOf } from './counts.js';
import { type Reader, rateOf, shareOf, spanOf } from './reader.js';
import type { Broadcast, RecipientCounts } from './repository.js';

const BAR_CELLS = 10;
const UNDONE_WITHIN_MS = 48 * 3_600_000;

/** Names the message that shows a broadcast to its author. */
export function broadcastRef(id: number): string {
  return `broadcast:${id}`;
}

/** How far a broadcast is, or how it ended, with what can be done about it. */
export function broadcastView(reader: Reader, broadcast: Broadcast, standing: Standing): View {
  const { id, state } = broadcast;
  const { t } = reader;
  const isReport = broadcast.counts !== null && broadcast.startedAt !== null;
  const lines = isReport ? reportLines(reader, broadcast, standing) : progressLines(reader, broadcast, standing);
  const rows = isReport
    ? reportButtons(t, broadcast, standing)
    : progressButtons(t, broadcast);
  return view(t(`broadcasts.state.${state}`, { id }), [...lines, ...copyLines(t, broadcast)], rows);
}

/** In rows of their own: where a button was that let it go, a second press by mistake cancels nothing. */
function progressButtons(t: Translate, { id, state }: Broadcast): Button[][] {
  const moves = movesFrom(state).map((move) => [to(t(`broadcasts.move.${move}`), `bc_${move}`, id)]);
  return state === 'preparing' || state === 'resending' ? [refreshRow(t, id), ...moves] : moves;
}

/** Draws it anew, and does no harm. */
export function refreshRow(t: Translate, id: number): Button[] {
  return [to(t('broadcasts.refresh'), 'bc_show', id)];
}

function movesFrom(state: Broadcast['state']): readonly ('pause' | 'resume' | 'cancel')[] {
  if (state === 'running') return ['pause', 'cancel'];
  if (state === 'paused') return ['resume', 'cancel'];
  return state === 'preparing' || state === 'resending' ? ['cancel'] : [];
}

function progressLines({ t, locale, moment }: Reader, { state, movedAt, startedAt }: Broadcast, standing: Standing): string[] {
  if (!startedAt) return [];
  const { counts, perSecond } = standing;
  const total = totalOf(counts);
  const left = counts.waiting + counts.sending;
  const pace = state === 'running' && perSecond > 0 && left > 0;
  // Who else gets it is not known yet.
  const isWhole = state !== 'preparing' && total > 0;
  const lines = [
    ...(isWhole ? [`${bar(total - left, total)} ${percent(total - left, total)} % · ${total - left} / ${total}`] : []),
    ...(pace ? [t('broadcasts.pace', { rate: rateOf(locale, perSecond), left: spanOf(locale, left / perSecond) })] : []),
    ...(state === 'paused' && movedAt ? [t('broadcasts.paused_since', { at: moment(movedAt) })] : []),
  ];
  return [...lines, ...(lines.length > 0 ? [''] : []), ...countLines(t, { ...counts, waiting: left }, (count) => String(count))];
}

function reportLines({ t, locale }: Reader, broadcast: Broadcast, { counts, unsubscribed, deletions }: Standing): string[] {
  const total = totalOf(counts);
  const seconds = secondsOf(broadcast);
  const tried = total - counts.cancelled;
  return [
    t('broadcasts.report.total', { count: total }),
    ...countLines(t, counts, (count) => `${count} (${shareOf(locale, count, total)})`),
    '',
    t('broadcasts.report.took', { span: spanOf(locale, seconds), rate: rateOf(locale, tried / Math.max(1, seconds)) }),
    ...(unsubscribed > 0 ? [t('broadcasts.report.unsubscribed', { count: unsubscribed })] : []),
    ...(broadcast.undo ? undoLines(t, broadcast.undo, deletions) : []),
  ];
}

/** Without the time in which it stood still. */
function secondsOf({ startedAt, endedAt, pausedSeconds }: Broadcast): number {
  if (!startedAt || !endedAt) return 0;
  return Math.max(0, (endedAt.getTime() - startedAt.getTime()) / 1000 - pausedSeconds);
}

function undoLines(t: Translate, undo: NonNullable<Broadcast['undo']>, { waiting, deleted, failed }: Standing['deletions']): string[] {
  const total = waiting + deleted + failed;
  return [
    '',
    t(`broadcasts.undo.${undo}`),
    ...(total > 0 ? [bar(total - waiting, total), t('broadcasts.undo.deleted', { deleted, total })] : []),
    ...(failed > 0 ? [t('broadcasts.undo.failed', { failed })] : []),
  ];
}

function reportButtons(t: Translate, { id, state, undo, endedAt }: Broadcast, { counts, deletions }: Standing): Button[][] {
  if (undo === 'preparing' || undo === 'running') return [[to(t('broadcasts.undo.stop'), 'bc_undo_stop', id)]];
  const leftOut = state === 'finished' ? counts.cancelled : 0;
  const failures = counts.failed + counts.blocked + counts.unknown + leftOut;
  const isFresh = endedAt !== null && Date.now() - endedAt.getTime() < UNDONE_WITHIN_MS;
  return [
    failures > 0 ? [to(t('broadcasts.failures.button'), 'bc_failures', id)] : [],
    counts.unknown > 0 ? [to(t('broadcasts.resend.button', { count: counts.unknown }), 'bc_resend', id)] : [],
    isFresh && counts.sent > deletions.deleted ? [to(t('broadcasts.undo.button'), 'bc_undo', id)] : [],
    refreshRow(t, id),
  ];
}

/** A line for each state that there is somebody in; how many got it, and how many still wait, is always said. */
function countLines(t: Translate, counts: RecipientCounts, say: (count: number) => string): string[] {
  const states = ['sent', 'failed', 'blocked', 'unknown', 'cancelled', 'waiting'] as const;
  return states
    .filter((state) => counts[state] > 0 || state === 'sent')
    .map((state) => t(`broadcasts.count.${state}`, { count: say(counts[state]) }));
}

/** What became of it in other bots. */
export function copyLines(t: Translate, { copies }: Broadcast): string[] {
  return Object.values(copies).map(({ username, id, refused }) =>
    refused ? t(`broadcasts.bots.${refused}`, { username }) : t('broadcasts.bots.copied', { username, id: id ?? 0 }),
  );
}

/** The call that shows something else in the message that shows a broadcast. */
export function shownCall(chatId: number, id: number, { text, keyboard }: View): OutgoingCall {
  const message_id = { $ref: broadcastRef(id) };
  return { chatId, method: 'editMessageText', payload: { message_id, text: text.text, entities: text.entities, reply_markup: keyboard } };
}

/** Below every broadcast: no more of them, by one press; below a notice of the service, why everybody gets it. */
export function buttonBelow(t: Translate, { id, service }: Pick<Broadcast, 'id' | 'service'>): InlineKeyboardButton {
  return service
    ? Markup.button.callback(t('broadcasts.service.why_button'), 'service_notice')
    : Markup.button.callback(t('broadcasts.unsubscribe'), `unsubscribe:${id}`);
}

function percent(done: number, total: number): number {
  return total === 0 ? 0 : Math.floor((done / total) * 100);
}

function bar(done: number, total: number): string {
  const full = total === 0 ? BAR_CELLS : Math.floor((done / total) * BAR_CELLS);
  return '▓'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}
