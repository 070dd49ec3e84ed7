import { randomBytes } from 'node:crypto';
import { ControlError } from './errors.js';
import type { FileKind } from './files.js';
import { formatText } from './formatted-text.js';
import { fileContent, mediaFields } from './methods/media.js';
import { withoutReply } from './methods/sending.js';
import type { Contact, Message, MessageContent } from './types.js';
import type { Bot, CallbackAnswer, ChatState, Person } from './model.js';
import type { World } from './world.js';

/** What a person can do on a phone: each act changes the chat and queues the update that tells the bot. */

const EDIT_MS = 48 * 60 * 60 * 1000;
const ANSWER_WAIT_MS = 10_000;
const FILE_KINDS = ['photo', 'animation', 'document', 'voice', 'video_note', 'video', 'audio'] as const;

export interface FileInput {
  name?: string | undefined;
  content_base64?: string | undefined;
  mime_type?: string | undefined;
  /** Pretends a size in bytes, e.g. one beyond the download limit. */
  size?: number | undefined;
  duration?: number | undefined;
}

export interface MessageInput {
  text?: string | undefined;
  caption?: string | undefined;
  /** What the person has formatted in the text or the caption; what Telegram finds by itself is added. */
  entities?: Record<string, unknown>[] | undefined;
  link_preview_options?: Record<string, unknown> | undefined;
  show_caption_above_media?: boolean | undefined;
  has_media_spoiler?: boolean | undefined;
  reply_to_message_id?: number | undefined;
  contact?: 'own' | { user_id?: number | undefined; phone_number: string; first_name: string } | undefined;
  photo?: FileInput | undefined;
  animation?: FileInput | undefined;
  document?: FileInput | undefined;
  voice?: FileInput | undefined;
  video_note?: FileInput | undefined;
  video?: FileInput | undefined;
  audio?: FileInput | undefined;
  sticker?: { emoji: string } | undefined;
  location?: { latitude: number; longitude: number } | undefined;
  media_group_id?: string | undefined;
  /** The message was forwarded from somebody else. */
  forward?: boolean | undefined;
}

/**
 * The user sends a message. Throws `ControlError` 409 when the user has blocked the bot, 400 when it is
 * empty.
 */
export function sendAsUser(world: World, bot: Bot, person: Person, input: MessageInput): Message {
  const chat = world.chat(bot, person);
  if (chat.blocked) throw new ControlError(409, 'the user has blocked this bot');
  const content = readContent(world, chat, input);
  if (Object.keys(content).length === 0) throw new ControlError(400, 'a message needs some content');
  const extra: Partial<Message> = {};
  if (input.reply_to_message_id !== undefined) {
    const target = chat.messages.get(input.reply_to_message_id);
    if (!target || target.deleted) throw new ControlError(404, 'there is no message to reply to');
    extra.reply_to_message = withoutReply(target.message);
  }
  if (input.media_group_id !== undefined) extra.media_group_id = input.media_group_id;
  if (input.forward) {
    extra.forward_origin = {
      type: 'hidden_user',
      sender_user_name: 'Somebody',
      date: world.clock.seconds(),
    };
  }
  chat.started = true;
  const message = world.addMessage(chat, 'in', content, extra);
  putKeyboardAway(world, chat);
  bot.queue.add('message', message, `m${person.profile.id}`);
  return message;
}

/** What was asked for once is over as soon as the user has sent something. */
function putKeyboardAway(world: World, chat: ChatState): void {
  const used = chat.replyKeyboard?.one_time_keyboard === true;
  if (!used && !chat.forceReply) return;
  world.showKeyboard(chat, { forceReply: undefined, ...(used && { replyKeyboard: undefined }) });
}

function readContent(world: World, chat: ChatState, input: MessageInput): MessageContent {
  if (input.text !== undefined && input.text !== '') {
    const { link_preview_options } = input;
    return { ...textOf(input.text, input.entities), ...(link_preview_options && { link_preview_options }) };
  }
  if (input.contact) return { contact: readContact(chat.person, input.contact) };
  if (input.location) return { location: { ...input.location } };
  if (input.sticker) {
    const extra = mediaFields('sticker', { emoji: input.sticker.emoji });
    const file = world.files.add(chat.bot.id, 'sticker', { bytes: Buffer.from('sticker'), extra });
    return { sticker: { ...file.fields, emoji: input.sticker.emoji } };
  }
  for (const kind of FILE_KINDS) {
    const file = input[kind];
    if (file) return { ...readFile(world, chat, kind, file), ...captionOf(input.caption, input.entities), ...looksOf(input) };
  }
  return {};
}

function textOf(given: string, formatted: unknown[] = []): MessageContent {
  const { text, entities } = formatText(given, undefined, formatted);
  return entities.length > 0 ? { text, entities } : { text };
}

function captionOf(caption: string | undefined, formatted?: unknown[]): MessageContent {
  if (caption === undefined || caption === '') return {};
  const { text, entities } = textOf(caption, formatted);
  return { ...(text !== undefined && { caption: text }), ...(entities && { caption_entities: entities }) };
}

