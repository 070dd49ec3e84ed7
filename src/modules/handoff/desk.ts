/**
 * A hand-off seen from both chats: what is said to its customer and to staff. Everything the customer is told
 * stands in the conversation too; everything staff are told about a hand-off carries its name, so that a reply to
 * it goes to the right customer.
 */
import type { Locale, Texts, Translate } from '../../locales/index.js';
import type { Tx } from '../../platform/db/database.js';
import { messageCalls } from '../../telegram/message-calls.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import type { EntityText } from '../../telegram/split-text.js';
import { staffWith } from '../access/index.js';
import { lastTurns, messageRef, recordMessage } from '../conversations/index.js';
import { type Handoff, type Party, activeHandoffs, countWaiting, selectedHandoffId } from './repository.js';
import { acceptKeyboard, deskKeyboard, notice, settledNotice } from './views.js';

const NOTICE_TURNS = 8;

export class Desk {
  readonly #texts: Texts;
  readonly #defaultLocale: Locale;

  constructor(texts: Texts, defaultLocale: Locale) {
    this.#texts = texts;
    this.#defaultLocale = defaultLocale;
  }

  translate(locale: Locale | undefined): Translate {
    return this.#texts(locale ?? this.#defaultLocale);
  }

  /** Tells the customer something about their hand-off. */
  async tellCustomer(
    tx: Tx,
    botId: number,
    handoff: Handoff,
    say: (t: Translate) => string,
    keyboard?: (t: Translate) => object,
  ): Promise<OutgoingCall[]> {
    const t = this.translate(handoff.customer.locale);
    const text = say(t);
    const { conversationId } = handoff;
    const { id } = await recordMessage(tx, botId, { conversationId, author: 'bot', content: { kind: 'text', text } });
    return messageCalls(handoff.customer.telegramId, text, { ref: messageRef(id), replyMarkup: keyboard?.(t) });
  }

  /** Tells the moderator something, with the keyboard that shows whom they write to. */
  async tellModerator(
    tx: Tx,
    moderator: Party,
    say: (t: Translate) => string | EntityText,
    about?: Handoff,
  ): Promise<OutgoingCall[]> {
    const t = this.translate(moderator.locale);
    const active = await activeHandoffs(tx, moderator.personId);
    const selected = await selectedHandoffId(tx, moderator.personId);
    return messageCalls(moderator.telegramId, say(t), {
      replyMarkup: deskKeyboard(t, active, selected),
      ...(about && { ref: handoffRef(about.id) }),
    });
  }

  /** Tells everybody who may accept it, except `except`, that a customer waits. */
  async callStaff(tx: Tx, handoff: Handoff, except?: Party): Promise<OutgoingCall[]> {
    const [staff, waiting, turns] = [
      await staffWith(tx, 'handoff.serve'),
      await countWaiting(tx),
      await lastTurns(tx, handoff.conversationId, NOTICE_TURNS),
    ];
    return staff
      .filter(({ telegramId }) => telegramId !== except?.telegramId && telegramId !== handoff.customer.telegramId)
      .flatMap(({ telegramId, locale }) => {
        const t = this.translate(locale);
        return messageCalls(telegramId, notice(t, handoff, waiting, turns), {
          replyMarkup: acceptKeyboard(t, handoff),
          ref: noticeRef(handoff.id),
        });
      });
  }

  /** Changes the notices so that nobody presses them in vain. */
  async settleNotices(
    tx: Tx,
    handoff: Handoff,
    outcome: (t: Translate, telegramId: number) => string,
  ): Promise<OutgoingCall[]> {
    const staff = await staffWith(tx, 'handoff.serve');
    // Whoever has the conversation keeps what was said in it in view; nobody else needs it any more.
    const kept = handoff.moderator ? await lastTurns(tx, handoff.conversationId, NOTICE_TURNS) : [];
    return staff.map(({ telegramId, locale }) => {
      const t = this.translate(locale);
      const turns = telegramId === handoff.moderator?.telegramId ? kept : [];
      const { text, entities } = settledNotice(t, handoff, outcome(t, telegramId), turns);
      return {
        chatId: telegramId,
        method: 'editMessageText',
        payload: { message_id: { $ref: noticeRef(handoff.id) }, text, entities },
      };
    });
  }
}

/** Names what staff are told about a hand-off. */
function handoffRef(id: number): string {
  return `handoff:${id}`;
}

/** The hand-off that the name of a message in a moderator's chat stands for. */
export function handoffIdOf(ref: string | undefined): number | undefined {
  const id = /^(?:handoff|notice):(\d+)$/.exec(ref ?? '')?.[1];
  return id === undefined ? undefined : Number(id);
}

function noticeRef(id: number): string {
  return `notice:${id}`;
}
