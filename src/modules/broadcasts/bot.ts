/** Broadcasts in the chat: written, looked at, sent, held and given up by staff; refused and wanted again by customers. */
import { Handlers, type TellerContext } from '../identity/index.js';
import { Panel, inputsBot } from '../panel/index.js';
import { addDraft } from './composing/draft.js';
import { type ReceivedOptions, receivedBot } from './composing/received.js';
import { addProgress } from './progress.js';
import { setSubscribed } from './repository.js';

export function broadcastsBot(options: ReceivedOptions): Handlers {
  const panel = new Panel();
  const inputs = addDraft(panel, options);
  addProgress(panel, options);
  const handlers = new Handlers();
  handlers.use(receivedBot(options)).use(panel.handlers).use(inputsBot(inputs));
  const everybody = handlers.for('bot.use');
  everybody.command('unsubscribe', (ctx) => subscribe(ctx, false));
  everybody.command('subscribe', (ctx) => subscribe(ctx, true));
  everybody.action('unsubscribe', async (ctx) => {
    ctx.answerPress();
    await subscribe(ctx, false);
  });
  return handlers;
}

async function subscribe(ctx: TellerContext, wanted: boolean): Promise<void> {
  const changed = await setSubscribed(await ctx.tx(), ctx.person.id, wanted);
  const now = wanted ? 'subscribed' : 'unsubscribed';
  ctx.say(ctx.t(changed ? `broadcasts.${now}` : `broadcasts.${now}_before`));
}
