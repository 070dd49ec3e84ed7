/**
 * The way of a conversation to a human and back: `waiting` → `active` → `ended`. Guarantees, held by row locks and
 * by the unique index on open hand-offs:
 * - of several moderators who accept, one has it, and who may serve no more has none;
 * - as long as it is open, no answer of the bot's own leaves: those under way are dropped before they are sent;
 * - what the customer said while waiting reaches whoever accepts;
 * - when either side cannot be reached any more, the other is told, and a customer who comes back is told once.
 * Callers are handlers and delivery; each function runs in their transaction and answers the calls to make.
 */
import type { Translate } from '../../locales/index.js';
import type { Tx } from '../../platform/db/database.js';
import { type OutgoingCall, cancelGuardedCalls } from '../../telegram/outbox.js';
import { holdRoles, holdersOf } from '../access/index.js';
import { SYSTEM, audit } from '../audit/index.js';
import type { BotSettings } from '../bots/index.js';
import {
  type Conversation,
  customerMessagesAfter,
  findOpenConversation,
  lockConversation,
  setState,
  speechGuard,
} from '../conversations/index.js';
import type { Desk } from './desk.js';
import { hoursNow, urgentLine, welcomeToLine, withBack } from './hours.js';
import { callsToModerator } from './relay.js';
import {
  type Handoff,
  type Party,
  type Way,
  activeHandoffs,
  activeModerators,
  findHandoff,
  insertHandoff,
  insertSuccessor,
  lockConversationsOf,
  markClaimed,
  markEnded,
  markUntold,
  markUrgent,
  openHandoff,
  positionOf,
  selectHandoff,
  selectedHandoffId,
  takeUntold,
} from './repository.js';
import { customerLabel } from './views.js';

export class Handoffs {
  readonly #desk: Desk;
  readonly #settings: BotSettings;

  constructor(desk: Desk, settings: BotSettings) {
    this.#desk = desk;
    this.#settings = settings;
  }

