/**
 * Files of a broadcast in another bot: Telegram gives every bot ids of its own for a file. So it is fetched as the one and
 * uploaded as the other, into the author's chat there, from where the message is taken away again.
 */
import { z } from 'zod';
import { LOCALES, type Locale } from '../../../locales/index.js';
import type { BotApi } from '../../../telegram/bot-api.js';
import { download } from '../../../telegram/downloads.js';
import { fileOf } from '../../conversations/index.js';
import type { BroadcastContent, Said, SaidFile } from '../content.js';

export interface Carrying {
  readonly from: BotApi;
  readonly to: BotApi;
  /** The author's chat with the other bot. */
  readonly chatId: number;
  readonly signal: AbortSignal;
}

const UPLOAD_TIMEOUT_MS = 120_000;

/** The content with the other bot's ids, and none of the author's messages with this one. Throws the Bot API's errors. */
export async function carried({ said, ...content }: BroadcastContent, carrying: Carrying): Promise<BroadcastContent> {
  const own: Partial<Record<Locale, Said>> = {};
  for (const locale of LOCALES) {
    const each = said[locale];
    if (each) own[locale] = await carriedSaid(each, carrying);
  }
  return { ...content, said: { ...own, any: await carriedSaid(said.any, carrying) } };
}

async function carriedSaid(said: Said, carrying: Carrying): Promise<Said> {
  if (said.kind === 'album') {
    const items: SaidFile[] = [];
    for (const item of said.items) items.push(await carriedFile(item, carrying));
    return { ...said, items };
  }
  const { messageId: _elsewhere, ...words } = said;
  return words.kind === 'text' ? words : carriedFile(words, carrying);
}

async function carriedFile({ messageId: _elsewhere, ...file }: SaidFile, carrying: Carrying): Promise<SaidFile> {
  const { from, to, chatId, signal } = carrying;
  const parts: Uint8Array[] = [];
  for await (const part of download(from, file.fileId, signal)) parts.push(part);
  const method = METHODS[file.kind];
  const payload = { chat_id: chatId, disable_notification: true, [file.kind]: { source: Buffer.concat(parts), ...(file.name !== undefined && { filename: file.name }) } };
  const message = await to.call(method, payload, UPLOAD_TIMEOUT_MS, signal);
  const { message_id } = z.object({ message_id: z.number() }).parse(message);
  await to.call('deleteMessage', { chat_id: chatId, message_id }, undefined, signal);
  const uploaded = fileOf(message as Parameters<typeof fileOf>[0]);
  if (!uploaded) throw new Error('A file that was uploaded is missing from its message.');
  return { ...file, fileId: uploaded.fileId };
}

const METHODS: Readonly<Record<SaidFile['kind'], string>> = {
  photo: 'sendPhoto',
  video: 'sendVideo',
  animation: 'sendAnimation',
  document: 'sendDocument',
  audio: 'sendAudio',
  voice: 'sendVoice',
  video_note: 'sendVideoNote',
};
