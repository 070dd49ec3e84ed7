/** What the owner of one phone can do in one chat. A failure becomes a toast on that phone, and undefined. */
import { copyText } from './clipboard.js';
import { t } from './i18n.js';
import { readDeepLink } from './links.js';

/** Where every phone of the simulator "is": a city square, so that a location looks real. */
const LOCATION = { latitude: 43.238, longitude: 76.9455 };

export function createActions({ api, store, overlay, botId, userId, onDeepLink }) {
  const guarded =
    (work) =>
    async (...args) => {
      try {
        return await work(...args);
      } catch (error) {
        overlay.toast(error.message);
        return undefined;
      }
    };
  const send = guarded(async (message) => {
    const sent = await api.send(botId, userId, message);
    store.keepMessage(botId, userId, sent);
    return sent;
  });
  return {
    send,
    edit: guarded(async (message, text) => {
      await api.edit(
        botId,
        userId,
        message.message_id,
        message.text === undefined ? { caption: text } : { text },
      );
      return true;
    }),
    remove: guarded((message) => api.remove(botId, userId, message.message_id)),
    command: (text) => send({ text }),
    shareLocation: () => send({ location: LOCATION }),
    setBlocked: guarded(async (blocked) => {
      await api.setBlocked(botId, userId, blocked);
      overlay.toast(t(blocked ? 'toast.blocked' : 'toast.unblocked'));
    }),
    changeUser: guarded((fields) => api.changeUser(userId, fields)),
    press: guarded(async (message, data) =>
      showAnswer(await api.press(botId, userId, message.message_id, data), overlay, onDeepLink),
    ),
    open: (url) => onDeepLink(readDeepLink(url)),
    copy: async (text) => {
      await copyText(text);
      overlay.toast(t('toast.copied'));
    },
    unsupported: () => overlay.toast(t('toast.unsupportedButton')),
  };
}

/** Shows what the bot answered to a press: nothing, a toast, an alert, or a link to a bot. */
function showAnswer(result, overlay, onDeepLink) {
  const answer = result?.answer;
  if (answer?.url) onDeepLink(readDeepLink(answer.url));
  if (!answer?.text) return undefined;
  if (answer.show_alert) void overlay.alert(answer.text);
  else overlay.toast(answer.text);
  return undefined;
}
