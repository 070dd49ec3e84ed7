
/**
 * Telegram's sending limits: 30 messages a second for a bot (1000 with `allow_paid_broadcast`) and one a
 * second for a chat after a short burst. Whoever runs into a limit stays refused until `retry_after` is
 * over, as with Telegram, where trying again earlier never helps.
 */

const BOT_RATE = { perSecond: 30, burst: 30 };
const PAID_RATE = { perSecond: 1000, burst: 1000 };
const CHAT_RATE = { perSecond: 1, burst: 3 };

interface Rate {
  perSecond: number;
  burst: number;
}

class Bucket {
  private tokens: number;
  private at: number;
  private closedUntil = 0;

  constructor(
    private readonly rate: Rate,
    now: number,
  ) {
    this.tokens = rate.burst;
    this.at = now;
  }

  /** Seconds to wait, or 0 when `count` messages may go now; takes nothing yet. */
  wait(count: number, now: number): number {
    if (now < this.closedUntil) return Math.ceil((this.closedUntil - now) / 1000);
    this.tokens = Math.min(this.rate.burst, this.tokens + ((now - this.at) / 1000) * this.rate.perSecond);
    this.at = now;
    // An album larger than the burst passes when the bucket is full, else it could never be sent.
    const missing = Math.min(count, this.rate.burst) - this.tokens;
    if (missing <= 1e-9) return 0;
    const seconds = Math.max(1, Math.ceil(missing / this.rate.perSecond));
    this.closedUntil = now + seconds * 1000;
    return seconds;
  }

  take(count: number): void {
    this.tokens -= count;
  }
}

export class Limits {
  private readonly bots = new Map<string, Bucket>();
  private readonly chats = new Map<string, Bucket>();

  constructor(private readonly clock: { now(): number }) {}

  /** Counts `count` messages to a chat; returns 0, or the seconds of a 429 and counts nothing. */
  take(botId: number, chatId: number, count: number, paid: boolean): number {
    const now = this.clock.now();
    const bot = bucket(this.bots, `${botId}:${paid}`, paid ? PAID_RATE : BOT_RATE, now);
    const chat = bucket(this.chats, `${botId}:${chatId}`, CHAT_RATE, now);
    const seconds = Math.max(bot.wait(count, now), chat.wait(count, now));
    if (seconds > 0) return seconds;
    bot.take(count);
    chat.take(count);
    return 0;
  }

  clear(): void {
    this.bots.clear();
    this.chats.clear();
  }
}

function bucket(buckets: Map<string, Bucket>, key: string, rate: Rate, now: number): Bucket {
  let found = buckets.get(key);
  if (!found) {
    found = new Bucket(rate, now);
    buckets.set(key, found);
  }
  return found;
}
