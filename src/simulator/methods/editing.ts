import { isDeepStrictEqual } from 'node:util';
import { badRequest } from '../errors.js';
import { readInlineMarkup } from '../keyboards.js';
import { optionalList, optionalNumber, optionalObject, optionalText, type Params } from '../parameters.js';
import type { InlineKeyboardMarkup, Message, MessageContent } from '../types.js';
import type { ChatState, StoredMessage } from '../model.js';
import type { Call, Method } from './call.js';
import { mediaContent } from './media.js';
import { captionContent, contentOf, findMessage, frameOf, messageId, textContent } from './sending.js';

/** Changing and deleting messages. A bot may edit its own messages for ever and delete them for 48 hours. */

const DELETE_MS = 48 * 60 * 60 * 1000;
const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as ' +
  'a current content and reply markup of the message';

interface Target {
  chat: ChatState;
  stored: StoredMessage;
}

function editTarget({ world, bot, params }: Call): Target {
  if (optionalText(params, 'inline_message_id') !== undefined) {
    throw badRequest('MESSAGE_ID_INVALID');
  }
  if (params['chat_id'] === undefined) throw badRequest('chat_id is empty');
  const id = messageId(params);
  const chat = world.writableChat(bot, params['chat_id']);
  const stored = findMessage(chat, id, 'message to edit not found');
  if (stored.direction !== 'out') throw badRequest("message can't be edited");
  return { chat, stored };
}

function inlineMarkup(params: Params): InlineKeyboardMarkup | undefined {
  const value = optionalObject(params, 'reply_markup');
  const markup = value && readInlineMarkup(value);
  return markup && markup.inline_keyboard.length > 0 ? markup : undefined;
}

/** Replaces content and inline keyboard; an edit without a keyboard takes it away, as with Telegram. */
function replace({ world }: Call, target: Target, content: MessageContent, params: Params): Message {
  const { chat, stored } = target;
  const markup = inlineMarkup(params);
  const before = stored.message;
  const sameContent = isDeepStrictEqual(contentOf(before), content);
  if (sameContent && isDeepStrictEqual(before.reply_markup, markup)) throw badRequest(NOT_MODIFIED);
  const frame = frameOf(before);
  const message: Message = { ...frame, edit_date: world.clock.seconds(), ...content };
  if (markup) message.reply_markup = markup;
  // Telegram's apps do not call a message edited of which only the buttons changed.
  return world.replaceMessage(chat, stored, message, !sameContent);
}

const editMessageText: Method = (call) => {
  const target = editTarget(call);
  if (target.stored.message.text === undefined) throw badRequest('there is no text in the message to edit');
  return replace(call, target, textContent(call.params), call.params);
};

const editMessageCaption: Method = (call) => {
  const target = editTarget(call);
  const { message } = target.stored;
  const hasMedia = ['photo', 'document', 'voice', 'video', 'audio', 'animation'].some(
    (name) => name in message,
  );
  if (!hasMedia) throw badRequest('there is no caption in the message to edit');
  const { caption, caption_entities, show_caption_above_media, ...media } = contentOf(message);
  return replace(call, target, { ...media, ...captionContent(call.params) }, call.params);
};

const editMessageReplyMarkup: Method = (call) => {
  const target = editTarget(call);
  return replace(call, target, contentOf(target.stored.message), call.params);
};

const editMessageMedia: Method = (call) => {
  const target = editTarget(call);
  const media = optionalObject(call.params, 'media') ?? {};
  return replace(call, target, mediaContent(call, media), call.params);
};

function checkDeletable({ world }: Call, stored: StoredMessage): void {
  if (world.clock.now() - stored.sentAt > DELETE_MS)
    throw badRequest("message can't be deleted for everyone");
}

const deleteMessage: Method = (call) => {
  const { world, bot, params } = call;
  const chat = world.chatForBot(bot, params['chat_id']);
  const stored = findMessage(chat, params['message_id'], 'message to delete not found');
  checkDeletable(call, stored);
  world.deleteMessage(chat, stored);
  return true;
};

const deleteMessages: Method = (call) => {
  const { world, bot, params } = call;
  const ids = optionalList(params, 'message_ids') ?? [];
  if (ids.length < 1 || ids.length > 100)
    throw badRequest('there must be from 1 to 100 message identifiers');
  const chat = world.chatForBot(bot, params['chat_id']);
  const found = ids
    .map((id) => chat.messages.get(Number(id)))
    .filter((stored) => stored && !stored.deleted);
  for (const stored of found) if (stored) checkDeletable(call, stored);
  for (const stored of found) if (stored) world.deleteMessage(chat, stored);
  return true;
};

const pinChatMessage: Method = ({ world, bot, params }) => {
  const chat = world.writableChat(bot, params['chat_id']);
  const { message } = findMessage(chat, params['message_id'], 'message to pin not found');
  chat.pinned = [...chat.pinned.filter((id) => id !== message.message_id), message.message_id];
  world.addMessage(chat, 'out', {}, { pinned_message: message });
  return true;
};

const unpinChatMessage: Method = ({ world, bot, params }) => {
  const chat = world.writableChat(bot, params['chat_id']);
  const id = optionalNumber(params, 'message_id') ?? chat.pinned.at(-1);
  if (id === undefined || !chat.pinned.includes(id)) throw badRequest('message to unpin not found');
  chat.pinned = chat.pinned.filter((pinned) => pinned !== id);
  return true;
};

const unpinAllChatMessages: Method = ({ world, bot, params }) => {
  world.writableChat(bot, params['chat_id']).pinned = [];
  return true;
};

export const editingMethods: Record<string, Method> = {
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageMedia,
  deleteMessage,
  deleteMessages,
  pinChatMessage,
  unpinChatMessage,
  unpinAllChatMessages,
};
