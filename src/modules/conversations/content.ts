/**
 * What a message holds, apart from whose it is and where it stands: enough to store it and to say the same in
 * another chat of the same bot. Text formatting survives; so do files, by Telegram's file ids. This is where what
 * people write comes in, so this is where it is masked: nothing behind it sees a secret that it did not ask to show.
 */
import type { Contact, Message, MessageEntity } from 'telegraf/types';
import { type Shown, mask, maskFormatted } from '../privacy/index.js';

export type MediaKind = 'photo' | 'document' | 'voice' | 'video' | 'video_note' | 'audio' | 'animation' | 'sticker';

export type Content =
  | { readonly kind: 'text'; readonly text: string; readonly entities?: readonly MessageEntity[] }
  | {
      readonly kind: MediaKind;
      readonly fileId: string;
      readonly text?: string;
      readonly entities?: readonly MessageEntity[];
    }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'contact'; readonly phoneNumber: string; readonly firstName: string; readonly lastName?: string };

const CAPTIONED: readonly MediaKind[] = ['photo', 'document', 'voice', 'video', 'audio', 'animation'];
const CAPTION_LIMIT = 1024;

/**
 * The content of a message, masked, or undefined for kinds that cannot be passed on (polls, dice, service messages).
 * The number of a contact card stays: whoever sends a card means to pass the number on. What is stored shows nothing.
 */
export function contentOf(message: Message, shown: Shown = []): Content | undefined {
  if ('text' in message) return { kind: 'text', ...textOf(shown, message.text, message.entities) };
  if ('location' in message) {
    return { kind: 'location', latitude: message.location.latitude, longitude: message.location.longitude };
  }
  if ('contact' in message) return contactOf(message.contact, shown);
  const file = fileOf(message);
  if (!file) return undefined;
  if (!('caption' in message) || !message.caption) return file;
  return { ...file, ...textOf(shown, message.caption, message.caption_entities) };
}

const PHONE = /^\+?(?:[\s().-]*\d){1,15}$/;

/** Whatever is longer than a telephone number is no number to call: it becomes a text, masked. */
function contactOf({ phone_number, first_name, last_name }: Contact, shown: Shown): Content {
  const firstName = mask(clean(first_name), shown);
  if (!PHONE.test(phone_number)) return { kind: 'text', text: mask(clean(`${firstName}: ${phone_number}`), shown) };
  const lastName = last_name === undefined ? {} : { lastName: mask(clean(last_name), shown) };
  return { kind: 'contact', phoneNumber: phone_number, firstName, ...lastName };
}

/** The file that a message carries, by Telegram's id. */
export function fileOf(message: Message): { kind: MediaKind; fileId: string } | undefined {
  if ('photo' in message) {
    const largest = message.photo.at(-1);
    return largest && { kind: 'photo', fileId: largest.file_id };
  }
  // Telegram sends an animation as a document too, so it comes first.
  if ('animation' in message) return { kind: 'animation', fileId: message.animation.file_id };
  if ('document' in message) return { kind: 'document', fileId: message.document.file_id };
  if ('voice' in message) return { kind: 'voice', fileId: message.voice.file_id };
  if ('video' in message) return { kind: 'video', fileId: message.video.file_id };
  if ('video_note' in message) return { kind: 'video_note', fileId: message.video_note.file_id };
  if ('audio' in message) return { kind: 'audio', fileId: message.audio.file_id };
  if ('sticker' in message) return { kind: 'sticker', fileId: message.sticker.file_id };
  return undefined;
}

/** Whether a kind of content carries a text of its own. */
export function carriesText(content: Content): boolean {
  return content.kind === 'text' || CAPTIONED.some((kind) => kind === content.kind);
}

/** The text of a content, if it has one. */
export function plainText(content: Content): string | undefined {
  return 'text' in content ? content.text : undefined;
}

/** The Bot API call that says a content other than text; a caption that is too long is left to the caller. */
export function mediaCall(
  content: Exclude<Content, { kind: 'text' }>,
  caption?: FormattedText,
): { readonly method: string; readonly payload: Record<string, unknown> } {
  switch (content.kind) {
    case 'location':
      return { method: 'sendLocation', payload: { latitude: content.latitude, longitude: content.longitude } };
    case 'contact':
      return {
        method: 'sendContact',
        payload: {
          phone_number: content.phoneNumber,
          first_name: content.firstName,
          ...(content.lastName !== undefined && { last_name: content.lastName }),
        },
      };
    default:
      return {
        method: METHODS[content.kind],
        payload: {
          [content.kind]: content.fileId,
          ...(caption && { caption: caption.text, caption_entities: caption.entities }),
        },
      };
  }
}

/** The Bot API call that turns a message with a caption into this content, without the `message_id`. */
export function mediaEdit(
  content: Exclude<Content, { kind: 'text' }>,
  { text, entities }: FormattedText,
): { readonly method: string; readonly payload: Record<string, unknown> } {
  if ('fileId' in content && EXCHANGEABLE.has(content.kind)) {
    const media = { type: content.kind, media: content.fileId, caption: text, caption_entities: entities };
    return { method: 'editMessageMedia', payload: { media } };
  }
  return { method: 'editMessageCaption', payload: { caption: text, caption_entities: entities } };
}

/** Kinds of which a message can be given another file. */
const EXCHANGEABLE: ReadonlySet<MediaKind> = new Set(['photo', 'document', 'video', 'audio', 'animation']);

/** Whether a caption fits Telegram's limit, with `room` for more to be added. */
export function fitsCaption(caption: FormattedText, room: number): boolean {
  return caption.text.length + room <= CAPTION_LIMIT;
}

export interface FormattedText {
  readonly text: string;
  readonly entities?: readonly MessageEntity[] | undefined;
}

const METHODS: Readonly<Record<MediaKind, string>> = {
  photo: 'sendPhoto',
  document: 'sendDocument',
  voice: 'sendVoice',
  video: 'sendVideo',
  video_note: 'sendVideoNote',
  audio: 'sendAudio',
  animation: 'sendAnimation',
  sticker: 'sendSticker',
};

/** Formatting that means the same in another chat; mentions and bot commands do not. */
const PORTABLE = new Set<string>([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
  'pre',
  'text_link',
  'blockquote',
  'expandable_blockquote',
]);

function textOf(
  shown: Shown,
  text: string,
  entities: readonly MessageEntity[] = [],
): { text: string; entities?: MessageEntity[] } {
  const portable = entities.filter(({ type }) => PORTABLE.has(type));
  const masked = maskFormatted({ text: clean(text), entities: portable }, shown);
  return { text: masked.text, ...(masked.entities.length > 0 && { entities: masked.entities }) };
}

/** PostgreSQL stores no NUL, and lone surrogates are no text; both become a placeholder of the same length. */
function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
