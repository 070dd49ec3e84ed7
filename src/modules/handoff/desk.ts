/**
 * A hand-off seen from both chats: what is said to its customer and to staff. Everything the customer is told
 * stands in the conversation too; everything staff are told about a hand-off carries its name, so that a reply to
 * it goes to the right customer.
 */
import type { Locale, Texts, Translate } from '../../locales/index.js';
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import type { Tx } from '../../platform/db/database.js';
import { type MessageOptions, messageCalls } from '../../telegram/message-calls.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import type { EntityText } from '../../telegram/split-text.js';
import { staffWith } from '../access/index.js';
import type { BotSettings } from '../bots/index.js';
import { messageRef, recentTurns, recordMessage } from '../conversations/index.js';
import { maskPhone, phoneOf } from '../identity/index.js';
import {
  NOTICE_TURNS,
  acceptKeyboard,
  acceptedKeyboard,
  acceptedNotice,
  callingNotice,
  settledNotice,
} from './notice.js';
import { type Handoff, type Party, activeHandoffs, countWaiting, selectedHandoffId } from './repository.js';
import { cancelKeyboard, clock, deskKeyboard, identityKeyboard } from './views.js';

/** What is said, in one person's language. */
type Saying = (t: Translate, locale: Locale) => string;

export class Desk {
  readonly #texts: Texts;
  readonly #defaultLocale: Locale;
  readonly #keys: KeyRing;
  readonly #settings: BotSettings;

  constructor(texts: Texts, defaultLocale: Locale, keys: KeyRing, settings: BotSettings) {
    this.#texts = texts;
    this.#defaultLocale = defaultLocale;
    this.#keys = keys;
    this.#settings = settings;
  }

  /** The texts for somebody who may not have chosen a language. */
  translate(locale: Locale | undefined): Translate {
    return this.#texts(locale ?? this.#defaultLocale);
  }

