/** Broadcasts in the chat: written, looked at, sent, held and given up by staff; refused and wanted again by customers. */
import { fmt } from 'telegraf/format';
import type { Message } from 'telegraf/types';
import { Handlers, type TellerContext, askInReply, auditAct, questionsBot } from '../identity/index.js';
import { callOf, saidIn } from './content.js';
import type { BroadcastJob } from './jobs.js';
import { countAudience, countRecipients, findBroadcast, setSubscribed } from './repository.js';
import { type BroadcastMove, draftBroadcast, moveOn } from './service.js';
import { broadcastRef, draftView, progressView, unsubscribeButton } from './views.js';

export interface BroadcastsOptions {
  /** A broadcast stands in the database: it may be worked on. */
  readonly started: (job: BroadcastJob) => Promise<void>;
}

const NEW = 'broadcast:new';

export function broadcastsBot(options: BroadcastsOptions): Handlers {
  const handlers = new Handlers();
  const staff = handlers.for('broadcasts.send');
  staff.command('broadcast', (ctx) => begin(ctx));
  staff.action(/^broadcast:(send|pause|resume|cancel):(\d{1,15})$/, (ctx) =>
    move(ctx, ctx.match[1] as BroadcastMove, Number(ctx.match[2]), options),
  );
  handlers.use(questionsBot([{ topic: NEW, permission: 'broadcasts.send', take: (ctx, reply) => draft(ctx, reply, 0) }]));
  const everybody = handlers.for('bot.use');
  everybody.command('unsubscribe', (ctx) => subscribe(ctx, false));
  everybody.command('subscribe', (ctx) => subscribe(ctx, true));
  everybody.action('unsubscribe', async (ctx) => {
    ctx.answerPress();
    await subscribe(ctx, false);
  });
  return handlers;
}

/** `/broadcast text` leads straight to the preview; without a text, the next message is asked for. */
async function begin(ctx: TellerContext): Promise<void> {
  const received = ctx.message;
  if (!received || !('text' in received)) return;
  const command = /^\/\S+\s*/.exec(received.text)?.[0] ?? '';
  if (received.text.length > command.length) return draft(ctx, received, command.length);
  askInReply(ctx, NEW, ctx.t('broadcasts.ask'));
}

async function draft(ctx: TellerContext, received: Message, from: number): Promise<void> {
  const said = saidIn(received, from);
  if (!said) {
    askInReply(ctx, NEW, ctx.t('broadcasts.cannot_send'));
    return;
  }
  const tx = await ctx.tx();
  const id = await draftBroadcast(tx, ctx.botId, ctx.person.id, { said: { any: said } });
  await auditAct(ctx, { action: 'broadcast.draft', object: `broadcast:${id}` });
  ctx.send([{ chatId: ctx.person.telegramId, ...callOf(said, [[unsubscribeButton(ctx.t)]]) }]);
  const { text, keyboard } = draftView(ctx.t, id, await countAudience(tx));
  ctx.say(text, { replyMarkup: keyboard, ref: broadcastRef(id) });
}

async function move(ctx: TellerContext, wanted: BroadcastMove, id: number, { started }: BroadcastsOptions): Promise<void> {
  const tx = await ctx.tx();
  const moved = await moveOn(tx, ctx.botId, id, wanted);
  if (moved) await auditAct(ctx, { action: `broadcast.${wanted}`, object: `broadcast:${id}` });
  const broadcast = await findBroadcast(tx, id);
  if (!broadcast) {
    ctx.answerStale();
    return;
  }
  ctx.answerPress(moved ? undefined : ctx.t('broadcasts.moved_before'));
  const { text, keyboard } = progressView(ctx.t, broadcast, await countRecipients(tx, id));
  ctx.editPressed(fmt`${text}`, keyboard);
  ctx.scope.afterCommit(() => started({ botId: ctx.botId, broadcastId: id }));
}

async function subscribe(ctx: TellerContext, wanted: boolean): Promise<void> {
  const changed = await setSubscribed(await ctx.tx(), ctx.person.id, wanted);
  const now = wanted ? 'subscribed' : 'unsubscribed';
  ctx.say(ctx.t(changed ? `broadcasts.${now}` : `broadcasts.${now}_before`));
}

