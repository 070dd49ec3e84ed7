import type { IncomingMessage } from 'node:http';
import { badRequest, BotApiError } from './errors.js';
import { parseMultipart } from './multipart.js';
import { isRecord, type Params } from './parameters.js';

const MAX_BODY_BYTES = 55 * 1024 * 1024;

/**
 * Reads a whole body, then calls back once: with its bytes, or with a 413. Never calls back if the client
 * left.
 */
export function readBody(
  request: IncomingMessage,
  done: (error: BotApiError | undefined, body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('end', () => {
    const [first] = chunks;
    const body = chunks.length === 1 && first ? first : Buffer.concat(chunks);
    done(size > MAX_BODY_BYTES ? new BotApiError(413, 'Request Entity Too Large') : undefined, body);
  });
}

/** The raw parameters of a Bot API request. A body may be JSON, a form or multipart; the query counts too. */
export function decodeParams(request: IncomingMessage, query: string, body: Buffer): Params {
  const type = request.headers['content-type'] ?? '';
  const fromQuery = query === '' ? undefined : Object.fromEntries(new URLSearchParams(query));
  const fromBody = body.length === 0 ? {} : decodeBody(type, body);
  return fromQuery ? { ...fromQuery, ...fromBody } : fromBody;
}

function decodeBody(type: string, body: Buffer): Params {
  if (type.startsWith('application/json')) return decodeJson(body.toString());
  if (type.startsWith('multipart/form-data')) return parseMultipart(type, body);
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body.toString()));
  }
  // Telegram ignores a body of a type it does not know.
  return {};
}

function decodeJson(text: string): Params {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    throw badRequest("can't parse JSON object");
  }
  throw badRequest("can't parse JSON object: expected an Object");
}

/** Undoes percent-encoding; what is not validly encoded stays as it is, and so is found nowhere. */
export function decodePath(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
