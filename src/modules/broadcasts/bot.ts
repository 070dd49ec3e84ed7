/** Broadcasts in the chat: written, looked at, sent, held and given up by staff; refused and wanted again by customers. */
import type { Message } from 'telegraf/types';
import { Handlers, type TellerContext, auditAct } from '../identity/index.js';
import { Panel, inputsBot } from '../panel/index.js';
import { type AskingOptions, askForMessage, askingBot } from './asking.js';
import { addDraft, draftView } from './composing/draft.js';
import { callOf, saidIn } from './content.js';
import { type ProgressOptions, addProgress } from './progress.js';
import { setSubscribed } from './repository.js';
import { draftBroadcast } from './service.js';
import { broadcastRef, unsubscribeButton } from './views.js';

export interface BroadcastsOptions extends ProgressOptions, Pick<AskingOptions, 'serves'> {}

export function broadcastsBot(options: BroadcastsOptions): Handlers {
  const panel = new Panel();
  const inputs = addDraft(panel);
  addProgress(panel, options);
  const handlers = new Handlers();
  handlers.for('broadcasts.send').command('broadcast', (ctx) => begin(ctx));
  handlers.use(panel.handlers).use(inputsBot(inputs));
  handlers.use(askingBot({ serves: options.serves, take: (ctx, received) => draft(ctx, received, 0) }));
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
  return askForMessage(ctx, ctx.t('broadcasts.ask'));
}

async function draft(ctx: TellerContext, received: Message, from: number): Promise<void> {
  const said = saidIn(received, from);
  if (!said) return askForMessage(ctx, ctx.t('broadcasts.cannot_send'));
  const made = await draftBroadcast(await ctx.tx(), ctx.botId, ctx.person.id, { said: { any: said } });
  await auditAct(ctx, { action: 'broadcast.draft', object: `broadcast:${made.id}` });
  ctx.send([{ chatId: ctx.person.telegramId, ...callOf(said, [[unsubscribeButton(ctx.t)]]) }]);
  const { text, keyboard } = await draftView(ctx, made);
  ctx.say(text, { replyMarkup: keyboard, ref: broadcastRef(made.id) });
}

async function subscribe(ctx: TellerContext, wanted: boolean): Promise<void> {
  const changed = await setSubscribed(await ctx.tx(), ctx.person.id, wanted);
  const now = wanted ? 'subscribed' : 'unsubscribed';
  ctx.say(ctx.t(changed ? `broadcasts.${now}` : `broadcasts.${now}_before`));
}
