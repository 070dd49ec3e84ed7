/** What a broadcast says, kept exactly as it was written. It stands in the database as it is here. */
import type { LinkPreviewOptions, Message, MessageEntity } from 'telegraf/types';
import { type Locale, LOCALES } from '../../locales/index.js';
import { fileOf } from '../conversations/index.js';

const MEDIA = ['photo', 'video', 'animation', 'document', 'audio', 'voice', 'video_note'] as const;

export type BroadcastMedia = (typeof MEDIA)[number];

interface Words {
  readonly entities?: readonly MessageEntity[];
  /** The message of the author's that says it. */
  readonly messageId?: number;
}

export interface SaidText extends Words {
  readonly kind: 'text';
  readonly text: string;
  /** How its links are shown. */
  readonly preview?: LinkPreviewOptions;
}

export interface SaidFile extends Words {
  readonly kind: BroadcastMedia;
  /** Telegram's name of the file, which holds for one bot. */
  readonly fileId: string;
  /** What the file is called, where people see that. */
  readonly name?: string;
  /** The caption. */
  readonly text?: string;
  /** The caption stands above. */
  readonly above?: true;
  /** Hidden until it is pressed. */
  readonly spoiler?: true;
}

/** Files that stand together, in the order in which they were sent. */
export interface SaidAlbum {
  readonly kind: 'album';
  /** Telegram's name of the album that the author sent. */
  readonly groupId: string;
  readonly items: readonly SaidFile[];
}

export type Said = SaidText | SaidFile | SaidAlbum;

/** Whom something is said to: people of a language, or everybody for whose language there is nothing else. */
export type Language = Locale | 'any';

export const LANGUAGES: readonly Language[] = ['any', ...LOCALES];

export interface Link {
  readonly text: string;
  readonly url: string;
}

/** Buttons that lead to a page each, row by row. */
export type Links = readonly (readonly Link[])[];

/** A language without links of its own has those of `any`. */
export interface BroadcastContent {
  readonly said: { readonly any: Said } & Readonly<Partial<Record<Locale, Said>>>;
  readonly links?: Readonly<Partial<Record<Language, Links>>>;
}

/** Newer than the types of the Bot API that we have. */
type Captioned = Message & { readonly show_caption_above_media?: boolean };

/**
 * What a message says, with its formatting, or undefined for kinds that are no broadcast (stickers, polls). The command
 * that it may begin with is no part of it. A message of an album is an album by itself, until the others join it.
 */
export function saidIn(message: Message): Said | undefined {
  if ('text' in message) return textIn(message);
  const file = fileIn(message);
  const groupId = 'media_group_id' in message ? message.media_group_id : undefined;
  return file && groupId !== undefined ? { kind: 'album', groupId, items: [file] } : file;
}

function textIn(message: Message.TextMessage): SaidText | undefined {
  const from = commandLength(message);
  const behind = message.text.slice(from);
  const text = behind.trim();
  if (text === '') return undefined;
  const begin = from + behind.indexOf(text);
  return {
    kind: 'text',
    text,
    ...within(message.entities, begin, text.length),
    ...(message.link_preview_options && { preview: message.link_preview_options }),
    messageId: message.message_id,
  };
}

function commandLength({ entities = [] }: Message.TextMessage): number {
  return entities.find(({ type, offset }) => type === 'bot_command' && offset === 0)?.length ?? 0;
}

function fileIn(message: Captioned): SaidFile | undefined {
  const file = fileOf(message);
  const kind = MEDIA.find((each) => each === file?.kind);
  if (!file || !kind) return undefined;
  return {
    kind,
    fileId: file.fileId,
    ...('document' in message && message.document.file_name !== undefined && { name: message.document.file_name }),
    ...('caption' in message &&
      message.caption && { text: message.caption, ...within(message.caption_entities, 0, message.caption.length) }),
    ...(message.show_caption_above_media && { above: true }),
    ...('has_media_spoiler' in message && { spoiler: true }),
    messageId: message.message_id,
  };
}

