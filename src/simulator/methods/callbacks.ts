import { badRequest } from '../errors.js';
import { flag, optionalText } from '../parameters.js';
import type { CallbackAnswer } from '../model.js';
import type { Method } from './call.js';

/** Telegram forgets a button press after this long. */
const QUERY_LIFE_MS = 150_000;
const TOO_OLD = 'query is too old and response timeout expired or query ID is invalid';
const MAX_ANSWER = 200;

const answerCallbackQuery: Method = ({ world, bot, params }) => {
  const id = optionalText(params, 'callback_query_id') ?? '';
  const query = bot.queries.get(id);
  if (!query || world.clock.now() - query.at > QUERY_LIFE_MS) {
    bot.queries.delete(id);
    query?.answer(null);
    throw badRequest(TOO_OLD);
  }
  const text = optionalText(params, 'text') ?? '';
  if (text.length > MAX_ANSWER) throw badRequest('MESSAGE_TOO_LONG');
  const url = optionalText(params, 'url') ?? '';
  if (url !== '' && !url.startsWith(`https://t.me/${bot.asUser.username ?? ''}?start=`)) {
    throw badRequest('URL_INVALID');
  }
  bot.queries.delete(id);
  const answer: CallbackAnswer = {
    ...(text !== '' && { text }),
    ...(flag(params, 'show_alert') && { show_alert: true }),
    ...(url !== '' && { url }),
  };
  query.answer(answer);
  world.events.emit('callback_answer', bot.id, query.chat.person.profile.id, {
    callback_query_id: id,
    answer,
  });
  return true;
};

export const callbackMethods: Record<string, Method> = { answerCallbackQuery };
