/**
 * Before account matters are spoken of, a moderator may have the customer confirm who they are: the customer shares
 * their contact once more, and its number must be the registered one. Guarantees:
 * - a confirmation belongs to its hand-off: whoever comes after a lost moderator starts without one;
 * - the contact that answers is neither stored nor passed on, and changes nothing in the registration;
 * - an answer that comes twice, or after the hand-off has ended, does nothing.
 * Callers are handlers; each function runs in their transaction and answers the calls to make.
 */
import type { Tx } from '../../platform/db/database.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { findOpenConversation, lockConversation } from '../conversations/index.js';
import {
  type ContactCheck,
  type Person,
  type PhoneKeys,
  type SharedContact,
  checkContact,
  maskPhone,
  phoneOf,
} from '../identity/index.js';
import type { Desk } from './desk.js';
import {
  identityJustAnswered,
  markIdentityAnswered,
  markIdentityAsked,
  markIdentityConfirmed,
  takeLateIdentityAsk,
} from './identity-asks.js';
import { type Handoff, findHandoff, openHandoff } from './repository.js';
import { customerLabel } from './views.js';

export class Confirmations {
  readonly #desk: Desk;
  readonly #phoneKeys: PhoneKeys;

  constructor(desk: Desk, phoneKeys: PhoneKeys) {
    this.#desk = desk;
    this.#phoneKeys = phoneKeys;
  }

  /** Asks the customer of a moderator's own hand-off. One ask stands at a time; after a while it may be repeated. */
  async ask(tx: Tx, botId: number, handoffId: number, moderatorId: number): Promise<Asked> {
    const found = await findHandoff(tx, handoffId);
    if (!found) return { result: 'gone' };
    await lockConversation(tx, found.conversationId);
    const handoff = (await findHandoff(tx, handoffId)) ?? found;
    const { state, moderator, customer, identityAskedAt, identityConfirmedAt } = handoff;
    if (state !== 'active' || moderator?.personId !== moderatorId) return { result: 'gone' };
    if (identityConfirmedAt) return { result: 'confirmed', at: identityConfirmedAt };
    if ((await phoneOf(tx, this.#phoneKeys.keys, botId, customer.personId)) === undefined) return { result: 'gone' };
    const isNew = await markIdentityAsked(tx, handoffId);
    if (!isNew && identityAskedAt) return { result: 'waiting', at: identityAskedAt };
    const calls = [
      ...(await this.#desk.askIdentity(tx, botId, handoff)),
      ...(await this.#desk.tellModerator(
        tx,
        moderator,
        (t) => t('handoff.moderator.identity_asked', { customer: customerLabel(t, handoff) }),
        handoff,
      )),
    ];
    return { result: 'asked', calls };
  }

  /** What a contact says to an ask that its sender got; undefined when it answers none. */
  async answer(tx: Tx, botId: number, person: Person, contact: SharedContact): Promise<Answer | undefined> {
    const handoff = await this.#asked(tx, person.id);
    const check = await checkContact(tx, this.#phoneKeys, botId, person, contact);
    if (!handoff) return check === 'foreign_contact' ? undefined : this.#unasked(tx, person);
    if (check === 'registered_number') return this.#confirmed(tx, botId, handoff);
    return this.#failed(tx, botId, handoff, check);
  }

  /** The customer would rather not, at least now; undefined when they were not asked. */
  async decline(tx: Tx, botId: number, person: Person): Promise<Answer | undefined> {
    const handoff = await this.#asked(tx, person.id);
    return handoff ? this.#failed(tx, botId, handoff, 'declined') : this.#unasked(tx, person);
  }

  /** The hand-off, its conversation locked, for which the customer has an ask to answer. */
  async #asked(tx: Tx, personId: number): Promise<Handoff | undefined> {
    const conversation = await findOpenConversation(tx, personId);
    const handoff = conversation && (await openHandoff(tx, conversation.id));
    return handoff?.state === 'active' && handoff.identityAskedAt ? handoff : undefined;
  }

  /** Who presses twice, or when the talk has just ended, does not mean to say it to anybody. */
  async #unasked(tx: Tx, { id, telegramId, locale }: Person): Promise<Answer | undefined> {
    const late = await takeLateIdentityAsk(tx, id);
    if (late !== undefined) {
      const calls = await this.#desk.tellLate(tx, { personId: id, telegramId, locale });
      return { handoffId: late, outcome: 'late', calls };
    }
    const answered = await identityJustAnswered(tx, id);
    return answered === undefined ? undefined : { handoffId: answered, outcome: 'repeated', calls: [] };
  }

  async #confirmed(tx: Tx, botId: number, asked: Handoff): Promise<Answer> {
    const at = await markIdentityConfirmed(tx, asked.id);
    const handoff = { ...asked, identityAskedAt: undefined, identityConfirmedAt: at };
    const phone = await phoneOf(tx, this.#phoneKeys.keys, botId, handoff.customer.personId);
    const time = await this.#desk.clock(botId, handoff.moderator?.locale, at);
    const calls = [
      ...(await this.#desk.tellCustomer(tx, botId, handoff, (t) => t('handoff.customer.identity_confirmed'), 'usual')),
      ...(await this.#tellModerator(tx, handoff, 'confirmed', { phone: maskPhone(phone ?? ''), time })),
      ...(await this.#desk.refreshNotice(tx, botId, handoff)),
    ];
    return { handoffId: handoff.id, outcome: 'confirmed', calls };
  }

  /** Somebody else's contact is a slip, after which the ask still stands. */
  async #failed(tx: Tx, botId: number, handoff: Handoff, outcome: Failure): Promise<Answer> {
    const stands = outcome === 'foreign_contact';
    if (!stands) await markIdentityAnswered(tx, handoff.id);
    const calls = [
      ...(await this.#desk.tellCustomer(
        tx,
        botId,
        handoff,
        (t) => t(`handoff.customer.identity_${outcome}`),
        stands ? 'as_it_is' : 'usual',
      )),
      ...(await this.#tellModerator(tx, handoff, outcome)),
    ];
    return { handoffId: handoff.id, outcome, calls };
  }

  async #tellModerator(
    tx: Tx,
    handoff: Handoff,
    outcome: Failure | 'confirmed',
    facts?: { readonly phone: string; readonly time: string },
  ): Promise<OutgoingCall[]> {
    const { moderator } = handoff;
    if (!moderator) return [];
    return this.#desk.tellModerator(
      tx,
      moderator,
      (t) => t(`handoff.moderator.identity_${outcome}`, { customer: customerLabel(t, handoff), ...facts }),
      handoff,
    );
  }
}

/** Why a customer did not confirm who they are. */
type Failure = Exclude<ContactCheck, 'registered_number'> | 'declined';

export type Asked =
  | { readonly result: 'asked'; readonly calls: readonly OutgoingCall[] }
  | { readonly result: 'waiting' | 'confirmed'; readonly at: Date }
  | { readonly result: 'gone' };

export interface Answer {
  readonly handoffId: number;
  readonly outcome: Failure | 'confirmed' | 'late' | 'repeated';
  readonly calls: readonly OutgoingCall[];
}