  /** Puts a conversation (locked by the caller) into the line for a human; says so when it is in it already. */
  async request(tx: Tx, botId: number, conversation: Conversation, way: Way): Promise<OutgoingCall[]> {
    const open = await openHandoff(tx, conversation.id);
    if (open) return this.#remind(tx, botId, open);
    const id = await insertHandoff(tx, botId, conversation, way);
    await setState(tx, conversation.id, 'queued');
    await cancelGuardedCalls(tx, botId, speechGuard(conversation.id));
    const handoff = await this.#get(tx, id);
    const position = await positionOf(tx, id);
    const hours = await hoursNow(this.#settings, botId);
    const told = await this.#desk.tellPlace(tx, botId, handoff, (t, locale) =>
      handoff.priority === 'urgent' ? urgentLine(t, hours) : welcomeToLine(t, locale, position, hours),
    );
    return [...(await this.#desk.callStaff(tx, handoff)), ...told];
  }

  /**
   * Calls a human because of danger, past everybody who waits without it. Where one was called before, those who may come
   * are told once more, and whoever has come is told once.
   */
  async urge(tx: Tx, botId: number, conversation: Conversation): Promise<OutgoingCall[]> {
    const open = await openHandoff(tx, conversation.id);
    if (!open) return this.request(tx, botId, conversation, 'danger');
    if (!(await markUrgent(tx, open.id))) return [];
    const handoff = await this.#get(tx, open.id);
    const { moderator } = handoff;
    if (moderator) {
      const hint = (t: Translate): string => t('handoff.moderator.urgent_now', { customer: customerLabel(t, handoff) });
      return this.#desk.tellModerator(tx, moderator, hint, handoff);
    }
    const hours = await hoursNow(this.#settings, botId);
    return [
      ...(await this.#desk.settleNotices(tx, botId, handoff, (t) => t('handoff.moderator.raised'))),
      ...(await this.#desk.callStaff(tx, handoff)),
      ...(await this.#desk.tellCustomer(tx, botId, handoff, (t) => urgentLine(t, hours))),
    ];
  }

  async #remind(tx: Tx, botId: number, handoff: Handoff): Promise<OutgoingCall[]> {
    const stands = await this.standing(tx, botId, handoff);
    return this.#desk.tellCustomer(tx, botId, handoff, stands);
  }

  /** What somebody who calls a human again is told of the one they have called. */
  async standing(tx: Tx, botId: number, handoff: Handoff): Promise<(t: Translate) => string> {
    if (handoff.state === 'active') return (t) => t('handoff.customer.already_active');
    const position = await positionOf(tx, handoff.id);
    const hours = await hoursNow(this.#settings, botId);
    return (t) => withBack(t, t('handoff.customer.already_queued', { position }), hours);
  }

  /** Gives a waiting hand-off to a moderator, with all that the customer has said meanwhile. */
  async claim(tx: Tx, botId: number, handoffId: number, moderator: Party): Promise<ClaimResult> {
    // Before the conversation, as whoever changes roles does: either they find this claim, or it finds their change.
    await holdRoles(tx, botId);
    if (!(await holdersOf(tx, 'handoff.serve')).has(moderator.telegramId)) return { result: 'not_allowed' };
    const found = await findHandoff(tx, handoffId);
    if (!found) return { result: 'gone' };
    if (found.customer.personId === moderator.personId) return { result: 'self' };
    await lockConversation(tx, found.conversationId);
    if (!(await markClaimed(tx, handoffId, moderator.personId))) return this.#notClaimed(tx, handoffId, moderator);
    await setState(tx, found.conversationId, 'human');
    await cancelGuardedCalls(tx, botId, speechGuard(found.conversationId));
    await selectHandoff(tx, botId, moderator.personId, handoffId);
    const handoff = await this.#get(tx, handoffId);
    const calls = [
      ...(await this.#desk.settleNotices(tx, botId, handoff, (t, telegramId) =>
        telegramId === moderator.telegramId
          ? t('handoff.moderator.taken_by_you')
          : t('handoff.moderator.taken_by', { name: moderator.firstName }),
      )),
      ...(await this.#desk.tellModerator(
        tx,
        moderator,
        (t) => t('handoff.moderator.claimed', { customer: customerLabel(t, handoff) }),
        handoff,
      )),
      ...(await this.#missedMessages(tx, handoff, moderator)),
      ...(await this.#desk.tellCustomer(tx, botId, handoff, (t) => t('handoff.customer.joined'))),
      ...this.#desk.closePlace(handoff),
    ];
    return { result: 'claimed', calls };
  }

  async #notClaimed(tx: Tx, handoffId: number, moderator: Party): Promise<ClaimResult> {
    const now = await this.#get(tx, handoffId);
    if (now.state !== 'active') return { result: 'gone' };
    return { result: now.moderator?.personId === moderator.personId ? 'own' : 'taken' };
  }

  async #missedMessages(tx: Tx, handoff: Handoff, moderator: Party): Promise<OutgoingCall[]> {
    const t = this.#desk.translate(moderator.locale);
    const missed = await customerMessagesAfter(tx, handoff.conversationId, handoff.afterMessageId);
    return missed.flatMap((message) => callsToModerator(t, handoff, moderator, message));
  }

  /** Ends a hand-off; both sides are told, and the bot answers the customer again. */
  async end(tx: Tx, botId: number, handoffId: number, by: 'customer' | 'moderator'): Promise<OutgoingCall[]> {
    const found = await findHandoff(tx, handoffId);
    if (!found) return [];
    await lockConversation(tx, found.conversationId);
    const handoff = await this.#get(tx, handoffId);
    if (handoff.state === 'ended') return [];
    await markEnded(tx, handoff.id, by);
    // Nobody came: the dialogue with the bot goes on where it was.
    await setState(tx, handoff.conversationId, handoff.moderator ? 'closed' : 'bot');
    if (!handoff.moderator) {
      return [
        ...(await this.#desk.settleNotices(tx, botId, handoff, (t) => t('handoff.moderator.gone'))),
        ...(await this.#desk.tellCustomer(tx, botId, handoff, (t) => t('handoff.customer.left_queue'))),
        ...this.#desk.closePlace(handoff),
      ];
    }
    const ending = by === 'customer' ? 'handoff.moderator.ended_by_customer' : 'handoff.moderator.ended_by_you';
    return [
      ...(await this.#tellEnded(tx, handoff, handoff.moderator, ending)),
      ...(await this.#desk.tellCustomer(tx, botId, handoff, (t) => t('handoff.customer.ended'), 'usual')),
    ];
  }

  /** Somebody can no longer be reached: as a customer their hand-off ends, as a moderator theirs wait again. */
  async unreachable(tx: Tx, botId: number, person: Party): Promise<OutgoingCall[]> {
    const calls: OutgoingCall[] = [];
    await lockConversationsOf(tx, [person.personId]);
    const conversation = await findOpenConversation(tx, person.personId);
    const asCustomer = conversation && (await openHandoff(tx, conversation.id));
    if (asCustomer) {
      await this.#endUnreachable(tx, botId, asCustomer.id);
      await markUntold(tx, asCustomer.id);
      await setState(tx, asCustomer.conversationId, 'closed');
      if (asCustomer.moderator) {
        const ending = 'handoff.moderator.customer_unreachable';
        calls.push(...(await this.#tellEnded(tx, asCustomer, asCustomer.moderator, ending)));
      } else calls.push(...(await this.#desk.settleNotices(tx, botId, asCustomer, (t) => t('handoff.moderator.gone'))));
    }
    return [...calls, ...(await this.#returnAll(tx, botId, person))];
  }

  /** Roles have changed: customers who were talking with somebody who may serve no more wait again. */
  async rolesChanged(tx: Tx, botId: number): Promise<OutgoingCall[]> {
    const mayServe = await holdersOf(tx, 'handoff.serve');
    const dismissed = (await activeModerators(tx)).filter(({ telegramId }) => !mayServe.has(telegramId));
    await lockConversationsOf(tx, dismissed.map(({ personId }) => personId));
    const calls: OutgoingCall[] = [];
    for (const moderator of dismissed) calls.push(...(await this.#returnAll(tx, botId, moderator)));
    return calls;
  }

  /** Tells a customer who can be reached again, once, what has ended meanwhile. */
  async returned(tx: Tx, botId: number, personId: number): Promise<OutgoingCall[]> {
    const [untold] = await takeUntold(tx, personId);
    if (!untold) return [];
    return this.#desk.tellCustomer(tx, botId, untold, (t) => t('handoff.customer.ended_meanwhile'), 'usual');
  }

  async #returnAll(tx: Tx, botId: number, moderator: Party): Promise<OutgoingCall[]> {
    const calls: OutgoingCall[] = [];
    for (const { id } of await activeHandoffs(tx, moderator.personId)) {
      calls.push(...(await this.#returnToLine(tx, botId, id, moderator)));
    }
    return calls;
  }

  async #returnToLine(tx: Tx, botId: number, handoffId: number, moderator: Party): Promise<OutgoingCall[]> {
    const found = await this.#get(tx, handoffId);
    await lockConversation(tx, found.conversationId);
    const current = await this.#get(tx, handoffId);
    if (current.state !== 'active' || current.moderator?.personId !== moderator.personId) return [];
    await this.#endUnreachable(tx, botId, handoffId);
    const handoff = await this.#get(tx, await insertSuccessor(tx, handoffId));
    await setState(tx, current.conversationId, 'queued');
    const position = await positionOf(tx, handoff.id);
    const hours = await hoursNow(this.#settings, botId);
    const told = await this.#desk.tellPlace(tx, botId, handoff, (t) =>
      withBack(t, t('handoff.customer.moderator_lost', { position }), hours),
    );
    // The place in line comes with a button, which leaves no room for taking away the keyboard of an ask.
    const late = current.identityAskedAt ? await this.#desk.tellLate(tx, current.customer) : [];
    return [...(await this.#desk.callStaff(tx, handoff, moderator)), ...late, ...told];
  }

  async #endUnreachable(tx: Tx, botId: number, handoffId: number): Promise<void> {
    await markEnded(tx, handoffId, 'unreachable');
    const details = { by: 'unreachable' };
    await audit(tx, botId, { actor: SYSTEM, action: 'handoff.end', object: `handoff:${handoffId}`, details });
  }

  async #tellEnded(
    tx: Tx,
    handoff: Handoff,
    moderator: Party,
    ending: 'handoff.moderator.ended_by_customer' | 'handoff.moderator.ended_by_you' | 'handoff.moderator.customer_unreachable',
  ): Promise<OutgoingCall[]> {
    const others = await activeHandoffs(tx, moderator.personId);
    const mustChoose = others.length > 0 && (await selectedHandoffId(tx, moderator.personId)) === undefined;
    return this.#desk.tellModerator(
      tx,
      moderator,
      (t) => {
        const ended = t(ending, { customer: customerLabel(t, handoff) });
        return mustChoose ? `${ended} ${t('handoff.moderator.choose_next')}` : ended;
      },
      handoff,
    );
  }

  async #get(tx: Tx, id: number): Promise<Handoff> {
    const handoff = await findHandoff(tx, id);
    if (!handoff) throw new Error(`There is no hand-off ${id}.`);
    return handoff;
  }
}

export type ClaimResult =
  | { readonly result: 'claimed'; readonly calls: readonly OutgoingCall[] }
  | { readonly result: 'taken' | 'own' | 'self' | 'gone' | 'not_allowed'; readonly calls?: undefined };
