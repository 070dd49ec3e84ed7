/**
 * What the page knows of the simulator: bots, users and the chats that are on screen. Events change
 * it at once; after a lost connection everything is read again, so the page never shows a stale
 * state for longer than one reload. Views subscribe by topic: `bots`, `users`, `online`, `chat:<bot>:<user>`.
 */
import { emptyChat, mergeChat, removeMessages, upsertMessage } from './chat-state.js';

/** Telegram shows "typing" for this long after the bot's last chat action. */
const ACTION_MS = 5000;
const NO_CHAT = emptyChat();

export class Store {
  bots = [];
  users = new Map();
  online = false;
  #api;
  #chats = new Map();
  #listeners = new Map();
  #timers = new Map();
  #reloading = new Map();

  constructor(api) {
    this.#api = api;
  }

  /** Calls `listener` at every change of `topic`; answers the function that ends it. */
  subscribe(topic, listener) {
    const group = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, group.add(listener));
    return () => group.delete(listener);
  }

  chat(botId, userId) {
    return this.#chats.get(`${botId}:${userId}`) ?? NO_CHAT;
  }

  /** Reads a chat and keeps it up to date from now on. */
  openChat(botId, userId) {
    const key = `${botId}:${userId}`;
    if (!this.#chats.has(key)) this.#chats.set(key, NO_CHAT);
    return this.#reload(botId, userId);
  }

  async loadPeople() {
    const [bots, users] = await Promise.all([this.#api.bots(), this.#api.users()]);
    this.bots = bots;
    this.users = new Map(users.map((user) => [user.id, user]));
    this.#notify('bots');
    this.#notify('users');
  }

  /** Reads everything anew. Chats of bots or users that the simulator no longer knows are forgotten. */
  async loadAll() {
    await this.loadPeople();
    const chats = [...this.#chats.keys()].map((key) => key.split(':').map(Number));
    const known = ([botId, userId]) => this.users.has(userId) && this.bots.some((bot) => bot.id === botId);
    for (const chat of chats) if (!known(chat)) this.#chats.delete(chat.join(':'));
    await Promise.all(chats.filter(known).map(([botId, userId]) => this.#reload(botId, userId)));
  }

  setOnline(online) {
    if (this.online === online) return;
    this.online = online;
    this.#notify('online');
  }

  keepMessage(botId, userId, message) {
    this.#change(botId, userId, (chat) => upsertMessage(chat, message));
  }

  /** Takes in one event of the simulator. */
  async apply(name, data) {
    if (name === 'user') return this.#userChanged(data.user_id);
    const { bot_id: botId, user_id: userId } = data;
    if (userId === undefined) return this.loadAll();
    if (!this.#chats.has(`${botId}:${userId}`)) return undefined;
    return this.#applyToChat(name, botId, userId, data);
  }

  /** A user's language decides which commands the chats offer, so those are read again too. */
  async #userChanged(userId) {
    const keys = [...this.#chats.keys()].filter((key) => key.endsWith(`:${userId}`));
    await Promise.all([this.loadPeople(), ...keys.map((key) => this.#reload(...key.split(':').map(Number)))]);
  }

  #applyToChat(name, botId, userId, data) {
    if ((name === 'message' || name === 'edit') && data.message) {
      if (data.message.sim?.direction === 'out' && name === 'message') this.#setAction(botId, userId, null);
      return this.keepMessage(botId, userId, data.message);
    }
    if (name === 'delete') {
      const ids = data.message_ids ?? [data.message_id];
      return this.#change(botId, userId, (chat) => removeMessages(chat, ids));
    }
    if (name === 'action') return this.#setAction(botId, userId, data.action ?? null);
    if (name === 'blocked')
      return this.#change(botId, userId, (chat) => ({ ...chat, blocked: data.blocked }));
    if (name === 'keyboard' && 'reply_keyboard' in data) {
      const keyboards = { replyKeyboard: data.reply_keyboard, forceReply: data.force_reply ?? null };
      return this.#change(botId, userId, (chat) => ({ ...chat, ...keyboards }));
    }
    return this.#reload(botId, userId);
  }

  #setAction(botId, userId, action) {
    const key = `${botId}:${userId}`;
    clearTimeout(this.#timers.get(key));
    if (action)
      this.#timers.set(
        key,
        setTimeout(() => this.#setAction(botId, userId, null), ACTION_MS),
      );
    if (this.chat(botId, userId).action !== action)
      this.#change(botId, userId, (chat) => ({ ...chat, action }));
  }

  /** Reads a chat again. Calls made while one is under way share a single further read. */
  async #reload(botId, userId) {
    const key = `${botId}:${userId}`;
    const running = this.#reloading.get(key);
    if (running?.next) return running.next;
    const read = async () => {
      if (running) await running.now.catch(() => undefined);
      const answer = await this.#readQuiet(botId, userId);
      this.#change(botId, userId, (chat) => mergeChat(chat, answer));
      this.#setAction(botId, userId, answer.action ?? null);
    };
    const now = read().finally(() => {
      if (this.#reloading.get(key)?.now === now) this.#reloading.delete(key);
    });
    if (running) running.next = now;
    else this.#reloading.set(key, { now });
    return now;
  }

  /** An event that came in during a read may be missing in the answer, so then it is read once more. */
  async #readQuiet(botId, userId) {
    for (;;) {
      const before = this.chat(botId, userId);
      const answer = await this.#api.chat(botId, userId);
      if (this.chat(botId, userId) === before) return answer;
    }
  }

  #change(botId, userId, change) {
    const key = `${botId}:${userId}`;
    this.#chats.set(key, change(this.chat(botId, userId)));
    this.#notify(`chat:${key}`);
  }

  #notify(topic) {
    for (const listener of this.#listeners.get(topic) ?? []) listener();
  }
}
