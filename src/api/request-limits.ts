/** How often the REST API may be called, counted in this process: by token, and by address where there is none. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../platform/http/problem.js';

export interface LimitSettings {
  /** Requests a minute of one token, or of one address for what is public. */
  readonly perMinute: number;
  /** Failed authentications a minute of one address; then it is not even asked for its token. */
  readonly failuresPerMinute: number;
}

const DEFAULTS: LimitSettings = { perMinute: 600, failuresPerMinute: 20 };
const MINUTE_S = 60;

export class RequestLimits {
  readonly #requests: RateLimiterMemory;
  readonly #failures: RateLimiterMemory;

  constructor({ perMinute, failuresPerMinute }: LimitSettings = DEFAULTS) {
    this.#requests = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S });
    this.#failures = new RateLimiterMemory({ points: failuresPerMinute, duration: MINUTE_S });
  }

  /** @throws Problem 429 when whoever it is has asked too often */
  async count(who: string): Promise<void> {
    await consume(this.#requests, who);
  }

  /** @throws Problem 429 when authentication has failed too often from this address */
  async admit(address: string): Promise<void> {
    const failed = await this.#failures.get(address);
    if (failed !== null && failed.remainingPoints <= 0) throw tooMany(failed);
  }

  async countFailure(address: string): Promise<void> {
    await consume(this.#failures, address);
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (reason) {
    throw reason instanceof RateLimiterRes ? tooMany(reason) : reason;
  }
}

function tooMany({ msBeforeNext }: RateLimiterRes): Problem {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  return new Problem(429, 'too_many_requests', 'Too many requests; please wait.', { retryAfterSeconds });
}
