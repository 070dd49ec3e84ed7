import { CallLog } from './call-log.js';
import { Clock } from './clock.js';
import { CommandLists } from './commands.js';
import { badRequest, ControlError, forbidden } from './errors.js';
import { EventHub } from './events.js';
import { Faults } from './faults.js';
import { FileStore } from './files.js';
import { Limits } from './limits.js';
import { LongPoll } from './long-poll.js';
import {
  type Bot,
  type ChatState,
  describe,
  given,
  type Person,
  type PersonInput,
  presentBot,
  presentKeyboard,
  presentMessage,
  type StoredMessage,
} from './model.js';
import type { BotCommand, Message, MessageContent } from './types.js';
import { UpdateQueue } from './update-queue.js';
import { Webhook } from './webhook.js';

/** The state of the local Telegram. All changes happen synchronously in one process, hence in one order. */

export interface WorldSettings {
  latencyMs: number;
  enforceLimits: boolean;
  /** How many messages a chat remembers; older ones are forgotten. */
  historyPerChat: number;
  /** The first pause before a webhook is tried again. */
  webhookRetryMs: number;
}

export class World {
  readonly clock = new Clock();
  readonly bots = new Map<number, Bot>();
  readonly botsByToken = new Map<string, Bot>();
  readonly people = new Map<number, Person>();
  readonly calls = new CallLog();
  readonly events = new EventHub();
  readonly faults = new Faults();
  readonly limits = new Limits(this.clock);
  readonly files = new FileStore(this.clock);
  readonly settings: WorldSettings;
  /** Performs a Bot API call that came in a webhook's answer. */
  onWebhookReply: (bot: Bot, call: Record<string, unknown>) => void = () => {};
  private lastUserId = 700_000_000;
  private lastSeq = 0;

  constructor(settings: Partial<WorldSettings> = {}) {
    this.settings = {
      latencyMs: 0,
      enforceLimits: false,
      historyPerChat: 1000,
      webhookRetryMs: 1000,
      ...settings,
    };
  }

  /** Adds a bot, or gives the one that has this token. Throws `ControlError` for what is no token. */
  addBot(token: string, username?: string, name?: string): Bot {
    const known = this.botsByToken.get(token);
    if (known) return known;
    const id = Number(/^(\d+):[\w-]+$/.exec(token)?.[1]);
    if (!Number.isSafeInteger(id)) throw new ControlError(400, 'token must look like 123456:letters');
    if (this.bots.has(id)) throw new ControlError(409, `there is a bot ${id} with another token`);
    const bot = this.createBot(id, token, username ?? `bot_${id}_bot`, name ?? `Bot ${id}`);
    this.bots.set(id, bot);
    this.botsByToken.set(token, bot);
    this.events.emit('bot', id, undefined, { bot: presentBot(bot) });
    return bot;
  }

  private createBot(id: number, token: string, username: string, name: string): Bot {
    const queue = new UpdateQueue(this.clock);
    const poll = new LongPoll(queue);
    const webhook = new Webhook(queue, this.clock, this.settings);
    webhook.onReply = (call): void => this.onWebhookReply(bot, call);
    queue.onAdded = (): void => {
      if (webhook.active) webhook.pump();
      else poll.wake();
    };
    const bot: Bot = {
      id,
      token,
      asUser: { id, is_bot: true, first_name: name, username },
      chats: new Map(),
      queue,
      poll,
      webhook,
      commands: new CommandLists(),
      texts: new Map(),
      queries: new Map(),
      menuButton: { type: 'commands' },
    };
    return bot;
  }

  addPerson(fields: PersonInput & { first_name: string }): Person {
    const id = fields.id ?? this.freeUserId();
    if (this.people.has(id)) throw new ControlError(409, `there is a user ${id} already`);
    const phone = fields.phone ?? `+7700${String(id % 10_000_000).padStart(7, '0')}`;
    const person = describe({ ...given(fields), first_name: fields.first_name, id, phone });
    this.people.set(id, person);
    this.events.emit('user', undefined, id, { user: person.profile });
    return person;
  }

  updatePerson(id: number, changes: PersonInput): Person {
    const person = this.person(id);
    Object.assign(person, describe({ ...person.profile, ...given(changes), id }));
    this.events.emit('user', undefined, id, { user: person.profile });
    return person;
  }

  private freeUserId(): number {
    do this.lastUserId++;
    while (this.people.has(this.lastUserId));
    return this.lastUserId;
  }

  bot(id: number): Bot {
    const bot = this.bots.get(id);
    if (!bot) throw new ControlError(404, `there is no bot ${id}`);
    return bot;
  }

  person(id: number): Person {
    const person = this.people.get(id);
    if (!person) throw new ControlError(404, `there is no user ${id}`);
    return person;
  }