  /** A time of the day, on the bank's clocks, for somebody who may not have chosen a language. */
  async clock(botId: number, locale: Locale | undefined, at: Date): Promise<string> {
    const { workingHours } = await this.#settings.get(botId);
    return clock(locale ?? this.#defaultLocale, workingHours.timeZone, at);
  }

  /**
   * Tells the customer something about their hand-off.
   * @param keyboard `usual`: the one their chat has when nothing is asked of them takes the place of another
   */
  async tellCustomer(
    tx: Tx,
    botId: number,
    handoff: Handoff,
    say: Saying,
    keyboard: 'as_it_is' | 'usual' = 'as_it_is',
  ): Promise<OutgoingCall[]> {
    const { personId, locale = this.#defaultLocale } = handoff.customer;
    const replyMarkup = keyboard === 'usual' ? await this.keyboard(tx, personId, locale) : undefined;
    return this.#tell(tx, botId, handoff, say(this.#texts(locale), locale), { replyMarkup });
  }

  /** Asks the customer to confirm who they are. */
  async askIdentity(tx: Tx, botId: number, handoff: Handoff): Promise<OutgoingCall[]> {
    const t = this.translate(handoff.customer.locale);
    return this.#tell(tx, botId, handoff, t('handoff.customer.identity_ask'), { replyMarkup: identityKeyboard(t) });
  }

  /** Tells somebody who confirms who they are after the talk that nothing came of it. */
  async tellLate(tx: Tx, { personId, telegramId, locale }: Omit<Party, 'firstName'>): Promise<OutgoingCall[]> {
    const replyMarkup = await this.keyboard(tx, personId, locale);
    return messageCalls(telegramId, this.translate(locale)('handoff.customer.identity_late'), { replyMarkup });
  }

  /** Tells the customer about their place in line, with the button to leave it. Once for each hand-off. */
  async tellPlace(tx: Tx, botId: number, handoff: Handoff, say: Saying): Promise<OutgoingCall[]> {
    const locale = handoff.customer.locale ?? this.#defaultLocale;
    const t = this.#texts(locale);
    return this.#tell(tx, botId, handoff, say(t, locale), { replyMarkup: cancelKeyboard(t, handoff), ref: placeRef(handoff.id) });
  }

  /** Takes the button to leave the line away, since the line is over. */
  closePlace(handoff: Handoff): OutgoingCall[] {
    const payload = { message_id: { $ref: placeRef(handoff.id) } };
    return [{ chatId: handoff.customer.telegramId, method: 'editMessageReplyMarkup', payload }];
  }

  async #tell(tx: Tx, botId: number, handoff: Handoff, text: string, options: MessageOptions): Promise<OutgoingCall[]> {
    const { conversationId, customer } = handoff;
    const { id } = await recordMessage(tx, botId, { conversationId, author: 'system', content: { kind: 'text', text } });
    return messageCalls(customer.telegramId, text, { ref: messageRef(id), ...options });
  }

  /** Tells the moderator something, with the keyboard that shows whom they write to. */
  async tellModerator(
    tx: Tx,
    moderator: Party,
    say: (t: Translate) => string | EntityText,
    about?: Handoff,
  ): Promise<OutgoingCall[]> {
    return messageCalls(moderator.telegramId, say(this.translate(moderator.locale)), {
      replyMarkup: await this.keyboard(tx, moderator.personId, moderator.locale),
      ...(about && { ref: handoffRef(about.id) }),
    });
  }

  /** The keyboard that belongs into a person's chat: their conversations as a moderator, else none. */
  async keyboard(tx: Tx, personId: number, locale: Locale | undefined): Promise<object> {
    const active = await activeHandoffs(tx, personId);
    return deskKeyboard(this.translate(locale), active, await selectedHandoffId(tx, personId));
  }

  /** Tells everybody who may accept it, except `except`, that a customer waits. */
  async callStaff(tx: Tx, handoff: Handoff, except?: Party): Promise<OutgoingCall[]> {
    const [staff, waiting, turns] = [
      await staffWith(tx, 'handoff.notices'),
      await countWaiting(tx),
      await recentTurns(tx, handoff.customer.personId, NOTICE_TURNS),
    ];
    return staff
      .filter(({ telegramId }) => telegramId !== except?.telegramId && telegramId !== handoff.customer.telegramId)
      .flatMap(({ telegramId, locale }) => {
        const t = this.translate(locale);
        return messageCalls(telegramId, callingNotice(t, handoff, waiting, turns), {
          replyMarkup: acceptKeyboard(t, handoff),
          ref: noticeRef(handoff.id),
        });
      });
  }

  /** Changes the notices so that nobody presses them in vain. */
  async settleNotices(
    tx: Tx,
    botId: number,
    handoff: Handoff,
    outcome: (t: Translate, telegramId: number) => string,
  ): Promise<OutgoingCall[]> {
    const staff = await staffWith(tx, 'handoff.notices');
    const others = staff.filter(({ telegramId }) => telegramId !== handoff.moderator?.telegramId);
    const settled = others.map(({ telegramId, locale }): OutgoingCall => {
      const t = this.translate(locale);
      const { text, entities } = settledNotice(t, handoff, outcome(t, telegramId));
      return editNotice(telegramId, handoff, { text, entities });
    });
    const { moderator } = handoff;
    if (!moderator) return settled;
    const accepted = await this.#acceptedNotice(tx, botId, handoff, moderator, outcome);
    // Who gets no notices came by the list of who waits, and is told now.
    if (others.length < staff.length) return [...settled, editNotice(moderator.telegramId, handoff, accepted)];
    const { reply_markup: replyMarkup, ...message } = accepted;
    return [...settled, ...messageCalls(moderator.telegramId, message, { replyMarkup, ref: noticeRef(handoff.id) })];
  }

  /** Shows whoever has the conversation what has become known of the customer. */
  async refreshNotice(tx: Tx, botId: number, handoff: Handoff): Promise<OutgoingCall[]> {
    const { moderator } = handoff;
    if (!moderator) return [];
    const outcome = (t: Translate): string => t('handoff.moderator.taken_by_you');
    const notice = await this.#acceptedNotice(tx, botId, handoff, moderator, outcome);
    return [editNotice(moderator.telegramId, handoff, notice)];
  }

  /** What whoever has the conversation keeps in view: what is not passed on to them; nobody else needs it any more. */
  async #acceptedNotice(
    tx: Tx,
    botId: number,
    handoff: Handoff,
    moderator: Party,
    outcome: (t: Translate, telegramId: number) => string,
  ): Promise<EntityText & { readonly reply_markup?: object }> {
    const t = this.translate(moderator.locale);
    const { customer, way, afterMessageId, identityConfirmedAt } = handoff;
    const turns = await recentTurns(tx, customer.personId, NOTICE_TURNS, way === 'successor' ? undefined : afterMessageId);
    const phone = await phoneOf(tx, this.#keys, botId, customer.personId);
    const facts = {
      maskedPhone: phone === undefined ? undefined : maskPhone(phone),
      confirmedAt: identityConfirmedAt && (await this.clock(botId, moderator.locale, identityConfirmedAt)),
    };
    const { text, entities } = acceptedNotice(t, handoff, outcome(t, moderator.telegramId), turns, facts);
    const notice = { text, ...(entities && { entities }) };
    // Of somebody without a phone there is nothing to see and nothing to compare with.
    if (phone === undefined) return notice;
    const allowed = await staffWith(tx, 'people.phone');
    const maySeePhone = allowed.some(({ telegramId }) => telegramId === moderator.telegramId);
    return { ...notice, reply_markup: acceptedKeyboard(t, handoff, maySeePhone) };
  }
}

function editNotice(chatId: number, handoff: Handoff, notice: object): OutgoingCall {
  return { chatId, method: 'editMessageText', payload: { message_id: { $ref: noticeRef(handoff.id) }, ...notice } };
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

/** Names what the customer is told of their place in line. */
function placeRef(id: number): string {
  return `place:${id}`;
}
