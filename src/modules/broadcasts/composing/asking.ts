/**
 * Messages that are asked for: what a broadcast is to say, the file that names people. They are taken from the reply to
 * the question, or from what its author writes next, within some minutes: but not while they talk with somebody, to whom they may be writing, and not once they went on
 * to something else.
 */
import type { MiddlewareFn } from 'telegraf';
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import { can } from '../../access/index.js';
import { Handlers, type Question, type TellerContext, askInReply, questionsBot } from '../../identity/index.js';

/** Whether the sender is in a conversation with somebody: a customer, or the human whom they have called. */
export type Talks = (ctx: TellerContext) => Promise<boolean>;

/** Something that is asked for; any kind of message may be the answer. */
export interface Asked {
  readonly topic: Question['topic'];
  /** @param args what it was asked about */
  readonly take: (ctx: TellerContext, received: Message, args: readonly string[]) => Promise<void>;
}

const TAKEN_WITHIN = '10 minutes';

export function askingBot(talks: Talks, questions: readonly Asked[]): Handlers {
  const permission = 'broadcasts.send';
  const handlers = new Handlers();
  const answered = questions.map(({ topic, take }) => ({
    ...{ topic, permission },
    take: async (ctx: TellerContext, received: Message, args: readonly string[]) => {
      await forgetAsking(ctx);
      await take(ctx, received, args);
    },
  })) satisfies readonly Question[];
  handlers.use(questionsBot(answered));
  handlers.only(permission).on(message(), async (ctx, next) => {
    // A contact is shared in order to register.
    if ('reply_to_message' in ctx.message || 'contact' in ctx.message || isCommand(ctx.message)) return next();
    const [surface, name, ...args] = (await askedLast(ctx))?.split(':') ?? [];
    const question = answered.find(({ topic }) => topic === `${surface}:${name}`);
    return question && !(await talks(ctx)) ? question.take(ctx, ctx.message, args) : next();
  });
  return handlers;
}

/** Whoever goes on to something else is no longer expected to answer: for every command, whoever takes it. */
export const endsAsking: MiddlewareFn<TellerContext> = async (ctx, next) => {
  if (ctx.message && isCommand(ctx.message) && can(ctx.person, 'broadcasts.send')) await forgetAsking(ctx);
  return next();
};

function isCommand(received: Message): boolean {
  return 'text' in received && received.text.startsWith('/');
}

/** Asks for a message, or says why what came will not do and asks again. */
export async function askForNext(ctx: TellerContext, topic: Asked['topic'], question: string, ...args: readonly string[]): Promise<void> {
  askInReply(ctx, topic, question, ...args);
  const tx = await ctx.tx();
  await tx('broadcast_asks')
    .insert({ bot_id: ctx.botId, person_id: ctx.person.id, asked: [topic, ...args].join(':') })
    .onConflict(['bot_id', 'person_id'])
    .merge({ asked: tx.raw('excluded.asked'), asked_at: tx.fn.now() });
}

async function askedLast(ctx: TellerContext): Promise<string | undefined> {
  const row = await (await ctx.tx())('broadcast_asks')
    .where({ person_id: ctx.person.id })
    .whereRaw(`asked_at > now() - interval '${TAKEN_WITHIN}'`)
    .first<{ asked: string } | undefined>('asked');
  return row?.asked;
}

/** What was asked for before is no longer expected. */
export async function forgetAsking(ctx: TellerContext): Promise<void> {
  await (await ctx.tx())('broadcast_asks').where({ person_id: ctx.person.id }).delete();
}
