import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/logging/logger.js';
import type { BotApi } from './bot-api.js';
import { ALLOWED_UPDATES } from './update.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Tells Telegram where to send updates; tries until it is accepted or `signal` aborts. */
export async function registerWebhook(
  api: BotApi,
  { url, secret }: { readonly url: string; readonly secret: string },
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const registration = { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES };
  const isSettled = async (): Promise<boolean> => {
    try {
      await api.call('setWebhook', registration, undefined, signal);
      return true;
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, url }, 'the webhook could not be registered; it will be tried again');
      return signal.aborted;
    }
  };
  for (let pause = FIRST_PAUSE_MS; !(await isSettled()); pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Compares secrets in constant time, whatever their lengths. */
export function isSameSecret(given: string | undefined, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}
