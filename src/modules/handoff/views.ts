import { Markup } from 'telegraf';
import { bold, fmt, join } from 'telegraf/format';
import type { FmtString } from 'telegraf/format';
import { clip } from '../../platform/text/index.js';
import type { Locale, Translate } from '../../locales/index.js';
import type { Handoff } from './repository.js';

/** Leaves room for more words in a button and in a placeholder, of which Telegram takes 64 characters. */
const NAME_LENGTH = 32;

/** How staff see a customer: a first name, and the number of the request, which tells namesakes apart. */
export function customerLabel(t: Translate, handoff: Handoff): string {
  return t('handoff.moderator.label', { name: shortName(handoff), number: handoff.id });
}

function shortName({ customer }: Handoff): string {
  return clip(customer.firstName, NAME_LENGTH);
}

/** A time in words, whole minutes: "less than a minute", "1 hour 5 minutes". */
export function duration(t: Translate, seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return t('handoff.moderator.under_minute');
  const units = [
    ['hours', Math.floor(minutes / 60)],
    ['minutes', minutes % 60],
  ] as const;
  return units.flatMap(([unit, count]) => (count > 0 ? [t(`handoff.moderator.${unit}`, { count })] : [])).join(' ');
}

/** A time of the day on the clocks of a time zone, as people of a language write it. */
export function clock(locale: Locale, timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(at);
}

const SELECTED_MARK = '✍️';
const OTHER_MARK = '💬';

/** The moderator's open conversations as a keyboard that always shows which one they write to. */
export function deskKeyboard(t: Translate, active: readonly Handoff[], selectedId: number | undefined): object {
  if (active.length === 0) return Markup.removeKeyboard().reply_markup;
  const selected = active.find(({ id }) => id === selectedId);
  const rows = active.map((handoff) => [
    `${handoff.id === selectedId ? SELECTED_MARK : OTHER_MARK} ${customerLabel(t, handoff)}`,
  ]);
  const placeholder = selected
    ? t('handoff.moderator.placeholder', { name: shortName(selected) })
    : t('handoff.moderator.placeholder_none');
  return { ...Markup.keyboard(rows).resize().persistent().placeholder(placeholder).reply_markup };
}

/** The hand-off that a pressed key of the desk keyboard, in whichever language, stands for. */
export function pressedDeskKey(text: string): number | undefined {
  const id = new RegExp(`^(?:${SELECTED_MARK}|${OTHER_MARK}) .{0,80}[№#](\\d{1,15})$`, 'su').exec(text)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** A button for each conversation, doing `action` with it. */
export function choiceKeyboard(t: Translate, active: readonly Handoff[], action: 'deliver' | 'finish'): object {
  return Markup.inlineKeyboard(
    active.map((handoff) => Markup.button.callback(customerLabel(t, handoff), `${action}:${handoff.id}`)),
    { columns: 1 },
  ).reply_markup;
}

/** The button by which a customer leaves the line; it means this hand-off only. */
export function cancelKeyboard(t: Translate, handoff: Handoff): object {
  const button = Markup.button.callback(t('handoff.customer.cancel_button'), `leave:${handoff.id}`);
  return Markup.inlineKeyboard([button]).reply_markup;
}

/** By which a customer confirms who they are, with Telegram's own contact button, or refuses. */
export function identityKeyboard(t: Translate): object {
  const share = Markup.button.contactRequest(t('handoff.customer.identity_share_button'));
  return Markup.keyboard([[share], [t('handoff.customer.identity_later_button')]]).resize().reply_markup;
}

/** Before what is shown of a customer in danger. */
function urgentMark({ priority }: Handoff): string {
  return priority === 'urgent' ? '🚨 ' : '';
}

/** Who waits, and whom the reader talks with; with buttons for those who may accept. */
export function queueList(
  t: Translate,
  waiting: readonly Handoff[],
  own: readonly Handoff[],
  mayAccept: boolean,
): { readonly text: FmtString; readonly keyboard: object | undefined } {
  const items = waiting.map((handoff) => {
    const time = duration(t, handoff.waited);
    return fmt`${urgentMark(handoff)}${t('handoff.moderator.queue_item', { customer: customerLabel(t, handoff), time })}`;
  });
  const blocks = [
    items.length > 0
      ? fmt`${bold(t('handoff.moderator.queue_title'))}\n${join(items, '\n')}`
      : fmt`${t('handoff.moderator.queue_empty')}`,
    ...(own.length > 0
      ? [fmt`${bold(t('handoff.moderator.yours_title'))}\n${join(own.map((handoff) => customerLabel(t, handoff)), '\n')}`]
      : []),
  ];
  const buttons = waiting.map((handoff) =>
    Markup.button.callback(`${urgentMark(handoff)}✅ ${customerLabel(t, handoff)}`, `claim:${handoff.id}`),
  );
  const keyboard = mayAccept && buttons.length > 0 ? Markup.inlineKeyboard(buttons, { columns: 1 }).reply_markup : undefined;
  return { text: join(blocks, '\n\n'), keyboard };
}
