import type { Telegram } from 'telegraf';

/** What may be called at once instead of through the outbox: it needs an answer now, and may fail harmlessly. */
const DIRECT_METHODS = new Set(['answerCallbackQuery', 'sendChatAction', 'getFile', 'getMe', 'setMyCommands', 'deleteMyCommands']);

/** A client for handlers that refuses every lasting effect: those belong into the outbox. */
export function directCallsOnly(telegram: Telegram): Telegram {
  const restricted = Object.create(telegram) as Telegram;
  restricted.callApi = (method, payload, options) => {
    if (!DIRECT_METHODS.has(method)) {
      return Promise.reject(new Error(`${method} has a lasting effect: add it to the outbox with scope.send().`));
    }
    return telegram.callApi(method, payload, options);
  };
  return restricted;
}