  /** The chat of a bot and a user, opened when there was none. */
  chat(bot: Bot, person: Person): ChatState {
    const known = bot.chats.get(person.profile.id);
    if (known) return known;
    const chat: ChatState = {
      bot,
      person,
      messages: new Map(),
      lastMessageId: 0,
      started: false,
      blocked: false,
      replyKeyboard: undefined,
      forceReply: undefined,
      action: undefined,
      menuButton: undefined,
      pinned: [],
    };
    bot.chats.set(person.profile.id, chat);
    return chat;
  }

  /** The chat a Bot API call names, whether or not the bot may write there. */
  chatForBot(bot: Bot, chatId: unknown): ChatState {
    const known = typeof chatId === 'number' ? bot.chats.get(chatId) : undefined;
    if (known) return known;
    const person = typeof chatId === 'number' ? this.people.get(chatId) : undefined;
    if (!person) throw badRequest(chatId === '' ? 'chat_id is empty' : 'chat not found');
    return this.chat(bot, person);
  }

  /** The chat a bot is about to write to; throws Telegram's 400 or 403 when it may not. */
  writableChat(bot: Bot, chatId: unknown): ChatState {
    const chat = this.chatForBot(bot, chatId);
    if (chat.person.profile.deactivated) throw forbidden('user is deactivated');
    if (chat.blocked) throw forbidden('bot was blocked by the user');
    if (!chat.started) throw forbidden("bot can't initiate conversation with a user");
    return chat;
  }

  /** Puts a new message into a chat and tells the listeners. */
  addMessage(
    chat: ChatState,
    direction: 'in' | 'out',
    content: MessageContent,
    extra?: Partial<Message>,
  ): Message {
    const now = this.clock.now();
    const message: Message = {
      message_id: ++chat.lastMessageId,
      from: direction === 'in' ? chat.person.asUser : chat.bot.asUser,
      chat: chat.person.asChat,
      date: Math.floor(now / 1000),
      ...content,
      ...extra,
    };
    const stored: StoredMessage = { message, direction, seq: ++this.lastSeq, sentAt: now };
    chat.messages.set(message.message_id, stored);
    if (chat.messages.size > this.settings.historyPerChat) this.forgetOldest(chat);
    if (direction === 'out') chat.action = undefined;
    if (!this.events.idle) this.emitMessage('message', chat, stored);
    return message;
  }

  private forgetOldest(chat: ChatState): void {
    const oldest = chat.messages.keys().next();
    if (!oldest.done) chat.messages.delete(oldest.value);
  }

  /** Puts a message in the place of another; `shown`: people see that it was edited. */
  replaceMessage(chat: ChatState, stored: StoredMessage, message: Message, shown = true): Message {
    stored.message = message;
    if (shown) stored.edited = true;
    stored.seq = ++this.lastSeq;
    if (!this.events.idle) this.emitMessage('edit', chat, stored);
    return message;
  }

  deleteMessage(chat: ChatState, stored: StoredMessage): void {
    stored.deleted = true;
    stored.seq = ++this.lastSeq;
    const message_id = stored.message.message_id;
    this.events.emit('delete', chat.bot.id, chat.person.profile.id, { message_id });
    if (chat.forceReply?.message_id === message_id) this.showKeyboard(chat, { forceReply: undefined });
  }

  /** Puts the bot's reactions on a message; none takes them away. */
  react(chat: ChatState, stored: StoredMessage, reaction: unknown[]): void {
    if (reaction.length > 0) stored.reaction = reaction;
    else delete stored.reaction;
    this.emitMessage('edit', chat, stored);
  }

  /** Changes what stands in place of the phone's own keyboard; what is not named stays. */
  showKeyboard(chat: ChatState, change: Partial<Pick<ChatState, 'replyKeyboard' | 'forceReply'>>): void {
    Object.assign(chat, change);
    this.events.emit('keyboard', chat.bot.id, chat.person.profile.id, presentKeyboard(chat));
  }

  private emitMessage(name: 'message' | 'edit', chat: ChatState, stored: StoredMessage): void {
    this.events.emit(name, chat.bot.id, chat.person.profile.id, { message: presentMessage(stored) });
  }

  commandsFor(chat: ChatState): BotCommand[] {
    return chat.bot.commands.resolve(chat.person.profile.id, chat.person.profile.language_code);
  }

  /** Forgets messages, updates, faults, calls and files; bots and users stay. Listeners hear `reset`. */
  reset(): void {
    for (const bot of this.bots.values()) {
      bot.chats.clear();
      bot.queue.clear();
      for (const query of bot.queries.values()) query.answer(null);
      bot.queries.clear();
    }
    this.faults.clear();
    this.calls.clear();
    this.files.clear();
    this.limits.clear();
    this.events.emit('reset', undefined, undefined, {});
  }
}
