/**
 * Questions that the bot asks staff in a message that opens a reply to itself. Only a reply to the very message that
 * asked is taken for an answer, and it is taken for nothing else: one from somebody who may answer no more is refused,
 * and goes to no customer.
 */
import { Markup } from 'telegraf';
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import { refOfMessage } from '../../telegram/refs.js';
import type { Permission } from '../access/index.js';
import { refuse } from './acts.js';
import type { TellerContext } from './context.js';
import { Handlers } from './handlers.js';

export type Reply = Message & { readonly reply_to_message: Message };

export interface Question {
  /** Names the question among all that are asked, such as `admin:find`. */
  readonly topic: `${string}:${string}`;
  readonly permission: Permission;
  /** @param args what it was asked about */
  readonly take: (ctx: TellerContext, reply: Reply, args: readonly string[]) => Promise<void>;
}

/** Asks, and remembers in the name of the message what it is about. */
export function askInReply(ctx: TellerContext, topic: Question['topic'], question: string, ...args: readonly string[]): void {
  ctx.say(question, { replyMarkup: Markup.forceReply().reply_markup, ref: [topic, ...args].join(':') });
}

export function questionsBot(questions: readonly Question[]): Handlers {
  const handlers = new Handlers();
  for (const { topic, permission, take } of questions) {
    handlers.only(permission).on(message('reply_to_message'), async (ctx, next) => {
      const asked = await askedBy(ctx, ctx.message);
      return asked?.topic === topic ? take(ctx, ctx.message, asked.args) : next();
    });
  }
  // Whoever serves would say it to a customer.
  handlers.only('handoff.serve').on(message('reply_to_message'), async (ctx, next) => {
    const asked = await askedBy(ctx, ctx.message);
    const question = questions.find(({ topic }) => topic === asked?.topic);
    return question ? refuse(ctx, question.permission) : next();
  });
  return handlers;
}

interface Asked {
  readonly topic: string;
  readonly args: readonly string[];
}

/** Looked up once for an update, however many questions it might answer. */
const asked = new WeakMap<TellerContext, Promise<Asked | undefined>>();

function askedBy(ctx: TellerContext, reply: Reply): Promise<Asked | undefined> {
  const found = asked.get(ctx) ?? lookUp(ctx, reply);
  asked.set(ctx, found);
  return found;
}

/** What the message asked for that somebody replies to, unless with a command. */
async function lookUp(ctx: TellerContext, reply: Reply): Promise<Asked | undefined> {
  if ('text' in reply && reply.text.startsWith('/')) return undefined;
  const ref = await refOfMessage(await ctx.tx(), ctx.botId, ctx.person.telegramId, reply.reply_to_message.message_id);
  const [surface, name, ...args] = ref?.split(':') ?? [];
  return surface !== undefined && name !== undefined ? { topic: `${surface}:${name}`, args } : undefined;
}
