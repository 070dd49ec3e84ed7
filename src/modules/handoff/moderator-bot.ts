/**
 * The moderator's side of a hand-off: /queue, accepting, writing to the right customer, ending. A message goes to
 * the customer it replies to, else to the one selected, which the keyboard always shows; when neither is clear the
 * moderator is asked, and nothing is sent meanwhile.
 */
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import { refOfMessage } from '../../telegram/refs.js';
import { can } from '../access/index.js';
import { findMessage, findOpenConversation, lockConversation, messageIdOf } from '../conversations/index.js';
import { Handlers, type TellerContext, refuse } from '../identity/index.js';
import { auditClaim, endHandoff } from './acts.js';
import { type Desk, handoffIdOf } from './desk.js';
import { contentForCustomer, recordReceived } from './received.js';
import { callsToCustomer } from './relay.js';
import {
  type Handoff,
  type Party,
  activeHandoffs,
  findHandoff,
  latestHandoff,
  selectHandoff,
  selectedHandoffId,
  waitingHandoffs,
} from './repository.js';
import type { Handoffs } from './service.js';
import { choiceKeyboard, customerLabel, pressedDeskKey, queueList } from './views.js';

const QUEUE_SHOWN = 20;
/** Names the lists of who waits, which are brought up to date when one of their buttons is pressed. */
const QUEUE_REF = 'queue';

export function moderatorHandoffBot(handoffs: Handoffs, desk: Desk): Handlers {
  const handlers = new Handlers();
  handlers.for('queue.view').command('queue', showQueue);
  const bot = handlers.for('handoff.serve');
  bot.action(/^claim:(\d{1,15})$/, (ctx) => claim(ctx, handoffs, Number(ctx.match[1])));
  bot.action(/^finish:(\d{1,15})$/, (ctx) => finish(ctx, handoffs, Number(ctx.match[1])));
  bot.action(/^deliver:(\d{1,15})$/, (ctx) => deliverChosen(ctx, Number(ctx.match[1])));
  const working = handlers.only('handoff.serve');
  working.command('end', (ctx, next) => end(ctx, handoffs, next));
  working.on(message(), (ctx, next) => write(ctx, desk, ctx.message, next));
  return handlers;
}

async function showQueue(ctx: TellerContext): Promise<void> {
  const { text, keyboard } = await queueFor(ctx);
  ctx.say(text, { replyMarkup: keyboard, ref: QUEUE_REF });
}

async function queueFor(ctx: TellerContext): Promise<ReturnType<typeof queueList>> {
  const tx = await ctx.tx();
  const waiting = await waitingHandoffs(tx, QUEUE_SHOWN);
  const own = await activeHandoffs(tx, ctx.person.id);
  const mayAccept = can(ctx.person, 'handoff.serve');
  return queueList(ctx.t, waiting, own, mayAccept);
}

async function claim(ctx: TellerContext, handoffs: Handoffs, handoffId: number): Promise<void> {
  const tx = await ctx.tx();
  const claimed = await handoffs.claim(tx, ctx.botId, handoffId, party(ctx));
  if (claimed.result === 'not_allowed') return refuse(ctx, 'handoff.serve');
  if (claimed.result === 'claimed') {
    await auditClaim(ctx, handoffId);
    ctx.answerPress();
    ctx.send(claimed.calls);
  } else ctx.answerPress(ctx.t(`handoff.moderator.not_claimed_${claimed.result}`));
  const pressed = ctx.callbackQuery?.message?.message_id;
  if (pressed === undefined || (await refOfMessage(tx, ctx.botId, ctx.person.telegramId, pressed)) !== QUEUE_REF) return;
  const { text, keyboard } = await queueFor(ctx);
  ctx.editPressed(text, keyboard);
}

async function write(ctx: TellerContext, desk: Desk, received: Message, next: () => Promise<void>): Promise<void> {
  if ('text' in received && received.text.startsWith('/')) return next();
  const tx = await ctx.tx();
  const active = await activeHandoffs(tx, ctx.person.id);
  const pressed = 'text' in received ? pressedDeskKey(received.text) : undefined;
  if (pressed !== undefined) return choose(ctx, desk, active, pressed);
  const replied = await repliedHandoff(ctx, received);
  if (replied?.customer.personId === ctx.person.id) return next();
  const selectedId = await selectedHandoffId(tx, ctx.person.id);
  const receiver = replied ?? active.find(({ id }) => id === selectedId);
  if (receiver) {
    await deliver(ctx, receiver, received);
    return;
  }
  if (active.length === 0) return offDuty(ctx, next);
  ctx.say(ctx.t('handoff.moderator.choose_receiver'), {
    replyTo: received.message_id,
    replyMarkup: choiceKeyboard(ctx.t, active, 'deliver'),
  });
}

/** A moderator without a conversation is not a customer asking the bot, unless they wait for a human themselves. */
async function offDuty(ctx: TellerContext, next: () => Promise<void>): Promise<void> {
  if (!can(ctx.person, 'handoff.notices')) return next();
  const conversation = await findOpenConversation(await ctx.tx(), ctx.person.id);
  if (conversation && conversation.state !== 'bot') return next();
  ctx.say(ctx.t('handoff.moderator.no_conversation'));
}

