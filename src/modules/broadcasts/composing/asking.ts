/**
 * The message that a broadcast is to say. It is taken from the reply to the question, or from what its author writes
 * next, within some minutes: but not while they serve a customer, to whom they may be writing.
 */
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import { Handlers, type TellerContext, askInReply, questionsBot } from '../../identity/index.js';

export interface AskingOptions {
  /** Whether the sender is in a conversation with a customer. */
  readonly serves: (ctx: TellerContext) => Promise<boolean>;
  readonly take: (ctx: TellerContext, received: Message) => Promise<void>;
}

const NEW = 'broadcast:new';
const TAKEN_WITHIN = '10 minutes';

export function askingBot({ serves, take }: AskingOptions): Handlers {
  const handlers = new Handlers();
  const answered = async (ctx: TellerContext, received: Message): Promise<void> => {
    await forgetAsking(ctx);
    await take(ctx, received);
  };
  handlers.use(questionsBot([{ topic: NEW, permission: 'broadcasts.send', take: answered }]));
  handlers.only('broadcasts.send').on(message(), async (ctx, next) => {
    if ('reply_to_message' in ctx.message || !(await wasAsked(ctx))) return next();
    if ('text' in ctx.message && ctx.message.text.startsWith('/')) {
      // Whoever goes on to something else is no longer expected to answer.
      await forgetAsking(ctx);
      return next();
    }
    return (await serves(ctx)) ? next() : answered(ctx, ctx.message);
  });
  return handlers;
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
