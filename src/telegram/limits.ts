/**
 * Telegram's sending limits: 30 messages a second for a bot, one a second for a chat with short bursts, 20 a
 * minute for a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this), and the
 * pauses that its 429 answers ask for. Times are milliseconds of any monotonic clock.
 */
export class TokenBucket {
  #tokens: number;
  #updatedAt: number;

  constructor(
    readonly capacity: number,
    readonly perSecond: number,
    now: number,
  ) {
    this.#tokens = capacity;
    this.#updatedAt = now;
  }

  /** How long until a token is there; 0 when it is. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.perSecond) * 1000);
  }

  /** Takes tokens; the caller has asked `waitMs`. Of more than are there, the rest is owed. */
  take(now: number, count = 1): void {
    this.#refill(now);
    this.#tokens -= count;
  }

  /** Gives tokens back that were not used after all. */
  giveBack(count = 1): void {
    this.#tokens = Math.min(this.capacity, this.#tokens + count);
  }

  /** Nothing is gained for the time up to now. */
  skip(now: number): void {
    this.#updatedAt = now;
  }

  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.capacity;
  }

  #refill(now: number): void {
    const gained = ((now - this.#updatedAt) / 1000) * this.perSecond;
    this.#tokens = Math.min(this.capacity, this.#tokens + Math.max(0, gained));
    this.#updatedAt = now;
  }
}

/** Calls that are paid for have a rate of their own, and do not count against what the bot may send otherwise. */
export const FARES = ['free', 'paid'] as const;
export type Fare = (typeof FARES)[number];

const CHAT_BURST = 3;
const CHAT_PER_SECOND = 1;
const GROUP_PER_SECOND = 20 / 60;
/** Part of a second's allowance that a bot may send at once. */
const BOT_BURST_SECONDS = 0.1;
const REMEMBERED_CHATS = 10_000;

/** The limits of one bot and of its chats. */
export class SendLimits {
  readonly #bot: TokenBucket;
  readonly #chats = new Map<number, TokenBucket>();
  readonly #pausedChats = new Map<number, number>();
  #botPausedUntil = 0;

  constructor(
    readonly perSecond: number,
    now: number,
  ) {
    this.#bot = new TokenBucket(Math.max(1, perSecond * BOT_BURST_SECONDS), perSecond, now);
  }

  /** @param fare what is paid for does not count against the bot's limit, yet minds its pauses */
  botWaitMs(now: number, fare: Fare = 'free'): number {
    return Math.max(fare === 'paid' ? 0 : this.#bot.waitMs(now), this.#botPausedUntil - now);
  }

  chatWaitMs(chatId: number, now: number): number {
    const pausedUntil = this.#pausedChats.get(chatId) ?? 0;
    if (pausedUntil > 0 && pausedUntil <= now) this.#pausedChats.delete(chatId);
    return Math.max(this.#chats.get(chatId)?.waitMs(now) ?? 0, pausedUntil - now, 0);
  }

  /**
   * @param count of the messages that a call makes
   * @param fare what is paid for does not count against the bot's limit
   */
  take(chatId: number, now: number, count = 1, fare: Fare = 'free'): void {
    if (fare === 'free') this.#bot.take(now, count);
    let chat = this.#chats.get(chatId);
    if (!chat) {
      this.#forgetRested(now);
      chat = new TokenBucket(CHAT_BURST, chatId < 0 ? GROUP_PER_SECOND : CHAT_PER_SECOND, now);
      this.#chats.set(chatId, chat);
    }
    chat.take(now, count);
  }

  /** A call that was taken into account is not made after all. */
  giveBack(chatId: number, count = 1, fare: Fare = 'free'): void {
    if (fare === 'free') this.#bot.giveBack(count);
    this.#chats.get(chatId)?.giveBack(count);
  }

  /**
   * A call to the chat was answered. Telegram counted it at some moment until then, so the chat's allowance grows
   * from here: counted from an earlier moment, the next call might come too soon by what this one took longer.
   */
  answered(chatId: number, now: number): void {
    this.#chats.get(chatId)?.skip(now);
  }

  /**
   * Honours a 429. Telegram does not say whether it meant the chat or the bot: one chat's flood pauses that chat;
   * another chat's within the pause means the bot.
   */
  pause(chatId: number, retryAfterMs: number, now: number): void {
    const until = now + retryAfterMs;
    for (const [id, pausedUntil] of this.#pausedChats) if (pausedUntil <= now) this.#pausedChats.delete(id);
    const others = [...this.#pausedChats.keys()].some((id) => id !== chatId);
    if (others) this.pauseBot(retryAfterMs, now);
    this.#pausedChats.set(chatId, until);
  }

  pauseBot(ms: number, now: number): void {
    this.#botPausedUntil = Math.max(this.#botPausedUntil, now + ms);
  }

  #forgetRested(now: number): void {
    if (this.#chats.size < REMEMBERED_CHATS) return;
    for (const [id, bucket] of this.#chats) if (bucket.isFull(now)) this.#chats.delete(id);
  }
}
