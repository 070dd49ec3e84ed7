import type { File } from 'telegraf/types';
import type { BotApi } from './bot-api.js';

/** A file that Telegram keeps, as it comes. Throws the Bot API's errors; none says where the file is, which tells the token. */
export async function* download(api: BotApi, fileId: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const link = await api.telegram.getFileLink(await api.call<File>('getFile', { file_id: fileId }, undefined, signal));
  let response: Response;
  try {
    response = await fetch(link, { signal });
  } catch (error) {
    throw new Error('A file could not be downloaded.', { cause: error instanceof Error ? error.name : undefined });
  }
  if (!response.ok || !response.body) throw new Error(`A file could not be downloaded: ${response.status}`);
  for await (const chunk of response.body) yield chunk as Uint8Array;
}
