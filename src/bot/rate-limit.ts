/**
 * Keeps one person's flood from costing others, and a flood of people from drowning the bank: so many updates
 * a minute, then one word about it, then silence until the minute is over. What is dropped is told to be
 * dropped. Nothing is ever dropped while somebody talks with a human. A bot runs in one process at a time, so
 * the counts stand in its memory.
 */
import type { MiddlewareFn } from 'telegraf';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { isOnStaff } from '../modules/access/index.js';
import { detectDanger } from '../modules/answers/index.js';
import type { BotSettings } from '../modules/bots/index.js';
import type { ConversationLookup } from '../modules/conversations/index.js';
import { callsHuman } from '../modules/handoff/index.js';
import type { TellerContext } from '../modules/identity/index.js';
import { isAboutOwnData } from '../modules/personal-data/bot.js';

/** Updates a minute, and how many seconds of silence follow when they are too many. */
const CUSTOMERS = { points: 60, duration: 60, blockDuration: 60 };
/** Staff press many buttons and write to several customers. */
const STAFF = { points: 300, duration: 60, blockDuration: 60 };
/** All people of a bot: only counted here, since how many are too many is a setting of the bot's. */
const EVERYBODY = { points: Number.MAX_SAFE_INTEGER, duration: 60 };
/** Who was told of too many people, until their minute is over. */
const TOLD = { points: 1, duration: 60 };

export interface RateLimitParts {
  readonly conversations: ConversationLookup;
  readonly settings: BotSettings;
  /** An update was dropped. */
  readonly limited: (botId: number) => void;
}

type Limit = (ctx: TellerContext) => Promise<boolean>;

/** What one person's limit drops counts for nobody else. */
export function rateLimit(parts: RateLimitParts): MiddlewareFn<TellerContext> {
  const limits = [personLimit(parts), botLimit(parts)];
  return async (ctx, next) => {
    for (const drops of limits) {
      if (!(await drops(ctx))) continue;
      parts.limited(ctx.botId);
      return;
    }
    return next();
  };
}

function personLimit({ conversations }: RateLimitParts): Limit {
  const customers = new RateLimiterMemory(CUSTOMERS);
  const staff = new RateLimiterMemory(STAFF);
  return async (ctx) => {
    const limiter = isOnStaff(ctx.person) ? staff : customers;
    const over = await overLimit(limiter, personKey(ctx));
    if (!over) return false;
    const conversation = await conversations.find(ctx.botId, ctx.person.id);
    if (conversation?.state === 'human') return false;
    if (over.consumedPoints === limiter.points + 1) ctx.say(ctx.t('common.too_fast'));
    return true;
  };
}

/**
 * Stops customers who talk with the bot. Whoever waits for a human, has one or calls one is heard, and so is whoever
 * asks for their own data.
 */
function botLimit({ conversations, settings }: RateLimitParts): Limit {
  const everybody = new RateLimiterMemory(EVERYBODY);
  const told = new RateLimiterMemory(TOLD);
  return async (ctx) => {
    const { updatesPerMinute } = (await settings.get(ctx.botId)).limits;
    if (updatesPerMinute === null) return false;
    const { consumedPoints, msBeforeNext } = await everybody.consume(ctx.botId);
    if (consumedPoints <= updatesPerMinute || isOnStaff(ctx.person) || isAboutOwnData(ctx) || callsHuman(ctx) || isInDanger(ctx)) return false;
    const conversation = await conversations.find(ctx.botId, ctx.person.id);
    // Whoever wants a human and has no phone here is about to share it.
    if (conversation && (conversation.state !== 'bot' || conversation.humanWanted)) return false;
    const toldBefore = await overLimit(told, personKey(ctx), Math.ceil(msBeforeNext / 1000));
    if (!toldBefore) ctx.say(ctx.t('common.very_busy'));
    return true;
  };
}

function isInDanger({ message }: TellerContext): boolean {
  return message !== undefined && 'text' in message && detectDanger(message.text) !== undefined;
}

function personKey({ botId, person }: TellerContext): string {
  return `${botId}:${person.id}`;
}

/** @param forSeconds how long the count lasts, where the limiter does not say it */
async function overLimit(
  limiter: RateLimiterMemory,
  key: string,
  forSeconds?: number,
): Promise<RateLimiterRes | undefined> {
  try {
    await limiter.consume(key, 1, forSeconds === undefined ? {} : { customDuration: forSeconds });
    return undefined;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    throw error;
  }
}
