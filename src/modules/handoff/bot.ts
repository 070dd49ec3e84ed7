import type { ConversationLookup } from '../conversations/index.js';
import { Handlers, type PhoneKeys } from '../identity/index.js';
import { confirmationBot } from './confirmation-bot.js';
import { Confirmations } from './confirmation.js';
import { customerHandoffBot } from './customer-bot.js';
import type { Desk } from './desk.js';
import { editsBot } from './edits-bot.js';
import { moderatorHandoffBot } from './moderator-bot.js';
import { phoneBot } from './phone-bot.js';
import type { Handoffs } from './service.js';

export { dangerBot } from './danger-bot.js';

/** Everything that passes between customers and moderators; what it leaves goes on to the bot's own answers. */
export function handoffBot(
  handoffs: Handoffs,
  desk: Desk,
  conversations: ConversationLookup,
  phoneKeys: PhoneKeys,
): Handlers {
  return new Handlers()
    .use(editsBot(desk))
    .use(phoneBot(phoneKeys.keys))
    .use(confirmationBot(new Confirmations(desk, phoneKeys), desk))
    .use(moderatorHandoffBot(handoffs, desk))
    .use(customerHandoffBot(handoffs, desk, conversations));
}
