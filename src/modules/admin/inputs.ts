/**
 * Words that the panel asks for. Only a reply to the very message that asked is taken for an answer, so that nothing
 * else that staff write goes astray; and such a reply is never taken for anything else, so that it reaches no customer.
 */
import { Markup } from 'telegraf';
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import type { Translate } from '../../locales/index.js';
import { storableText } from '../../platform/db/database.js';
import { refOfMessage } from '../../telegram/refs.js';
import type { Permission } from '../access/index.js';
import { Handlers, type TellerContext, refuse } from '../identity/index.js';
import type { View } from './panel.js';

export interface Input {
  /** Names the message that asks. */
  readonly ref: `admin:${string}`;
  readonly permission: Permission;
  readonly question: (t: Translate) => string;
  /** Takes the answer; undefined when it has said itself what was to be said. */
  readonly take: (ctx: TellerContext, words: string) => Promise<View | undefined>;
}

const WORDS_LENGTH = 200;

/** Asks for words in a message that opens a reply to itself. */
export function ask({ ref, question }: Input, ctx: TellerContext): void {
  ctx.say(question(ctx.t), { replyMarkup: Markup.forceReply().reply_markup, ref });
}

export function inputsBot(inputs: readonly Input[]): Handlers {
  const handlers = new Handlers();
  for (const input of inputs) {
    handlers.only(input.permission).on(message('reply_to_message'), async (ctx, next) => {
      if ((await askedBy(ctx, ctx.message)) !== input.ref) return next();
      await answer(input, ctx, ctx.message);
    });
  }
  // Whoever serves would say it to a customer.
  handlers.only('handoff.serve').on(message('reply_to_message'), async (ctx, next) => {
    const ref = await askedBy(ctx, ctx.message);
    const input = inputs.find((each) => each.ref === ref);
    return input ? refuse(ctx, input.permission) : next();
  });
  return handlers;
}

type Reply = Message & { readonly reply_to_message: Message };

/** The name of the message that somebody replies to, unless with a command. */
async function askedBy(ctx: TellerContext, reply: Reply): Promise<string | undefined> {
  if ('text' in reply && reply.text.startsWith('/')) return undefined;
  return refOfMessage(await ctx.tx(), ctx.botId, ctx.person.telegramId, reply.reply_to_message.message_id);
}

async function answer(input: Input, ctx: TellerContext, reply: Reply): Promise<void> {
  if (!('text' in reply)) {
    ask(input, ctx);
    return;
  }
  const view = await input.take(ctx, storableText(reply.text.trim().slice(0, WORDS_LENGTH)));
  if (view) ctx.say(view.text, { replyMarkup: view.keyboard });
}
