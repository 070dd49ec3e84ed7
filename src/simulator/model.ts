import type { CommandLists } from './commands.js';
import type { LongPoll } from './long-poll.js';
import type { Chat, Message, ReplyKeyboardMarkup, User } from './types.js';
import type { UpdateQueue } from './update-queue.js';
import type { Webhook } from './webhook.js';

/** What the local Telegram keeps about people, bots and their chats. */

export interface PersonProfile {
  id: number;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
  phone: string;
  /** What the person is in a demonstration, e.g. `customer`: a caption that bots never see. */
  sim_role?: string;
  /** A deleted account: whoever writes to it gets a 403. */
  deactivated?: boolean;
}

/** What a new or changed person is described by; what is not given is made up or stays. */
export type PersonInput = { [K in keyof PersonProfile]?: PersonProfile[K] | undefined };

export interface Person {
  profile: PersonProfile;
  asUser: User;
  asChat: Chat;
}

export interface StoredMessage {
  /** Never changed once it was handed out: an edit replaces it. */
  message: Message;
  direction: 'in' | 'out';
  /** Grows with every message and every edit in the world, so that one can tell what is newer. */
  seq: number;
  sentAt: number;
  deleted?: true;
  edited?: true;
  /** ReactionType objects that the bot has put on the message. */
  reaction?: unknown[];
}

/** The bot asks for a reply to one of its messages; it stands until the user sends something. */
export interface ForcedReply {
  message_id: number;
  input_field_placeholder?: string;
}

export interface ChatState {
  readonly bot: Bot;
  readonly person: Person;
  messages: Map<number, StoredMessage>;
  lastMessageId: number;
  /** The user has written at least once; before that the bot may not write. */
  started: boolean;
  blocked: boolean;
  replyKeyboard: ReplyKeyboardMarkup | undefined;
  forceReply: ForcedReply | undefined;
  action: { name: string; until: number } | undefined;
  menuButton: object | undefined;
  pinned: number[];
}

export interface PendingQuery {
  readonly chat: ChatState;
  readonly at: number;
  /** Ends the wait of whoever pressed; null when no answer will come. */
  answer(answer: CallbackAnswer | null): void;
}

export interface CallbackAnswer {
  text?: string;
  show_alert?: boolean;
  url?: string;
}

export interface Bot {
  readonly id: number;
  readonly token: string;
  readonly asUser: User;
  readonly chats: Map<number, ChatState>;
  readonly queue: UpdateQueue;
  readonly poll: LongPoll;
  readonly webhook: Webhook;
  readonly commands: CommandLists;
  /** Texts set by setMyName and the like: `name|language` → text. */
  readonly texts: Map<string, string>;
  readonly queries: Map<string, PendingQuery>;
  menuButton: object;
}

/** The bot as the control API shows it: without its token. */
export function presentBot(bot: Bot): object {
  return { id: bot.id, username: bot.asUser.username, name: bot.asUser.first_name };
}

/** What stands in place of a phone's own keyboard, as the control API shows it. */
export function presentKeyboard(chat: ChatState): object {
  return { reply_keyboard: chat.replyKeyboard ?? null, force_reply: chat.forceReply ?? null };
}

/** A message as the control API shows it. */
export function presentMessage(stored: StoredMessage): object {
  const { direction, deleted, edited, reaction, seq } = stored;
  return {
    ...stored.message,
    sim: {
      direction,
      seq,
      ...(deleted && { deleted }),
      ...(edited && { edited }),
      ...(reaction && { reaction }),
    },
  };
}

/** A person as profile, as sender and as chat. */
export function describe(profile: PersonProfile): Person {
  const { id, first_name, last_name, username, language_code } = profile;
  const names = {
    first_name,
    ...(last_name !== undefined && { last_name }),
    ...(username !== undefined && { username }),
  };
  return {
    profile,
    asUser: { id, is_bot: false, ...names, ...(language_code !== undefined && { language_code }) },
    asChat: { id, ...names, type: 'private' },
  };
}

/** Leaves out what is undefined, so that it overwrites nothing. */
export function given(input: PersonInput): Partial<PersonProfile> {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
