/** A chat as a value, and the pure changes to it. A message that did not change keeps its identity. */

export function emptyChat() {
  return {
    loaded: false,
    messages: [],
    replyKeyboard: null,
    forceReply: null,
    commands: [],
    blocked: false,
    action: null,
    menuButton: null,
  };
}

/** The chat as the server tells it, reusing the messages that are the same as before. */
export function mergeChat(chat, answer) {
  const known = new Map(chat.messages.map((message) => [message.message_id, message]));
  return {
    loaded: true,
    messages: answer.messages
      .filter((message) => !message.sim?.deleted)
      .map((message) => same(known, message)),
    replyKeyboard: answer.reply_keyboard ?? null,
    forceReply: answer.force_reply ?? null,
    commands: answer.commands ?? [],
    blocked: answer.blocked === true,
    action: answer.action ?? null,
    menuButton: answer.menu_button ?? null,
  };
}

function same(known, message) {
  const before = known.get(message.message_id);
  return before && JSON.stringify(before) === JSON.stringify(message) ? before : message;
}

/** Puts a new message in its place, or an edited one in its old place. */
export function upsertMessage(chat, message) {
  if (message.sim?.deleted) return removeMessages(chat, [message.message_id]);
  const before = chat.messages.find((other) => other.message_id === message.message_id);
  const next = { ...message, sim: message.sim ?? before?.sim };
  if (before && JSON.stringify(before) === JSON.stringify(next)) return chat;
  const messages = chat.messages.filter((other) => other !== before);
  const after = messages.findIndex((other) => other.message_id > message.message_id);
  messages.splice(after < 0 ? messages.length : after, 0, next);
  return { ...chat, messages };
}

export function removeMessages(chat, ids) {
  return { ...chat, messages: chat.messages.filter((message) => !ids.includes(message.message_id)) };
}

/** True for what the phone's owner wrote: the simulator calls that `in`, as the bot sees it. */
export function isMine(message) {
  return message.sim?.direction === 'in';
}