function looksOf({ show_caption_above_media: above, has_media_spoiler: spoiler }: MessageInput): MessageContent {
  return { ...(above && { show_caption_above_media: true }), ...(spoiler && { has_media_spoiler: true }) };
}

function readContact(person: Person, contact: NonNullable<MessageInput['contact']>): Contact {
  if (contact !== 'own') {
    const { user_id, phone_number, first_name } = contact;
    return { phone_number, first_name, ...(user_id !== undefined && { user_id }) };
  }
  const { id, phone, first_name, last_name } = person.profile;
  // As from many phones, the number comes without the plus sign.
  const phone_number = phone.replace(/^\+/, '');
  return { phone_number, first_name, ...(last_name !== undefined && { last_name }), user_id: id };
}

function readFile(world: World, chat: ChatState, kind: FileKind, input: FileInput): MessageContent {
  const bytes = Buffer.from(input.content_base64 ?? '', 'base64');
  const { name, mime_type: mimeType, size, duration } = input;
  const extra = mediaFields(kind, duration === undefined ? {} : { duration });
  const file = world.files.add(chat.bot.id, kind, { name, mimeType, bytes, size, extra });
  if (kind !== 'photo') return fileContent(kind, file.fields);
  const small = world.files.add(chat.bot.id, kind, {
    name,
    mimeType,
    bytes,
    extra: { width: 90, height: 67 },
  });
  return { photo: [small.fields, file.fields] };
}

function ownMessage(world: World, chat: ChatState, messageId: number): Message {
  const stored = chat.messages.get(messageId);
  if (!stored || stored.deleted) throw new ControlError(404, `there is no message ${messageId}`);
  if (stored.direction !== 'in') throw new ControlError(403, 'a user can edit only their own messages');
  if (world.clock.now() - stored.sentAt > EDIT_MS) throw new ControlError(409, 'older than 48 hours');
  return stored.message;
}

/** The user edits a message of their own, which the bot sees as `edited_message`. */
export function editAsUser(
  world: World,
  chat: ChatState,
  messageId: number,
  change: { text?: string | undefined; caption?: string | undefined },
): Message {
  const { entities, caption_entities, ...before } = ownMessage(world, chat, messageId);
  const content = change.text === undefined ? captionOf(change.caption) : textOf(change.text);
  const message: Message = { ...before, edit_date: world.clock.seconds(), ...content };
  const stored = chat.messages.get(messageId);
  if (stored) world.replaceMessage(chat, stored, message);
  chat.bot.queue.add('edited_message', message, `m${chat.person.profile.id}`);
  return message;
}

/** The user deletes a message for both sides; a bot is not told. */
export function deleteAsUser(world: World, chat: ChatState, messageId: number): void {
  const stored = chat.messages.get(messageId);
  if (!stored || stored.deleted) throw new ControlError(404, `there is no message ${messageId}`);
  world.deleteMessage(chat, stored);
}

/**
 * The user presses an inline button; resolves with the bot's answer, or null when there is none within 10 s.
 * Any `data` is passed on, since a modified client can send what no keyboard shows.
 */
export function pressAsUser(
  world: World,
  chat: ChatState,
  messageId: number,
  data: string,
): Promise<CallbackAnswer | null> {
  const { bot, person } = chat;
  const stored = chat.messages.get(messageId);
  if (!stored) throw new ControlError(404, `there is no message ${messageId}`);
  if (chat.blocked) throw new ControlError(409, 'the user has blocked this bot');
  const id = randomBytes(8).readBigUInt64BE().toString();
  const message = stored.deleted ? { chat: person.asChat, message_id: messageId, date: 0 } : stored.message;
  const chat_instance = String(BigInt(person.profile.id) * 4_294_967_296n + BigInt(bot.id % 4_294_967_296));
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), ANSWER_WAIT_MS);
    timer.unref();
    const answer = (given: CallbackAnswer | null): void => {
      clearTimeout(timer);
      resolve(given);
    };
    bot.queries.set(id, { chat, at: world.clock.now(), answer });
    const query = { id, from: person.asUser, message, chat_instance, data };
    bot.queue.add('callback_query', query, `c${person.profile.id}`);
  });
}

/** The user blocks or unblocks the bot, of which Telegram tells it by `my_chat_member`. */
export function blockAsUser(world: World, chat: ChatState, blocked: boolean): void {
  if (chat.blocked === blocked) return;
  chat.blocked = blocked;
  const { bot, person } = chat;
  const member = (kicked: boolean): object => ({
    user: bot.asUser,
    status: kicked ? 'kicked' : 'member',
    ...(kicked && { until_date: 0 }),
  });
  const change = {
    chat: person.asChat,
    from: person.asUser,
    date: world.clock.seconds(),
    old_chat_member: member(!blocked),
    new_chat_member: member(blocked),
  };
  bot.queue.add('my_chat_member', change, `b${person.profile.id}`);
  world.events.emit('blocked', bot.id, person.profile.id, { blocked });
}
