/** Entry of the thread that reads documents: one at a time, whatever goes wrong with it is its reply. */
import { parentPort } from 'node:worker_threads';
import { type HeavyFormat, readHeavy } from './read.js';
import type { ReaderReply } from './reader-thread.js';
import { Unusable } from './unusable.js';

async function reply(format: HeavyFormat, bytes: Uint8Array): Promise<ReaderReply> {
  try {
    return { outline: await readHeavy(format, bytes) };
  } catch (error) {
    if (error instanceof Unusable) return { code: error.code, detail: error.message };
    return { code: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', ({ format, bytes }: { format: HeavyFormat; bytes: Uint8Array }) => {
  void reply(format, bytes).then((message) => parentPort?.postMessage(message));
});
