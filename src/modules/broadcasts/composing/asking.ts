/**
 * The message that a broadcast is to say. It is taken from the reply to the question, or from what its author writes
 * next, within some minutes: but not while they talk with somebody, to whom they may be writing, and not once they went on
 * to something else.
 */
import type { MiddlewareFn } from 'telegraf';
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import { can } from '../../access/index.js';
import { Handlers, type TellerContext, askInReply, questionsBot } from '../../identity/index.js';

export interface AskingOptions {
  /** Whether the sender is in a conversation with somebody: a customer, or the human whom they have called. */
  readonly talks: (ctx: TellerContext) => Promise<boolean>;
  readonly take: (ctx: TellerContext, received: Message) => Promise<void>;
}

const NEW = 'broadcast:new';
const TAKEN_WITHIN = '10 minutes';

export function askingBot({ talks, take }: AskingOptions): Handlers {
  const handlers = new Handlers();
  const answered = async (ctx: TellerContext, received: Message): Promise<void> => {
    await forgetAsking(ctx);
    await take(ctx, received);
  };
  handlers.use(questionsBot([{ topic: NEW, permission: 'broadcasts.send', take: answered }]));
  handlers.only('broadcasts.send').on(message(), async (ctx, next) => {
    // A contact is shared in order to register.
    if ('reply_to_message' in ctx.message || 'contact' in ctx.message || isCommand(ctx.message)) return next();
    return (await wasAsked(ctx)) && !(await talks(ctx)) ? answered(ctx, ctx.message) : next();
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

/** Asks for the message, or says why what came will not do and asks again. */
export async function askForMessage(ctx: TellerContext, question: string): Promise<void> {
  askInReply(ctx, NEW, question);
  const tx = await ctx.tx();
  await tx('broadcast_asks')
    .insert({ bot_id: ctx.botId, person_id: ctx.person.id })
    .onConflict(['bot_id', 'person_id'])
    .merge({ asked_at: tx.fn.now() });
}

async function wasAsked(ctx: TellerContext): Promise<boolean> {
  const asked = await (await ctx.tx())('broadcast_asks')
    .where({ person_id: ctx.person.id })
    .whereRaw(`asked_at > now() - interval '${TAKEN_WITHIN}'`)
    .first<{ person_id: number } | undefined>('person_id');
  return asked !== undefined;
}

async function forgetAsking(ctx: TellerContext): Promise<void> {
  await (await ctx.tx())('broadcast_asks').where({ person_id: ctx.person.id }).delete();
}
