import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How the server answers chat completions.
 * - `ok`: the sentence of the prompt's passages that shares most words with the question, cited; declines where
 *   none shares any. A rewriting request gets the question completed from the dialogue.
 * - `invent`: the same with one figure changed; `no_citation`: the same without its citation;
 *   `decline`: the decline marker; `garbage`: a body that is no JSON; `empty`: no text in it.
 * - `hang`: never answers; `slow`: `ok` after `ms`; `rate_limited`: 429; `error`: 500 (or `status`).
 * - `say`: a text of the test's own; `obey`: what the test makes of the messages it was sent.
 *
 * Who asks for a stream gets one, word by word at once. `typing`: with so many milliseconds between the words, of a text of
 * the test's own (`[?]` cites as `ok`) or as `ok`; the connection breaks after `breakAfter` words. `garbled`: a stream that is no JSON;
 * `unstreamed`: `ok`, and whole whatever was asked for.
 */
export type ChatMode =
  | { kind: 'ok' | 'invent' | 'no_citation' | 'decline' | 'garbage' | 'garbled' | 'unstreamed' | 'empty' | 'hang' }
  | { kind: 'slow'; ms: number }
  | { kind: 'typing'; ms: number; text?: string; breakAfter?: number }
  | { kind: 'rate_limited'; retryAfter?: number }
  | { kind: 'error'; status?: number; param?: string }
  | { kind: 'say'; text: string; finish?: 'stop' | 'length' }
  | { kind: 'obey'; reply: (messages: readonly ChatMessage[]) => string };

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export interface RecordedRequest {
  path: string;
  /** The body as it came, to search for what must not be in it. */
  raw: string;
  body: ChatBody & { input?: string | string[]; dimensions?: number };
}

interface ChatBody {
  model?: string;
  messages?: ChatMessage[];
  [parameter: string]: unknown;
}

export interface OpenAiServer {
  /** With its `/v1`, as `OPENAI_BASE_URL` wants it. */
  baseUrl: string;
  requests: RecordedRequest[];
  /** How it answers from now on, or for the next `times` completions (`ok` after them). */
  behave(mode: ChatMode, times?: number): void;
  close(): Promise<void>;
}

export interface EmbeddingStyle {
  /** What the cosine of any two texts is at least: models that crowd all texts together have 0.7 and more. */
  readonly common?: number;
}