async function choose(ctx: TellerContext, desk: Desk, active: readonly Handoff[], handoffId: number): Promise<void> {
  const chosen = active.find(({ id }) => id === handoffId);
  const tx = await ctx.tx();
  if (!chosen) {
    // The key was pressed before the keyboard without it arrived.
    ctx.send(await desk.tellModerator(tx, party(ctx), (t) => t('handoff.moderator.key_ended')));
    return;
  }
  await selectHandoff(tx, ctx.botId, ctx.person.id, handoffId);
  const selected = { customer: customerLabel(ctx.t, chosen) };
  ctx.send(await desk.tellModerator(tx, party(ctx), (t) => t('handoff.moderator.selected', selected), chosen));
}

/** Passes a message to the customer of a hand-off. Answers whether it was: not when it is not the sender's (any more). */
async function deliver(ctx: TellerContext, handoff: Handoff, received: Message): Promise<boolean> {
  const tx = await ctx.tx();
  await lockConversation(tx, handoff.conversationId);
  const current = await findHandoff(tx, handoff.id);
  if (current?.state !== 'active' || current.moderator?.personId !== ctx.person.id) {
    ctx.say(ctx.t(`handoff.moderator.not_sent_${current?.state ?? 'ended'}`), { replyTo: received.message_id });
    return false;
  }
  const stored = await recordReceived(ctx, handoff.conversationId, 'moderator', received);
  const content = contentForCustomer(received);
  if (stored && content) ctx.send(callsToCustomer(handoff, stored, content));
  else ctx.say(ctx.t('handoff.moderator.not_passed'), { replyTo: received.message_id });
  return stored !== undefined;
}

/** Sends the message that waited for a choice: the one which the question with the buttons replies to. */
async function deliverChosen(ctx: TellerContext, handoffId: number): Promise<void> {
  const question = ctx.callbackQuery?.message;
  const waiting = question && 'reply_to_message' in question ? question.reply_to_message : undefined;
  const tx = await ctx.tx();
  const handoff = (await activeHandoffs(tx, ctx.person.id)).find(({ id }) => id === handoffId);
  const alreadySent = waiting && (await refOfMessage(tx, ctx.botId, ctx.person.telegramId, waiting.message_id));
  if (!waiting || alreadySent !== undefined) {
    ctx.answerStale();
    return;
  }
  if (!handoff) {
    ctx.answerPress(ctx.t('handoff.moderator.not_sent_ended'));
    return;
  }
  ctx.answerPress();
  const wasSent = await deliver(ctx, handoff, waiting);
  if (wasSent) ctx.editPressed({ text: ctx.t('handoff.moderator.sent_to', { customer: customerLabel(ctx.t, handoff) }) });
  else ctx.removeButtons();
}

async function end(ctx: TellerContext, handoffs: Handoffs, next: () => Promise<void>): Promise<void> {
  const tx = await ctx.tx();
  const active = await activeHandoffs(tx, ctx.person.id);
  const replied = ctx.message && (await repliedHandoff(ctx, ctx.message));
  const meantId = replied?.id ?? (active.length === 1 ? active[0]?.id : await selectedHandoffId(tx, ctx.person.id));
  const chosen = active.find(({ id }) => id === meantId);
  if (chosen) await endHandoff(ctx, handoffs, chosen.id, 'moderator');
  else if (active.length === 0) await offDuty(ctx, next);
  else ctx.say(ctx.t('handoff.moderator.choose_end'), { replyMarkup: choiceKeyboard(ctx.t, active, 'finish') });
}

async function finish(ctx: TellerContext, handoffs: Handoffs, handoffId: number): Promise<void> {
  const tx = await ctx.tx();
  const own = (await activeHandoffs(tx, ctx.person.id)).find(({ id }) => id === handoffId);
  ctx.answerPress(own ? undefined : ctx.t('common.stale'));
  if (!own) return;
  ctx.removeButtons();
  await endHandoff(ctx, handoffs, own.id, 'moderator');
}

/** The hand-off that the replied-to message belongs to. */
async function repliedHandoff(ctx: TellerContext, received: Message): Promise<Handoff | undefined> {
  const target = 'reply_to_message' in received ? received.reply_to_message.message_id : undefined;
  if (target === undefined) return undefined;
  const tx = await ctx.tx();
  const ref = await refOfMessage(tx, ctx.botId, ctx.person.telegramId, target);
  const named = handoffIdOf(ref);
  if (named !== undefined) return findHandoff(tx, named);
  const messageId = messageIdOf(ref);
  const message = messageId === undefined ? undefined : await findMessage(tx, messageId);
  return message && latestHandoff(tx, message.conversationId);
}

function party(ctx: TellerContext): Party {
  const { id, telegramId, firstName, locale } = ctx.person;
  return { personId: id, telegramId, firstName, locale };
}
