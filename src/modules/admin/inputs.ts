/**
 * Words that the panel asks for. Only a reply to the very message that asked is taken for an answer, and it is taken for
 * nothing else: an answer that the panel cannot take goes to no customer.
 */
import { Markup } from 'telegraf';
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import { storableText } from '../../platform/db/database.js';
import { refOfMessage } from '../../telegram/refs.js';
import type { Permission } from '../access/index.js';
import { Handlers, type TellerContext, refuse } from '../identity/index.js';
import type { Args, View } from './panel.js';

export interface Input {
  readonly name: string;
  readonly permission: Permission;
  /** How many characters are taken at most; the rest is left out. */
  readonly length?: number;
  /**
   * Takes the answer; undefined when it has said itself what was to be said, a question when the answer will not do and
   * another one is asked for.
   * @param args what it was asked about
   */
  readonly take: (ctx: TellerContext, words: string, args: Args) => Promise<View | string | undefined>;
}

const WORDS_LENGTH = 200;

/** Asks for words in a message that opens a reply to itself and remembers what it is about. */
export function ask({ name }: Input, ctx: TellerContext, question: string, ...args: Args): Promise<true> {
  ctx.say(question, { replyMarkup: Markup.forceReply().reply_markup, ref: ['admin', name, ...args].join(':') });
  return Promise.resolve(true);
}

export function inputsBot(inputs: readonly Input[]): Handlers {
  const handlers = new Handlers();
  for (const input of inputs) {
    handlers.only(input.permission).on(message('reply_to_message'), async (ctx, next) => {
      const asked = await askedBy(ctx, ctx.message);
      if (asked?.name !== input.name) return next();
      await answer(input, ctx, ctx.message, asked.args);
    });
  }
  // Whoever serves would say it to a customer.
  handlers.only('handoff.serve').on(message('reply_to_message'), async (ctx, next) => {
    const asked = await askedBy(ctx, ctx.message);
    const input = inputs.find(({ name }) => name === asked?.name);
    return input ? refuse(ctx, input.permission) : next();
  });
  return handlers;
}

type Reply = Message & { readonly reply_to_message: Message };

/** What the message asked for that somebody replies to, unless with a command. */
async function askedBy(ctx: TellerContext, reply: Reply): Promise<{ readonly name: string; readonly args: Args } | undefined> {
  if ('text' in reply && reply.text.startsWith('/')) return undefined;
  const ref = await refOfMessage(await ctx.tx(), ctx.botId, ctx.person.telegramId, reply.reply_to_message.message_id);
  const [surface, name, ...args] = ref?.split(':') ?? [];
  return surface === 'admin' && name !== undefined ? { name, args } : undefined;
}

async function answer(input: Input, ctx: TellerContext, reply: Reply, args: Args): Promise<void> {
  if (!('text' in reply)) {
    // Words were asked for, and are again.
    const { reply_to_message: asked } = reply;
    await ask(input, ctx, 'text' in asked ? asked.text : '…', ...args);
    return;
  }
  const words = storableText(reply.text.trim().slice(0, input.length ?? WORDS_LENGTH));
  const taken = await input.take(ctx, words, args);
  if (typeof taken === 'string') await ask(input, ctx, taken, ...args);
  else if (taken) ctx.say(taken.text, { replyMarkup: taken.keyboard });
}
