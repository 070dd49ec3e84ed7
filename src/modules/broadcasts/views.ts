import { Markup } from 'telegraf';
import type { InlineKeyboardButton } from 'telegraf/types';
import type { Translate } from '../../locales/index.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { type View, to, view } from '../panel/index.js';
import type { Broadcast, RecipientCounts } from './repository.js';
import type { BroadcastMove } from './service.js';

const BAR_CELLS = 10;

/** Names the message that shows a broadcast to its author. */
export function broadcastRef(id: number): string {
  return `broadcast:${id}`;
}

/** How far a broadcast is, with what can be done about it. */
export function progressView(t: Translate, { id, state }: Broadcast, counts: RecipientCounts): View {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const done = total - counts.waiting - counts.sending;
  const lines = [
    `${bar(done, total)} ${done} / ${total}`,
    t('broadcasts.counts', { ...counts, waiting: counts.waiting + counts.sending }),
  ];
  const moves: readonly BroadcastMove[] =
    state === 'running' ? ['pause', 'cancel'] : state === 'paused' ? ['resume', 'cancel'] : state === 'preparing' ? ['cancel'] : [];
  return view(t(`broadcasts.state.${state}`, { id }), lines, [moves.map((move) => to(t(`broadcasts.move.${move}`), `bc_${move}`, id))]);
}

/** The call that brings the author's message up to date. */
export function progressCall(t: Translate, chatId: number, broadcast: Broadcast, counts: RecipientCounts): OutgoingCall {
  const { text, keyboard } = progressView(t, broadcast, counts);
  const message_id = { $ref: broadcastRef(broadcast.id) };
  return { chatId, method: 'editMessageText', payload: { message_id, text: text.text, entities: text.entities, reply_markup: keyboard } };
}

/** Below every broadcast: no more of them, by one press. */
export function unsubscribeButton(t: Translate): InlineKeyboardButton {
  return Markup.button.callback(t('broadcasts.unsubscribe'), 'unsubscribe');
}

function bar(done: number, total: number): string {
  const full = total === 0 ? BAR_CELLS : Math.floor((done / total) * BAR_CELLS);
  return '▓'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}
