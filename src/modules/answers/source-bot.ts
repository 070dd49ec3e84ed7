/**
 * The button under an answer that shows a passage it rests on. What is pressed is looked up among the messages of the
 * one who presses it: data that somebody made up find nothing.
 */
import type { Registrar, TellerContext } from '../identity/index.js';
import { messageRef } from '../conversations/index.js';
import { messageCalls } from '../../telegram/message-calls.js';
import type { BotSettings } from '../bots/index.js';
import { findCited } from './cited.js';
import { passageView } from './source-views.js';

/** Pressed again within this time, a button shows no second copy. */
const AGAIN_MS = 10 * 60_000;

export function addSourceButton(bot: Registrar, settings: BotSettings): void {
  bot.action(/^source:(\d{1,15}):(\d{1,3})$/, (ctx) => showPassage(ctx, settings, Number(ctx.match[1]), Number(ctx.match[2])));
}

async function showPassage(ctx: TellerContext, settings: BotSettings, messageId: number, number: number): Promise<void> {
  const tx = await ctx.tx();
  const cited = await findCited(tx, ctx.person.id, messageId, number);
  if (!cited) {
    ctx.answerStale(ctx.t('answers.passage_gone'));
    return;
  }
  const { workingHours } = await settings.get(ctx.botId);
  const view = passageView(ctx.t, ctx.locale, workingHours.timeZone, cited);
  const calls = messageCalls(ctx.person.telegramId, view, { replyTo: { $ref: messageRef(messageId) } });
  const moment = Math.floor(Date.now() / AGAIN_MS);
  ctx.answerPress();
  ctx.send(calls.map((call, part) => ({ ...call, dedupeKey: `source:${messageId}:${number}:${moment}:${part}` })));
}
