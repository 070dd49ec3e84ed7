/** Edits follow: what either side changes in their own chat changes in the other's. */
import type { Message } from 'telegraf/types';
import { refOfMessage } from '../../telegram/refs.js';
import { contentOf, editMessage, findMessage, lockConversation, messageIdOf } from '../conversations/index.js';
import { Handlers, type TellerContext } from '../identity/index.js';
import type { Desk } from './desk.js';
import { contentForCustomer } from './received.js';
import { copyLength, editCallsToCustomer, editCallsToModerator } from './relay.js';
import { openHandoff } from './repository.js';

export function editsBot(desk: Desk): Handlers {
  const handlers = new Handlers();
  const bot = handlers.for('bot.use');
  bot.on('edited_message', (ctx) => repeatEdit(ctx, desk, ctx.editedMessage as Message));
  return handlers;
}

async function repeatEdit(ctx: TellerContext, desk: Desk, edited: Message): Promise<void> {
  const tx = await ctx.tx();
  const id = messageIdOf(await refOfMessage(tx, ctx.botId, ctx.person.telegramId, edited.message_id));
  const content = contentOf(edited);
  const found = id === undefined ? undefined : await findMessage(tx, id);
  if (!found || !content) return;
  // Whoever is accepting the hand-off has either passed on what stood there before, or waits and passes this on.
  await lockConversation(tx, found.conversationId);
  const original = (await findMessage(tx, found.id)) ?? found;
  const read = original.author === 'moderator' ? contentForCustomer(edited) : undefined;
  if (!(await editMessage(tx, original.id, content, read && copyLength(read)))) return;
  const handoff = await openHandoff(tx, original.conversationId);
  // What was said before the hand-off has no copy that could follow.
  const moderator = handoff?.moderator;
  if (!moderator || original.id <= handoff.afterMessageId) return;
  const t = desk.translate(moderator.locale);
  if (original.author === 'customer') ctx.send(editCallsToModerator(t, handoff, moderator, original, content));
  else if (read && moderator.personId === ctx.person.id) ctx.send(editCallsToCustomer(handoff, original, read));
}
