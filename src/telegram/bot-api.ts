import { Agent } from 'node:http';
import { Telegram } from 'telegraf';

/** Calls of the Bot API with one bot's token. Errors are telegraf's; see `classifySendError`. */
export interface BotApi {
  readonly telegram: Telegram;
  /** @param timeoutMs after which the call is given up; whether it took effect is then unknown. */
  call<T = unknown>(method: string, payload: object, timeoutMs?: number, signal?: AbortSignal): Promise<T>;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** @param apiRoot Bot API server without a slash at the end. */
export function createBotApi(token: string, apiRoot: string): BotApi {
  const telegram = new Telegram(token, { apiRoot, webhookReply: false });
  // telegraf keeps connections alive for https only; a Bot API server of one's own is reached by plain http.
  if (apiRoot.startsWith('http:')) telegram.options.agent = new Agent({ keepAlive: true });
  return {
    telegram,
    async call<T>(method: string, payload: object, timeoutMs = DEFAULT_TIMEOUT_MS, signal?: AbortSignal) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const combined = signal ? AbortSignal.any([signal, timeout]) : timeout;
      const options = { signal: combined } as Parameters<Telegram['callApi']>[2];
      return (await telegram.callApi(method as 'getMe', payload, options)) as T;
    },
  };
}

/** The ids of the messages that a call has made, as far as its result names any. */
export function messageIdsIn(result: unknown): number[] {
  const messages: unknown[] = Array.isArray(result) ? result : [result];
  return messages.flatMap((message) =>
    typeof message === 'object' && message !== null && 'message_id' in message ? [Number(message.message_id)] : [],
  );
}

/** How many messages a call makes: an album makes one for each of its files. */
export function messagesMade({ media }: Readonly<Record<string, unknown>>): number {
  return Array.isArray(media) ? media.length : 1;
}