/** The entities of a part of a text, as they stand in it. */
function within(entities: readonly MessageEntity[] = [], begin: number, length: number): Pick<Words, 'entities'> {
  const kept = entities.flatMap((entity) => {
    const offset = Math.max(0, entity.offset - begin);
    const end = Math.min(length, entity.offset + entity.length - begin);
    return end > offset ? [{ ...entity, offset, length: end - offset }] : [];
  });
  return kept.length > 0 ? { entities: kept } : {};
}

/** An album with another part, which may have come before. Only files that Telegram shows together stay together. */
export function joined(album: SaidAlbum, part: SaidAlbum): SaidAlbum {
  const [first] = album.items;
  if (part.items.some(({ kind }) => first && companyOf(kind) !== companyOf(first.kind))) return album;
  const others = album.items.filter(({ messageId }) => !part.items.some((each) => each.messageId === messageId));
  const items = [...others, ...part.items].sort((a, b) => (a.messageId ?? 0) - (b.messageId ?? 0));
  return { ...album, items };
}

/** The album of this name, and to whom it is said. */
export function albumIn({ said }: BroadcastContent, groupId: string): { language: Language; album: SaidAlbum } | undefined {
  for (const language of LANGUAGES) {
    const album = said[language];
    if (album?.kind === 'album' && album.groupId === groupId) return { language, album };
  }
  return undefined;
}

function companyOf(kind: BroadcastMedia): string {
  return kind === 'photo' ? 'video' : kind;
}

/** What was said by one message, said as that message has it now; undefined when none of it was. */
export function edited({ said }: BroadcastContent, now: Said): { language: Language; said: Said } | undefined {
  const messageId = messageIdsOf(now)[0];
  const language = LANGUAGES.find((each) => messageIdsOf(said[each]).includes(messageId));
  const before = language && said[language];
  if (!before || messageId === undefined) return undefined;
  return { language, said: before.kind === 'album' && now.kind === 'album' ? joined(before, now) : now };
}

function messageIdsOf(said: Said | undefined): readonly (number | undefined)[] {
  if (!said) return [];
  return said.kind === 'album' ? said.items.map(({ messageId }) => messageId) : [said.messageId];
}

/** The language in which something is said to somebody of this one. */
export function languageFor({ said }: BroadcastContent, locale: Locale | undefined): Language {
  return locale && said[locale] ? locale : 'any';
}

/** The languages in which something of its own is said, that for all first. */
export function languagesOf({ said }: BroadcastContent): Language[] {
  return LANGUAGES.filter((language) => said[language] !== undefined);
}

/** What is said to a language, or to everybody where nothing is. */
export function saidTo({ said }: BroadcastContent, language: Language): Said {
  return said[language] ?? said.any;
}

/** The words of what is said, or of the first file that has any. */
export function wordsOf(said: Said): string | undefined {
  return said.kind === 'album' ? said.items.find(({ text }) => text !== undefined)?.text : said.text;
}

export function linksFor({ links = {} }: BroadcastContent, language: Language): Links {
  return links[language] ?? links.any ?? [];
}

export function withSaid(content: BroadcastContent, language: Language, said: Said): BroadcastContent {
  return { ...content, said: { ...content.said, [language]: said } };
}

/** Nothing of its own is said to a language any more, with no links of its own. */
export function withoutSaid({ said, links = {} }: BroadcastContent, language: Locale): BroadcastContent {
  const { [language]: _said, ...others } = said;
  const { [language]: _links, ...otherLinks } = links;
  return { said: { ...others, any: said.any }, links: otherLinks };
}

/** @param links none: a language has those of `any` again, and `any` has none */
export function withLinks({ said, links = {} }: BroadcastContent, language: Language, own: Links | undefined): BroadcastContent {
  const { [language]: _before, ...others } = links;
  return { said, links: { ...others, ...(own && { [language]: own }) } };
}
