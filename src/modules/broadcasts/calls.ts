/** The calls that say a broadcast to one person. */
import type { InlineKeyboardButton } from 'telegraf/types';
import type { Translate } from '../../locales/index.js';
import type { OutgoingCall } from '../../telegram/outbox.js';
import { mediaCall } from '../conversations/index.js';
import {
  type BroadcastContent,
  type Language,
  type SaidFile,
  type SaidText,
  languagesOf,
  linksFor,
  saidTo,
} from './content.js';

export interface SaidCall {
  readonly method: string;
  /** Its parameters without the chat. */
  readonly payload: Readonly<Record<string, unknown>>;
}

type Rows = readonly (readonly InlineKeyboardButton[])[];

/**
 * What is said to a language, with its links above the other buttons. An album cannot carry any, so that its buttons
 * follow in a message of their own: the second call.
 */
export function callsOf(content: BroadcastContent, language: Language, t: Translate, buttons: Rows): readonly [SaidCall, SaidCall?] {
  const said = saidTo(content, language);
  const rows = [...linksFor(content, language), ...buttons];
  const reply_markup = { inline_keyboard: rows };
  if (said.kind === 'text') return [{ method: 'sendMessage', payload: { ...textPayload(said), reply_markup } }];
  if (said.kind !== 'album') return [fileCall(said, { reply_markup })];
  const [first, ...others] = said.items;
  // Telegram takes albums of two and more.
  if (first && others.length === 0) return [fileCall(first, { reply_markup })];
  const album: SaidCall = { method: 'sendMediaGroup', payload: { media: said.items.map(inputMedia) } };
  if (rows.length === 0) return [album];
  return [album, { method: 'sendMessage', payload: { text: t('broadcasts.below_album'), reply_markup } }];
}

/** The most messages that anybody gets, each of which is paid for where a broadcast is: of albums every file is one. */
export function messagesEach(content: BroadcastContent): number {
  const counts = languagesOf(content).map((language) => {
    const said = saidTo(content, language);
    return said.kind === 'album' && said.items.length > 1 ? said.items.length + 1 : 1;
  });
  return Math.max(...counts);
}

/**
 * The calls that show to staff what is said to a language, with its links.
 * @param below the buttons that every recipient has; left out, since they would be theirs to press, unless it is a test
 */
export function shownCalls(t: Translate, chatId: number, content: BroadcastContent, language: Language, below: Rows = []): OutgoingCall[] {
  return callsOf(content, language, t, below).flatMap((call) => (call ? [{ chatId, ...call }] : []));
}

function textPayload({ text, entities, preview }: SaidText): Record<string, unknown> {
  return { text, entities, ...(preview && { link_preview_options: preview }) };
}

function fileCall(file: SaidFile, more: Readonly<Record<string, unknown>>): SaidCall {
  const { kind, fileId, text, entities } = file;
  const { method, payload } = mediaCall({ kind, fileId }, text === undefined ? undefined : { text, entities });
  return { method, payload: { ...payload, ...looks(file), ...more } };
}

function inputMedia(file: SaidFile): Record<string, unknown> {
  const { kind, fileId, text, entities } = file;
  return { type: kind, media: fileId, ...(text !== undefined && { caption: text, caption_entities: entities }), ...looks(file) };
}

function looks({ above, spoiler }: SaidFile): Record<string, unknown> {
  return { ...(above && { show_caption_above_media: true }), ...(spoiler && { has_spoiler: true }) };
}
