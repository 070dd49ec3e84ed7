import { badRequest } from '../errors.js';
import { optionalList, optionalObject, optionalText } from '../parameters.js';
import type { Message, MessageContent } from '../types.js';
import type { Call, Method } from './call.js';
import { captionContent, contentOf, findMessage, post, textContent } from './sending.js';

/** Sending text, copying, forwarding, and the small signs of life. */

const sendMessage: Method = (call) => {
  call.world.writableChat(call.bot, call.params['chat_id']);
  return post(call, textContent(call.params));
};

/** The message that a copy or forward starts from; protected content may not leave its chat. */
function source(call: Call, id: unknown, verb: 'forward' | 'copy'): Message {
  const { world, bot, params } = call;
  const from = world.chatForBot(bot, params['from_chat_id']);
  const { message } = findMessage(from, id, `message to ${verb} not found`);
  const done = verb === 'forward' ? 'forwarded' : 'copied';
  if (message.has_protected_content || message.pinned_message) throw badRequest(`message can't be ${done}`);
  return message;
}

function forward(call: Call, id: unknown): Message {
  const message = source(call, id, 'forward');
  const origin = { type: 'user', sender_user: message.from, date: message.date };
  return post(call, contentOf(message), { forward_origin: message.forward_origin ?? origin });
}

function copy(call: Call, id: unknown): { message_id: number } {
  const content = contentOf(source(call, id, 'copy'));
  return { message_id: post(call, recaption(call, content)).message_id };
}

/** A copy may get another caption, or none by an empty one. */
function recaption({ params }: Call, content: MessageContent): MessageContent {
  if (optionalText(params, 'caption') === undefined || content.text !== undefined) return content;
  const { caption, caption_entities, ...media } = content;
  return { ...media, ...captionContent(params) };
}

/** Several at once: those that are not found are left out. */
function several<T>(call: Call, one: (call: Call, id: unknown) => T): T[] {
  const ids = optionalList(call.params, 'message_ids') ?? [];
  if (ids.length < 1 || ids.length > 100)
    throw badRequest('there must be from 1 to 100 message identifiers');
  const from = call.world.chatForBot(call.bot, call.params['from_chat_id']);
  const known = ids.map(Number).filter((id) => from.messages.get(id) && !from.messages.get(id)?.deleted);
  if (known.length === 0) throw badRequest('there are no messages to send');
  return known.map((id) => one(call, id));
}

const ACTIONS: ReadonlySet<string> = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

const ACTION_MS = 5000;

const sendChatAction: Method = ({ world, bot, params }) => {
  const name = optionalText(params, 'action') ?? '';
  if (!ACTIONS.has(name)) throw badRequest('wrong parameter action in request');
  const chat = world.writableChat(bot, params['chat_id']);
  chat.action = { name, until: world.clock.now() + ACTION_MS };
  world.events.emit('action', bot.id, chat.person.profile.id, { action: name });
  return true;
};

const setMessageReaction: Method = ({ world, bot, params }) => {
  const chat = world.writableChat(bot, params['chat_id']);
  const stored = findMessage(chat, params['message_id'], 'message to react not found');
  const reaction = optionalList(params, 'reaction') ?? [];
  if (reaction.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  for (const item of reaction) {
    const read = optionalObject({ item }, 'item');
    if (read?.['type'] !== 'emoji' || !/^\p{Extended_Pictographic}/u.test(String(read['emoji']))) {
      throw badRequest('REACTION_INVALID');
    }
  }
  world.react(chat, stored, reaction);
  return true;
};

export const messageMethods: Record<string, Method> = {
  sendMessage,
  forwardMessage: (call) => forward(call, call.params['message_id']),
  forwardMessages: (call) => several(call, forward).map(({ message_id }) => ({ message_id })),
  copyMessage: (call) => copy(call, call.params['message_id']),
  copyMessages: (call) => several(call, copy),
  sendChatAction,
  setMessageReaction,
};
