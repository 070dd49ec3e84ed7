/**
 * The customer's side of a hand-off: asking for a human, writing while waiting and while one is there, ending it.
 * A human needs to know whom they help, so the phone comes first.
 */
import { message } from 'telegraf/filters';
import { can } from '../access/index.js';
import {
  type ConversationLookup,
  customerSpokeBetween,
  findOpenConversation,
  openConversation,
  rememberHumanWanted,
} from '../conversations/index.js';
import { Handlers, type TellerContext, askForPhone, greetStaff } from '../identity/index.js';
import { endHandoff } from './acts.js';
import type { Desk } from './desk.js';
import { recordReceived } from './received.js';
import { callsToModerator } from './relay.js';
import { type Way, openHandoff, positionOf } from './repository.js';
import type { Handoffs } from './service.js';

export function customerHandoffBot(
  handoffs: Handoffs,
  desk: Desk,
  conversations: ConversationLookup,
): Handlers {
  const handlers = new Handlers();
  const request = handlers.for('handoff.request');
  const bot = handlers.for('bot.use');
  request.command('help', (ctx) => requestHuman(ctx, handoffs, 'command'));
  request.action('human', (ctx) => pressHuman(ctx, handoffs));
  bot.command('end', (ctx) => leave(ctx, handoffs));
  bot.action(/^leave:(\d{1,15})$/, (ctx) => leaveLine(ctx, handoffs, Number(ctx.match[1])));
  bot.on(message(), (ctx, next) => passToHuman(ctx, desk, conversations, next));
  return handlers;
}

/** Whether an update calls a human by the command or the button for it. */
export function callsHuman({ message, callbackQuery }: TellerContext): boolean {
  if (callbackQuery) return 'data' in callbackQuery && /^human(?::\d+)?$/.test(callbackQuery.data);
  return message !== undefined && 'text' in message && /^\/help(?:@\w+)?(?:\s|$)/.test(message.text);
}

/** Calls a human into the sender's conversation, or asks for the phone first and remembers the wish. */
export async function requestHuman(ctx: TellerContext, handoffs: Handoffs, way: Way): Promise<void> {
  const isStaff = can(ctx.person, 'queue.view');
  // Staff are known without a phone, and their /help is about their work.
  if (isStaff && !ctx.person.registered && way === 'command') {
    greetStaff(ctx);
    return;
  }
  const tx = await ctx.tx();
  const conversation = await openConversation(tx, ctx.botId, ctx.person.id);
  if (ctx.person.registered || isStaff) {
    ctx.send(await handoffs.request(tx, ctx.botId, conversation, way));
    return;
  }
  await rememberHumanWanted(tx, conversation.id);
  askForPhone(ctx, ctx.t('handoff.customer.register_first'));
}

/** Calls the human whom somebody had asked for before they registered, or says how that stands. Answers whether they had. */
export async function resumeRequest(ctx: TellerContext, handoffs: Handoffs): Promise<boolean> {
  const tx = await ctx.tx();
  const conversation = await findOpenConversation(tx, ctx.person.id);
  if (!conversation || !(conversation.humanWanted || (await openHandoff(tx, conversation.id)))) return false;
  ctx.send(await handoffs.request(tx, ctx.botId, conversation, 'registration'));
  return true;
}

/** The button below an answer: once a human is called, it only tells how things stand. */
export async function pressHuman(ctx: TellerContext, handoffs: Handoffs): Promise<void> {
  const tx = await ctx.tx();
  const conversation = await findOpenConversation(tx, ctx.person.id);
  const handoff = conversation && (await openHandoff(tx, conversation.id));
  if (ctx.person.registered) ctx.removeButtons();
  if (handoff) ctx.answerPress((await handoffs.standing(tx, ctx.botId, handoff))(ctx.t));
  else {
    ctx.answerPress();
    await requestHuman(ctx, handoffs, 'button');
  }
}

/** The button below the place in line: once somebody has come it does nothing. */
async function leaveLine(ctx: TellerContext, handoffs: Handoffs, handoffId: number): Promise<void> {
  const tx = await ctx.tx();
  const conversation = await findOpenConversation(tx, ctx.person.id);
  const handoff = conversation && (await openHandoff(tx, conversation.id));
  const waits = handoff?.id === handoffId && handoff.state === 'waiting';
  if (waits) {
    ctx.answerPress();
    await endHandoff(ctx, handoffs, handoffId, 'customer');
  } else ctx.answerStale();
}

async function leave(ctx: TellerContext, handoffs: Handoffs): Promise<void> {
  const tx = await ctx.tx();
  const conversation = await findOpenConversation(tx, ctx.person.id);
  const handoff = conversation && (await openHandoff(tx, conversation.id));
  if (handoff) await endHandoff(ctx, handoffs, handoff.id, 'customer');
  else ctx.say(ctx.t('handoff.customer.nothing_to_end'));
}

/** Keeps what the customer says for the human, or passes it on; goes on to the bot when no human is wanted. */
async function passToHuman(
  ctx: TellerContext,
  desk: Desk,
  conversations: ConversationLookup,
  next: () => Promise<void>,
): Promise<void> {
  // Most people talk with the bot. Should a human come in between, what is written will notice.
  const glanced = await conversations.find(ctx.botId, ctx.person.id);
  if (!glanced || glanced.state === 'bot') return next();
  const tx = await ctx.tx();
  const conversation = await findOpenConversation(tx, ctx.person.id);
  const handoff = conversation && (await openHandoff(tx, conversation.id));
  if (!handoff || !ctx.message) return next();
  const message = await recordReceived(ctx, handoff.conversationId, 'customer', ctx.message);
  if (!message) {
    ctx.say(ctx.t('handoff.customer.not_passed'));
    return;
  }
  if (handoff.moderator) {
    const t = desk.translate(handoff.moderator.locale);
    ctx.send(callsToModerator(t, handoff, handoff.moderator, message));
    return;
  }
  const spokeBefore = await customerSpokeBetween(tx, handoff.conversationId, handoff.afterMessageId, message.id);
  if (spokeBefore) react(ctx, ctx.message.message_id);
  else ctx.say(ctx.t('handoff.customer.heard', { position: await positionOf(tx, handoff.id) }));
}

/** A light sign that a message was taken note of; a sentence each time would drown what the customer says. */
function react(ctx: TellerContext, messageId: number): void {
  const reaction = [{ type: 'emoji', emoji: '👌' }];
  ctx.send([{ chatId: ctx.person.telegramId, method: 'setMessageReaction', payload: { message_id: messageId, reaction } }]);
}
