import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, type StreamEntry, destination, multistream, pino, stdTimeFunctions } from 'pino';
import { default as pretty } from 'pino-pretty';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** Directory of `teller.log`; nothing is written to files when left out. */
  readonly dir?: string;
  /** Whether lines go to stdout too; they do unless this is false. */
  readonly console?: boolean;
  readonly level?: string;
}

/** JSON lines to stdout (readable ones in a terminal) and to a file; secrets and tokens are cut out on the way. */
export function createLogger({ dir, console = true, level = 'info' }: LoggerOptions = {}): Logger {
  const streams: StreamEntry[] = [];
  if (console) {
    const stream = process.stdout.isTTY ? pretty({ ignore: 'pid,hostname' }) : destination({ dest: 1, sync: false });
    streams.push({ level: 'trace', stream });
  }
  if (dir !== undefined) {
    mkdirSync(dir, { recursive: true });
    streams.push({ level: 'trace', stream: destination({ dest: join(dir, 'teller.log'), sync: false }) });
  }
  return pino(
    {
      level,
      timestamp: stdTimeFunctions.isoTime,
      base: { pid: process.pid },
      serializers: { err: (error: unknown) => safeError(error) },
    },
    multistream(streams),
  );
}

// Without a word boundary in front: in the addresses of the Bot API the token follows `bot`.
const BOT_TOKEN = /(?<!\d)\d{3,16}:[\w-]{10,}/g;
/** Causes may lead in a circle. */
const DEEPEST_CAUSE = 4;
const URL_CREDENTIALS = /(\/\/[^\s:/@]*:)[^\s@/]+@/g;

/** An error as it may stand in a log: class, code, message and stack, without bot tokens or passwords of URLs. */
export function safeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    message: redact(error.message),
    stack: redact(error.stack ?? ''),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE && { cause: safeError(error.cause, depth + 1) }),
  };
}

/** Cuts bot tokens and passwords of URLs out of a text. */
export function redact(text: string): string {
  return text.replace(BOT_TOKEN, '<token>').replace(URL_CREDENTIALS, '$1<password>@');
}
