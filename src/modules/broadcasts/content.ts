/** What a broadcast says, kept exactly as it was written, and the call that says it. */
import type { InlineKeyboardButton, Message, MessageEntity } from 'telegraf/types';
import type { Locale } from '../../locales/index.js';
import { fileOf, mediaCall } from '../conversations/index.js';

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

const MEDIA: readonly string[] = ['photo', 'video', 'document', 'animation', 'audio'] satisfies readonly BroadcastMedia[];

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
  if (!file || !isBroadcastMedia(file.kind)) return undefined;
  const media = { kind: file.kind, fileId: file.fileId };
  if (!('caption' in message) || !message.caption) return media;
  return { ...media, text: message.caption, ...shifted(message.caption_entities, 0, message.caption.length) };
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
  const { text, entities, ...file } = said;
  const { method, payload } = mediaCall(file, text === undefined ? undefined : { text, entities });
  return { method, payload: { ...payload, reply_markup } };
}

/** What is said to somebody of this language. */
export function saidTo({ said }: BroadcastContent, locale: Locale | undefined): Said {
  const found = (locale && said[locale]) ?? said.any ?? said.ru ?? said.kk ?? said.en;
  if (!found) throw new Error('A broadcast says nothing.');
  return found;
}

function isBroadcastMedia(kind: string): kind is BroadcastMedia {
  return MEDIA.includes(kind);
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
