/** What a broadcast says, kept exactly as it was written, and the call that says it. */
import type { InlineKeyboardButton, Message, MessageEntity } from 'telegraf/types';
import type { Locale } from '../../locales/index.js';

export type BroadcastMedia = 'photo' | 'video' | 'document' | 'animation' | 'audio';

export type Said =
  | { readonly kind: 'text'; readonly text: string; readonly entities?: readonly MessageEntity[] }
  | {
      readonly kind: BroadcastMedia;
      readonly fileId: string;
      readonly text?: string;
      readonly entities?: readonly MessageEntity[];
    };

/** By language; `any` is said to those for whose language there is nothing else. */
export interface BroadcastContent {
  readonly said: Readonly<Partial<Record<Locale | 'any', Said>>>;
}

const METHODS: Readonly<Record<BroadcastMedia, string>> = {
  photo: 'sendPhoto',
  video: 'sendVideo',
  document: 'sendDocument',
  animation: 'sendAnimation',
  audio: 'sendAudio',
};

/**
 * What a message says, with its formatting, or undefined for kinds that are no broadcast (stickers, polls).
 * @param from where the text begins, in UTF-16 units: behind the command
 */
export function saidIn(message: Message, from = 0): Said | undefined {
  if ('text' in message) {
    const text = message.text.slice(from);
    const begin = from + (text.length - text.trimStart().length);
    const words = text.trim();
    return words === '' ? undefined : { kind: 'text', text: words, ...shifted(message.entities, begin, words.length) };
  }
  const file = fileOf(message);
  if (!file) return undefined;
  if (!('caption' in message) || !message.caption) return file;
  return { ...file, text: message.caption, ...shifted(message.caption_entities, 0, message.caption.length) };
}

/** The call that says it to one person, without the chat. */
export function callOf(said: Said, buttons: readonly (readonly InlineKeyboardButton[])[]): {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
} {
  const reply_markup = { inline_keyboard: buttons };
  if (said.kind === 'text') {
    return { method: 'sendMessage', payload: { text: said.text, entities: said.entities, reply_markup } };
  }
  const { kind, fileId, text, entities } = said;
  return { method: METHODS[kind], payload: { [kind]: fileId, caption: text, caption_entities: entities, reply_markup } };
}

/** What is said to somebody of this language. */
export function saidTo({ said }: BroadcastContent, locale: Locale | undefined): Said {
  const found = (locale && said[locale]) ?? said.any ?? said.ru ?? said.kk ?? said.en;
  if (!found) throw new Error('A broadcast says nothing.');
  return found;
}

function shifted(
  entities: readonly MessageEntity[] | undefined,
  begin: number,
  length: number,
): { readonly entities?: readonly MessageEntity[] } {
  const kept = (entities ?? []).flatMap((entity) => {
    const offset = Math.max(0, entity.offset - begin);
    const end = Math.min(length, entity.offset + entity.length - begin);
    // The command itself is no part of what is said.
    return end > offset && entity.type !== 'bot_command' ? [{ ...entity, offset, length: end - offset }] : [];
  });
  return kept.length > 0 ? { entities: kept } : {};
}

function fileOf(message: Message): { kind: BroadcastMedia; fileId: string } | undefined {
  if ('photo' in message) {
    const largest = message.photo.at(-1);
    return largest && { kind: 'photo', fileId: largest.file_id };
  }
  // Telegram sends an animation as a document too, so it comes first.
  if ('animation' in message) return { kind: 'animation', fileId: message.animation.file_id };
  if ('video' in message) return { kind: 'video', fileId: message.video.file_id };
  if ('document' in message) return { kind: 'document', fileId: message.document.file_id };
  if ('audio' in message) return { kind: 'audio', fileId: message.audio.file_id };
  return undefined;
}
