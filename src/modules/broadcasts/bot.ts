/** Broadcasts in the chat: written, looked at, sent, held and given up by staff; refused and wanted again by customers. */
import { Handlers, type TellerContext } from '../identity/index.js';
import { Panel, inputsBot } from '../panel/index.js';
import { addAftermath } from './aftermath/screens.js';
import { addApproving } from './composing/approving.js';
import { addDraft } from './composing/draft.js';
import { type ReceivedOptions, receivedBot } from './composing/received.js';
import { type SendingOptions, addSending } from './composing/sending.js';
import { addEarlier } from './earlier.js';
import { addProgress } from './progress.js';
import { noteUnsubscribed, setSubscribed } from './repository.js';

export { endsAsking } from './composing/asking.js';

export type BroadcastsOptions = ReceivedOptions & SendingOptions;

export function broadcastsBot(options: BroadcastsOptions): Handlers {
  const panel = new Panel();
  const inputs = [...addDraft(panel, options), addApproving(panel, options)];
  addSending(panel, options);
  addProgress(panel, options);
  addAftermath(panel, options);
  addEarlier(panel);
  const handlers = new Handlers();
  handlers.use(receivedBot(options)).use(panel.handlers).use(inputsBot(inputs));
  const everybody = handlers.for('bot.use');
  everybody.command('unsubscribe', (ctx) => subscribe(ctx, false));
  everybody.command('subscribe', (ctx) => subscribe(ctx, true));
  everybody.action(/^unsubscribe(?::(\d{1,15}))?$/, async (ctx) => {
    ctx.answerPress();
    await subscribe(ctx, false, Number(ctx.match[1] ?? 0));
  });
  everybody.action('service_notice', (ctx) => {
    ctx.answerPress(ctx.t('broadcasts.service.why'), 'alert');
  });
  return handlers;
}

/** @param broadcastId below which the button stood, if it did */
async function subscribe(ctx: TellerContext, wanted: boolean, broadcastId = 0): Promise<void> {
  const tx = await ctx.tx();
  const changed = await setSubscribed(tx, ctx.person.id, wanted);
  if (changed && broadcastId > 0) await noteUnsubscribed(tx, broadcastId, ctx.person.id);
  const now = wanted ? 'subscribed' : 'unsubscribed';
  ctx.say(ctx.t(changed ? `broadcasts.${now}` : `broadcasts.${now}_before`));
}
