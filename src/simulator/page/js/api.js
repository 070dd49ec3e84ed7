/** The simulator's control API. Every call rejects with an ApiError that a person can read. */
import { t } from './i18n.js';

export class ApiError extends Error {}

async function call(method, path, body) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const payload = body === undefined ? null : JSON.stringify(body);
  const response = await fetch(path, { method, headers, body: payload }).catch(() => {
    throw new ApiError(t('toast.failed', { reason: t('toast.noNetwork') }));
  });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const reason = answer?.description ?? answer?.message ?? answer?.error ?? `HTTP ${response.status}`;
  throw new ApiError(t('toast.failed', { reason }));
}

const chatPath = (botId, userId, rest = '') => `/sim/chats/${botId}/${userId}${rest}`;

export const api = {
  bots: () => call('GET', '/sim/bots'),
  addBot: (bot) => call('POST', '/sim/bots', bot),
  users: () => call('GET', '/sim/users'),
  addUser: (user) => call('POST', '/sim/users', user),
  changeUser: (userId, fields) => call('PATCH', `/sim/users/${userId}`, fields),
  chat: (botId, userId) => call('GET', chatPath(botId, userId)),
  send: (botId, userId, message) => call('POST', chatPath(botId, userId, '/messages'), message),
  edit: (botId, userId, messageId, fields) =>
    call('PATCH', chatPath(botId, userId, `/messages/${messageId}`), fields),
  remove: (botId, userId, messageId) => call('DELETE', chatPath(botId, userId, `/messages/${messageId}`)),
  press: (botId, userId, messageId, data) =>
    call('POST', chatPath(botId, userId, '/press'), { message_id: messageId, data }),
  setBlocked: (botId, userId, blocked) => call('POST', chatPath(botId, userId, '/blocked'), { blocked }),
};

/** Where the bytes of a file are. */
export function fileUrl(fileId) {
  return `/sim/files/${encodeURIComponent(fileId)}`;
}
