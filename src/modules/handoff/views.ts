import { Markup } from 'telegraf';
import { bold, fmt, join } from 'telegraf/format';
import type { FmtString } from 'telegraf/format';
import type { Translate } from '../../locales/index.js';
import { type Content, type DialogueTurn, plainText } from '../conversations/index.js';
import type { Handoff } from './repository.js';

const NAME_LENGTH = 32;

/** How staff see a customer: a first name, and a number that tells namesakes apart. */
export function customerLabel(handoff: Handoff): string {
  return `${handoff.customer.firstName.slice(0, NAME_LENGTH).toWellFormed()} №${handoff.id}`;
}

const QUOTE_LENGTH = 300;

/** One line for a content: its text, or what kind of thing it is. */
function contentLine(t: Translate, content: Content): string {
  const text = (plainText(content) ?? '').replace(/\s+/g, ' ').trim();
  const shortened = text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH).toWellFormed()}…` : text;
  if (content.kind === 'text') return shortened;
  return `${t(`handoff.moderator.says_${content.kind}`)} ${shortened}`.trim();
}

const SPEAKERS = { customer: 'customer', bot: 'bot', ai: 'bot', moderator: 'colleague' } as const;

export function notice(t: Translate, handoff: Handoff, waiting: number, turns: readonly DialogueTurn[]): FmtString {
  const head = fmt`🔔 ${bold(t('handoff.moderator.notice_title'))}: ${customerLabel(handoff)}
${t('handoff.moderator.notice_queue', { count: waiting })}`;
  return withTurns(t, head, turns);
}

function withTurns(t: Translate, head: FmtString, turns: readonly DialogueTurn[]): FmtString {
  const lines = turns.map(({ author, content }) => {
    return fmt`${bold(t(`handoff.moderator.${SPEAKERS[author]}`))}: ${contentLine(t, content)}`;
  });
  return lines.length > 0 ? fmt`${head}\n\n${join(lines, '\n')}` : head;
}

export function acceptKeyboard(t: Translate, handoff: Handoff): object {
  const button = Markup.button.callback(t('handoff.moderator.accept_button'), `claim:${handoff.id}`);
  return Markup.inlineKeyboard([button]).reply_markup;
}

/** What a notice becomes once nobody needs to press it any more. */
export function settledNotice(
  t: Translate,
  handoff: Handoff,
  outcome: string,
  turns: readonly DialogueTurn[],
): FmtString {
  const head = fmt`${bold(t('handoff.moderator.notice_title'))}: ${customerLabel(handoff)}
${outcome}`;
  return withTurns(t, head, turns);
}

const SELECTED_MARK = '✍️';
const OTHER_MARK = '💬';

/** The moderator's open conversations as a keyboard that always shows which one they write to. */
export function deskKeyboard(t: Translate, active: readonly Handoff[], selectedId: number | undefined): object {
  if (active.length === 0) return Markup.removeKeyboard().reply_markup;
  const selected = active.find(({ id }) => id === selectedId);
  const rows = active.map((handoff) => [
    `${handoff.id === selectedId ? SELECTED_MARK : OTHER_MARK} ${customerLabel(handoff)}`,
  ]);
  const placeholder = selected
    ? t('handoff.moderator.placeholder', { customer: customerLabel(selected) })
    : t('handoff.moderator.placeholder_none');
  return { ...Markup.keyboard(rows).resize().persistent().placeholder(placeholder.slice(0, 64)).reply_markup };
}

/** The hand-off that a press on the desk's keyboard names. */
export function pressedDeskKey(text: string): number | undefined {
  const id = new RegExp(`^(?:${SELECTED_MARK}|${OTHER_MARK}) .{0,40}№(\\d{1,15})$`, 'su').exec(text)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** A button for each conversation, doing `action` with it. */
export function choiceKeyboard(active: readonly Handoff[], action: 'deliver' | 'finish'): object {
  return Markup.inlineKeyboard(
    active.map((handoff) => Markup.button.callback(customerLabel(handoff), `${action}:${handoff.id}`)),
    { columns: 1 },
  ).reply_markup;
}

/** The button by which a customer leaves the line; it means this hand-off only. */
export function cancelKeyboard(t: Translate, handoff: Handoff): object {
  const button = Markup.button.callback(t('handoff.customer.cancel_button'), `leave:${handoff.id}`);
  return Markup.inlineKeyboard([button]).reply_markup;
}

/** Who waits, and whom the reader talks with; with buttons for those who may accept. */
export function queueList(
  t: Translate,
  waiting: readonly Handoff[],
  own: readonly Handoff[],
  { now, mayAccept }: { readonly now: Date; readonly mayAccept: boolean },
): { readonly text: FmtString; readonly keyboard: object | undefined } {
  if (waiting.length === 0 && own.length === 0) return { text: fmt`${t('handoff.moderator.queue_empty')}`, keyboard: undefined };
  const items = waiting.map((handoff) => {
    const minutes = Math.max(0, Math.floor((now.getTime() - handoff.requestedAt.getTime()) / 60_000));
    return fmt`${t('handoff.moderator.queue_item', { customer: customerLabel(handoff), minutes })}`;
  });
  const blocks = [
    ...(items.length > 0 ? [fmt`${bold(t('handoff.moderator.queue_title'))}\n${join(items, '\n')}`] : []),
    ...(own.length > 0
      ? [fmt`${bold(t('handoff.moderator.yours_title'))}\n${join(own.map((handoff) => customerLabel(handoff)), '\n')}`]
      : []),
  ];
  const buttons = waiting.map((handoff) =>
    Markup.button.callback(`✅ ${customerLabel(handoff)}`, `claim:${handoff.id}`),
  );
  const keyboard = mayAccept && buttons.length > 0 ? Markup.inlineKeyboard(buttons, { columns: 1 }).reply_markup : undefined;
  return { text: join(blocks, '\n\n'), keyboard };
}
