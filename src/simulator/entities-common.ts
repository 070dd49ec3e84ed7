import { badRequest } from './errors.js';
import type { MessageEntity } from './types.js';

/** "can't parse entities: ...", the 400 for broken markup. */
export const markupError = (what: string): Error => badRequest(`can't parse entities: ${what}`);

/** Where a position in a string is in its UTF-8 form: Telegram names errors by byte offset. */
export function byteOffset(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index));
}

/** The entity that a link makes: a mention for tg://user?id=, a text link, or none for what is no link. */
export function linkEntity(url: string, offset: number, length: number): MessageEntity | undefined {
  const id = /^tg:\/\/user\/?\?id=(\d+)$/i.exec(url.trim())?.[1];
  if (id !== undefined) {
    return {
      type: 'text_mention',
      offset,
      length,
      user: { id: Number(id), is_bot: false, first_name: '' },
    };
  }
  const checked = checkedUrl(url.trim());
  return checked === undefined ? undefined : { type: 'text_link', offset, length, url: checked };
}

function checkedUrl(url: string): string | undefined {
  if (/^(tg|ton|tonsite|mailto|tel):/i.test(url)) return url;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  if (!/^https?:/i.test(withScheme) || !URL.canParse(withScheme)) return undefined;
  const parsed = new URL(withScheme);
  return parsed.hostname.includes('.') ? parsed.href : undefined;
}

export function customEmojiId(url: string): string | undefined {
  return /^tg:\/\/emoji\/?\?id=(\d+)$/i.exec(url)?.[1];
}

/** Outer entities before inner ones. */
export function sortEntities(entities: MessageEntity[]): MessageEntity[] {
  return entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
}
