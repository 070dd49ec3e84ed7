import { badRequest } from '../errors.js';
import { formatText, MAX_CAPTION, MAX_TEXT } from '../formatted-text.js';
import { readReplyMarkup, type ReplyMarkup } from '../keyboards.js';
import {
  flag,
  optionalList,
  optionalNumber,
  optionalObject,
  optionalText,
  type Params,
} from '../parameters.js';
import type { FormattedText, Message, MessageContent } from '../types.js';
import type { ChatState, StoredMessage } from '../model.js';
import type { Call } from './call.js';

/** What all sending methods share. */

/** Puts a bot's message into the chat the call names, with its reply, keyboard and other options. */
export function post(call: Call, content: MessageContent, extra: Partial<Message> = {}): Message {
  const { world, bot, params } = call;
  const chat = world.writableChat(bot, params['chat_id']);
  const markup = optionalObject(params, 'reply_markup');
  const read = markup && readReplyMarkup(markup);
  const options: Partial<Message> = { ...extra, ...replyOptions(chat, params) };
  if (flag(params, 'protect_content')) options.has_protected_content = true;
  if (read?.kind === 'inline' && read.markup.inline_keyboard.length > 0) options.reply_markup = read.markup;
  const effect = optionalText(params, 'message_effect_id');
  if (effect !== undefined) options.effect_id = effect;
  const message = world.addMessage(chat, 'out', content, options);
  if (read && read.kind !== 'inline') showKeyboard(call, chat, message.message_id, read);
  return message;
}

/** The latest of keyboard, its removal and forced reply takes the place of whichever stood before. */
function showKeyboard(
  { world }: Call,
  chat: ChatState,
  message_id: number,
  markup: Exclude<ReplyMarkup, { kind: 'inline' }>,
): void {
  world.showKeyboard(chat, {
    replyKeyboard: markup.kind === 'keyboard' ? markup.markup : undefined,
    forceReply: markup.kind === 'force_reply' ? { message_id, ...markup.options } : undefined,
  });
}

function replyOptions(chat: ChatState, params: Params): Partial<Message> {
  const reply = optionalObject(params, 'reply_parameters');
  if (!reply) return {};
  const { message_id: id, chat_id: chatId, quote } = reply;
  if (!Number.isSafeInteger(Number(id))) {
    throw badRequest('can\'t parse reply parameters: Can\'t find field "message_id"');
  }
  const elsewhere = chatId !== undefined && Number(chatId) !== chat.person.profile.id;
  const target = elsewhere ? undefined : chat.messages.get(Number(id));
  if (!target || target.deleted) {
    if (reply['allow_sending_without_reply'] === true) return {};
    throw badRequest('message to be replied not found');
  }
  const options: Partial<Message> = { reply_to_message: withoutReply(target.message) };
  if (typeof quote === 'string') options.quote = readQuote(target.message, reply, quote);
  return options;
}

function readQuote(
  message: Message,
  reply: Record<string, unknown>,
  quote: string,
): Record<string, unknown> {
  const { text } = formatText(
    quote,
    optionalText(reply, 'quote_parse_mode'),
    optionalList(reply, 'quote_entities'),
  );
  const position = (message.text ?? message.caption ?? '').indexOf(text);
  if (position === -1) throw badRequest('QUOTE_TEXT_INVALID');
  return { text, position, is_manual: true };
}

/** A quoted message does not show what it replied to itself. */
export function withoutReply(message: Message): Message {
  if (!message.reply_to_message) return message;
  const { reply_to_message: _, ...rest } = message;
  return rest;
}

/** Reads a text with its markup; throws when it is empty or too long. */
function readText(params: Params): FormattedText {
  const raw = optionalText(params, 'text') ?? '';
  if (raw === '') throw badRequest('message text is empty');
  const formatted = formatText(raw, optionalText(params, 'parse_mode'), optionalList(params, 'entities'));
  if (formatted.text === '') throw badRequest('text must be non-empty');
  if (formatted.text.length > MAX_TEXT) throw badRequest('message is too long');
  return formatted;
}

export function textContent(params: Params): MessageContent {
  const { text, entities } = readText(params);
  const content: MessageContent = { text };
  if (entities.length > 0) content.entities = entities;
  const preview = optionalObject(params, 'link_preview_options');
  if (preview) content.link_preview_options = readPreview(preview);
  return content;
}

const PREVIEW_FLAGS = ['is_disabled', 'prefer_small_media', 'prefer_large_media', 'show_above_text'];

function readPreview(options: Record<string, unknown>): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const name of PREVIEW_FLAGS) {
    const value = options[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') throw badRequest(`field "${name}" must be of type Boolean`);
    if (value) read[name] = true;
  }
  if (typeof options['url'] === 'string') read['url'] = options['url'];
  return read;
}

/** Reads a caption from a method's parameters or from an InputMedia object; empty means no caption. */
export function captionContent(source: Params): MessageContent {
  const raw = optionalText(source, 'caption') ?? '';
  if (raw === '') return {};
  const entities = optionalList(source, 'caption_entities');
  const formatted = formatText(raw, optionalText(source, 'parse_mode'), entities);
  if (formatted.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  if (formatted.text === '') return {};
  return {
    caption: formatted.text,
    ...(formatted.entities.length > 0 && { caption_entities: formatted.entities }),
    ...(flag(source, 'show_caption_above_media') && { show_caption_above_media: true }),
  };
}

/** The message that `message_id` names; `missing` is the text of the 400 when there is none. */
export function findMessage(chat: ChatState, id: unknown, missing: string): StoredMessage {
  const stored = typeof id === 'number' ? chat.messages.get(id) : undefined;
  if (!stored || stored.deleted) throw badRequest(missing);
  return stored;
}

export function messageId(params: Params): number {
  const id = optionalNumber(params, 'message_id');
  if (id === undefined) throw badRequest('message identifier is not specified');
  return id;
}

/** Everything but the content and the keyboard: what an edit keeps. */
export function frameOf(message: Message): Message {
  const kept = Object.entries(message).filter(([name]) => !REPLACED.has(name));
  return Object.fromEntries(kept) as unknown as Message;
}

/** Only what makes up the content of a message: for copies and edits. */
export function contentOf(message: Message): MessageContent {
  const content: Record<string, unknown> = {};
  for (const name of CONTENT_FIELDS) if (message[name] !== undefined) content[name] = message[name];
  return content;
}

const CONTENT_FIELDS = [
  'text',
  'entities',
  'link_preview_options',
  'caption',
  'caption_entities',
  'show_caption_above_media',
  'has_media_spoiler',
  'photo',
  'document',
  'voice',
  'video',
  'video_note',
  'audio',
  'animation',
  'sticker',
  'location',
  'contact',
] as const satisfies readonly (keyof MessageContent)[];

const REPLACED: ReadonlySet<string> = new Set([...CONTENT_FIELDS, 'reply_markup']);
