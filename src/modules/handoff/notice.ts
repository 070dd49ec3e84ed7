/** What tells moderators that a customer waits: who, how they called, and what was said last. */
import { Markup } from 'telegraf';
import { bold, fmt, join } from 'telegraf/format';
import type { FmtString } from 'telegraf/format';
import { clip, percentOf } from '../../platform/text/index.js';
import type { Translate } from '../../locales/index.js';
import { type Author, type Content, type DialogueTurn, placeName, plainText } from '../conversations/index.js';
import type { Handoff } from './repository.js';
import { customerLabel, duration } from './views.js';

/** How many turns of the dialogue a notice shows at most. */
export const NOTICE_TURNS = 6;
/** In characters. What the bot answered is there to be recognised, what people said to be read. */
const TURN_LENGTH = 300;
const BOT_LENGTH = 100;

/** A notice that calls: `waiting` counts everybody in the line. */
export function callingNotice(t: Translate, handoff: Handoff, waiting: number, turns: readonly DialogueTurn[]): FmtString {
  const facts = [...callFacts(t, handoff), t('handoff.moderator.notice_queue', { count: waiting })];
  return fmt`${handoff.priority === 'urgent' ? '' : '🔔 '}${title(t, handoff)}\n${facts.join('\n')}${dialogue(t, turns)}`;
}

export function acceptKeyboard(t: Translate, handoff: Handoff): object {
  const button = Markup.button.callback(t('handoff.moderator.accept_button'), `claim:${handoff.id}`);
  return Markup.inlineKeyboard([button]).reply_markup;
}

/** What a notice becomes once nobody needs to press it any more. */
export function settledNotice(t: Translate, handoff: Handoff, outcome: string): FmtString {
  return fmt`${title(t, handoff)}\n${outcome}`;
}

/** What is known of the customer, as whoever accepted sees it. */
export interface CustomerFacts {
  readonly maskedPhone: string | undefined;
  /** The time at which they confirmed who they are. */
  readonly confirmedAt: string | undefined;
}

/** What the notice becomes for whoever accepted: it keeps the dialogue in view. */
export function acceptedNotice(
  t: Translate,
  handoff: Handoff,
  outcome: string,
  turns: readonly DialogueTurn[],
  { maskedPhone, confirmedAt }: CustomerFacts,
): FmtString {
  const facts = [
    ...callFacts(t, handoff),
    ...(maskedPhone === undefined ? [] : [t('handoff.moderator.phone', { phone: maskedPhone })]),
    ...(confirmedAt === undefined ? [] : [t('handoff.moderator.notice_identity', { time: confirmedAt })]),
  ].join('\n');
  return fmt`${settledNotice(t, handoff, outcome)}\n${facts}${dialogue(t, turns)}`;
}

/** Buttons for whoever accepted: one to see the phone, for those who may, and one to ask who the customer is. */
export function acceptedKeyboard(t: Translate, handoff: Handoff, maySeePhone: boolean): object {
  const phone = Markup.button.callback(t('handoff.moderator.show_phone_button'), `phone:${handoff.id}`);
  const identity = Markup.button.callback(t('handoff.moderator.identity_button'), `identity:${handoff.id}`);
  const buttons = [...(maySeePhone ? [phone] : []), ...(handoff.identityConfirmedAt ? [] : [identity])];
  return Markup.inlineKeyboard(buttons, { columns: 1 }).reply_markup;
}

function title(t: Translate, handoff: Handoff): FmtString {
  const what = handoff.priority === 'urgent' ? 'notice_urgent' : 'notice_title';
  return fmt`${bold(t(`handoff.moderator.${what}`))}: ${customerLabel(t, handoff)}`;
}

/** A wait of less than a minute goes without saying: the notice itself shows when it came. */
function callFacts(t: Translate, { way, waited, customer, unhelpful }: Handoff): string[] {
  return [
    t(`handoff.moderator.way_${way}`),
    ...(unhelpful ? [t('handoff.moderator.notice_unhelpful', { entry: unhelpful.faqId, percent: percentOf(unhelpful.confidence) })] : []),
    ...(waited >= 60 ? [t('handoff.moderator.notice_waited', { time: duration(t, waited) })] : []),
    ...(customer.locale ? [t(`handoff.moderator.language_${customer.locale}`)] : []),
  ];
}

/** Who says something, as staff see them. */
export function speakerName(t: Translate, author: Author): string {
  return t(`handoff.moderator.${SPEAKERS[author]}`);
}

const SPEAKERS = { customer: 'customer', bot: 'bot', ai: 'bot', system: 'bot', moderator: 'colleague' } as const;

/** From the customer's first turn on: what the bot said before it answers something nobody sees. */
function dialogue(t: Translate, turns: readonly DialogueTurn[]): FmtString {
  const first = turns.findIndex(({ author }) => author === 'customer');
  if (first < 0) return fmt``;
  const lines = turns.slice(first).map(({ author, content, sources }) => {
    const length = author === 'customer' || author === 'moderator' ? TURN_LENGTH : BOT_LENGTH;
    const places = [...new Set((sources ?? []).map((source) => placeName(t, source)))];
    const named = places.length === 0 ? '' : `\n📄 ${places.join('; ')}`;
    return fmt`${bold(speakerName(t, author))}: ${contentLine(t, content, length)}${named}`;
  });
  return fmt`\n\n${join(lines, '\n')}`;
}

/** One line for a content: its text, or what kind of thing it is. */
export function contentLine(t: Translate, content: Content, length: number): string {
  const text = clip((plainText(content) ?? '').replace(/\s+/g, ' ').trim(), length);
  if (content.kind === 'text') return text;
  return `${t(`handoff.moderator.says_${content.kind}`)} ${text}`.trim();
}