/** Starts an OpenAI-compatible server (chat completions, embeddings, models) on a free port of loopback. */
export async function startOpenAiServer(port = 0, { common = 0 }: EmbeddingStyle = {}): Promise<OpenAiServer> {
  const requests: RecordedRequest[] = [];
  let lasting: ChatMode = { kind: 'ok' };
  let passing: ChatMode[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((raw) => {
      const path = request.url ?? '';
      if (request.method === 'GET') return sendJson(response, 200, { object: 'list', data: [{ id: 'test' }] });
      const body = JSON.parse(raw) as RecordedRequest['body'];
      requests.push({ path, raw, body });
      if (path.endsWith('/embeddings')) return sendJson(response, 200, embed(body, common));
      return chat(response, body, passing.shift() ?? lasting);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behave(mode, times) {
      passing = times === undefined ? [] : Array.from({ length: times }, () => mode);
      lasting = times === undefined ? mode : { kind: 'ok' };
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

function chat(response: ServerResponse, body: ChatBody, mode: ChatMode): void {
  switch (mode.kind) {
    case 'hang':
      return;
    case 'slow':
      setTimeout(() => complete(response, body, answerFor(body)), mode.ms);
      return;
    case 'rate_limited':
      if (mode.retryAfter !== undefined) response.setHeader('retry-after', String(mode.retryAfter));
      return sendJson(response, 429, { error: { message: 'slow down', type: 'rate_limit', code: null } });
    case 'error': {
      const error = { message: 'failed', type: 'server_error', param: mode.param ?? null, code: null };
      return sendJson(response, mode.status ?? 500, { error });
    }
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>{"choices":');
      return;
    case 'garbled':
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"choices":\n\n');
      return;
    case 'unstreamed':
      return sendJson(response, 200, completion(body, answerFor(body)));
    case 'typing':
      void type(response, body, citing(mode.text, body), mode);
      return;
    case 'empty':
      return complete(response, body, '');
    case 'decline':
      return complete(response, body, declineMarker(body));
    case 'say':
      return complete(response, body, mode.text, mode.finish);
    case 'obey':
      return complete(response, body, mode.reply(body.messages ?? []));
    case 'ok':
      return complete(response, body, answerFor(body));
    case 'invent':
      return complete(response, body, changeFigure(answerFor(body)));
    case 'no_citation':
      return complete(response, body, answerFor(body).replace(/\s*\[\d+\]/g, ''));
  }
}

function complete(response: ServerResponse, body: ChatBody, content: string, finish = 'stop'): void {
  if (body['stream'] === true) void type(response, body, content, { ms: 0 }, finish);
  else sendJson(response, 200, completion(body, content, finish));
}

function completion(body: ChatBody, content: string, finish = 'stop'): object {
  return {
    id: 'chatcmpl-test',
    object: 'chat.completion',
    created: 0,
    model: body.model ?? 'test',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
    usage: USAGE,
  };
}

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

/** Streams a text word by word. */
async function type(
  response: ServerResponse,
  body: ChatBody,
  text: string,
  { ms, breakAfter }: { ms: number; breakAfter?: number },
  finish = 'stop',
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (fields: object): boolean =>
    response.write(`data: ${JSON.stringify({ object: 'chat.completion.chunk', model: body.model, ...fields })}\n\n`);
  for (const [index, content] of (text.match(/\s*\S+/g) ?? []).entries()) {
    if (index === breakAfter) return void response.destroy();
    send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
  send({ choices: [], usage: USAGE });
  response.end('data: [DONE]\n\n');
}

const PASSAGE = /<passage-(\w+) number="(\d+)">\n([\s\S]*?)\n<\/passage-\1>/g;

function answerFor(body: ChatBody): string {
  const prompt = promptOf(body);
  const last = /Last message: (.*)$/.exec(prompt)?.[1];
  if (last !== undefined) return completeQuestion(prompt, last);
  const question = wordsOf(/Question: (.*)$/.exec(prompt)?.[1] ?? prompt);
  let best = { score: 0, text: '', number: '' };
  for (const [, , number = '', text = ''] of prompt.matchAll(PASSAGE)) {
    const place = wordsOf(text.split('\n', 1)[0] ?? '');
    for (const sentence of text.split('\n').slice(1).flatMap((line) => line.split(/(?<=[.!?])\s+/))) {
      const words = wordsOf(sentence);
      const shared = [...question].filter((word) => words.has(word)).length;
      const score = shared + [...question].filter((word) => place.has(word)).length * 0.3 + (/\d/.test(sentence) ? 0.1 : 0);
      if (shared > 0 && score > best.score) best = { score, text: sentence.trim(), number };
    }
  }
  return best.number === '' ? declineMarker(body) : `${best.text.replace(/[.]$/, '')} [${best.number}].`;
}

/** A text of the test's own with `[?]` for the passage that `ok` would cite. */
function citing(text: string | undefined, body: ChatBody): string {
  const answer = answerFor(body);
  return text?.replaceAll('[?]', /\[\d+\]/.exec(answer)?.[0] ?? '[1]') ?? answer;
}

/** The last message with passages, if there are any. */
function promptOf({ messages = [] }: ChatBody): string {
  return (messages.findLast(({ content }) => content.includes('<passage-')) ?? messages.at(-1))?.content ?? '';
}

/** The dialogue's last question with the new words behind it. */
function completeQuestion(prompt: string, last: string): string {
  const asked = [...prompt.matchAll(/^customer: (.*)$/gm)].at(-1)?.[1] ?? '';
  return `${asked.replace(/[?.!]+$/, '')} ${last}`.trim();
}

function declineMarker(body: ChatBody): string {
  const system = body.messages?.find(({ role }) => role === 'system')?.content ?? '';
  return /reply with exactly (\S+)/.exec(system)?.[1] ?? 'I do not know.';
}

function changeFigure(text: string): string {
  return text.replace(/\d(?!\d*\])/, (digit) => String((Number(digit) + 1) % 10));
}

/** Words by their first five letters: enough to match the forms of one word in all three languages. */
function wordsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? []).map((word) => word.slice(0, 5)));
}

/** Unit vectors of hashed words: texts that share words are near each other. */
function embed(body: RecordedRequest['body'], common: number): object {
  const inputs = typeof body.input === 'string' ? [body.input] : (body.input ?? []);
  const size = body.dimensions ?? 256;
  const data = inputs.map((input, index) => ({ object: 'embedding', index, embedding: crowded(vector(input, size), common) }));
  return { object: 'list', model: body.model ?? 'test', data, usage: { prompt_tokens: 1, total_tokens: 1 } };
}

/** With one number that all texts share: it moves all cosines up to `common` and more. */
function crowded(values: readonly number[], common: number): number[] {
  if (common === 0) return [...values];
  return [Math.sqrt(common), ...values.slice(1).map((value) => value * Math.sqrt(1 - common))];
}

function vector(text: string, size: number): number[] {
  const values = new Array<number>(size).fill(0);
  for (const word of wordsOf(text)) {
    const slot = [...word].reduce((hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0, 7) % size;
    values[slot] = (values[slot] ?? 0) + 1;
  }
  const norm = Math.hypot(...values) || 1;
  return values.map((value) => value / norm);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
