/**
 * Words that the panel asks for. Only a reply to the very message that asked is taken for an answer, so that nothing
 * else that staff write goes astray.
 */
import { Markup } from 'telegraf';
import { message } from 'telegraf/filters';
import { refOfMessage } from '../../telegram/refs.js';
import type { Permission } from '../access/index.js';
import { Handlers, type TellerContext } from '../identity/index.js';
import type { View } from './panel.js';

export interface Input {
  /** Names the message that asks. */
  readonly ref: `admin:${string}`;
  readonly permission: Permission;
  /** Takes the answer; undefined when it has said itself what was to be said. */
  readonly take: (ctx: TellerContext, words: string) => Promise<View | undefined>;
}

const WORDS_LENGTH = 200;

/** Asks for words in a message that opens a reply to itself. */
export function ask({ ref }: Input, ctx: TellerContext, question: string): void {
  ctx.say(question, { replyMarkup: Markup.forceReply().reply_markup, ref });
}

export function inputsBot(inputs: readonly Input[]): Handlers {
  const handlers = new Handlers();
  for (const input of inputs) {
    handlers.only(input.permission).on(message('text', 'reply_to_message'), async (ctx, next) => {
      const { text, reply_to_message: asked } = ctx.message;
      if (text.startsWith('/')) return next();
      if ((await refOfMessage(await ctx.tx(), ctx.botId, ctx.person.telegramId, asked.message_id)) !== input.ref) return next();
      const view = await input.take(ctx, text.trim().slice(0, WORDS_LENGTH));
      if (view) ctx.say(view.text, { replyMarkup: view.keyboard });
    });
  }
  return handlers;
}
