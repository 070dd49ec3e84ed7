/**
 * Keeps one person's flood from costing others: so many updates a minute, then one word about it, then silence for a
 * minute. What is dropped is told to be dropped. Nothing is ever dropped while somebody talks with a human. A bot runs
 * in one process at a time, so the count stands in its memory.
 */
import type { MiddlewareFn } from 'telegraf';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { can } from '../modules/access/index.js';
import type { ConversationLookup } from '../modules/conversations/index.js';
import type { TellerContext } from '../modules/identity/index.js';

/** Updates a minute, and how many seconds of silence follow when they are too many. */
const CUSTOMERS = { points: 60, duration: 60, blockDuration: 60 };
/** Staff press many buttons and write to several customers. */
const STAFF = { points: 300, duration: 60, blockDuration: 60 };

export interface RateLimitParts {
  readonly conversations: ConversationLookup;
  /** An update was dropped. */
  readonly limited: (botId: number) => void;
}

export function rateLimit({ conversations, limited }: RateLimitParts): MiddlewareFn<TellerContext> {
  const customers = new RateLimiterMemory(CUSTOMERS);
  const staff = new RateLimiterMemory(STAFF);
  return async (ctx, next) => {
    const limiter = can(ctx.person, 'queue.view') ? staff : customers;
    const over = await overLimit(limiter, `${ctx.botId}:${ctx.person.id}`);
    if (!over) return next();
    const conversation = await conversations.find(ctx.botId, ctx.person.id);
    if (conversation?.state === 'human') return next();
    limited(ctx.botId);
    if (over.consumedPoints === limiter.points + 1) ctx.say(ctx.t('common.too_fast'));
  };
}

async function overLimit(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    throw error;
  }
}
