/**
 * People who answer a bot by themselves, where a demonstration needs many: each presses Start, chooses a language when
 * asked by buttons, and shares the own contact when a keyboard asks for it. One in forty then blocks the bot.
 */
import { blockAsUser, pressAsUser, sendAsUser } from './people.js';
import type { Bot, ChatState, StoredMessage } from './model.js';
import type { InlineKeyboardButton } from './types.js';
import type { World } from './world.js';

const LANGUAGES = ['ru', 'kk', 'en'] as const;
const BLOCKS_EVERY = 40;
/** So that a crowd comes through the door no faster than a bot may answer it. */
const ARRIVES_EVERY_MS = 250;

interface Visitor {
  readonly chat: ChatState;
  hasChosen: boolean;
  hasShared: boolean;
}

/** Sends so many people to the bot, one after another. Answers a function that keeps the rest from coming. */
export function gatherCrowd(world: World, bot: Bot, count: number): () => void {
  const visitors = new Map<number, Visitor>();
  const leave = world.events.subscribe(({ name, userId = 0 }) => {
    const visitor = visitors.get(userId);
    // After whoever speaks has finished.
    if (visitor && (name === 'message' || name === 'keyboard')) setImmediate(() => answer(world, visitor));
  });
  let come = 0;
  const arrivals = setInterval(() => {
    if (come >= count) return clearInterval(arrivals);
    const person = world.addPerson({
      first_name: `Клиент ${String(++come).padStart(3, '0')}`,
      language_code: LANGUAGES[come % LANGUAGES.length],
      sim_role: 'crowd',
    });
    visitors.set(person.profile.id, { chat: world.chat(bot, person), hasChosen: false, hasShared: false });
    sendAsUser(world, bot, person, { text: '/start' });
  }, ARRIVES_EVERY_MS);
  return () => {
    clearInterval(arrivals);
    leave();
  };
}

/** Does what the bot asks for, each thing once. */
function answer(world: World, visitor: Visitor): void {
  const { bot, person } = visitor.chat;
  if (!visitor.hasShared && asksForContact(visitor.chat)) {
    visitor.hasShared = true;
    sendAsUser(world, bot, person, { contact: 'own' });
    if (person.profile.id % BLOCKS_EVERY === 0) blockAsUser(world, visitor.chat, true);
    return;
  }
  const last = [...visitor.chat.messages.values()].at(-1);
  if (!last || visitor.hasChosen) return;
  const wanted = buttonsOf(last)[LANGUAGES.findIndex((language) => language === person.profile.language_code)];
  if (wanted?.callback_data === undefined) return;
  visitor.hasChosen = true;
  void pressAsUser(world, visitor.chat, last.message.message_id, wanted.callback_data);
}

function asksForContact({ replyKeyboard }: ChatState): boolean {
  return replyKeyboard?.keyboard.flat().some(({ request_contact }) => request_contact) ?? false;
}

function buttonsOf({ direction, message }: StoredMessage): InlineKeyboardButton[] {
  return direction === 'out' ? (message.reply_markup?.inline_keyboard.flat() ?? []) : [];
}
