import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers: with this text, all of it or until the connection breaks after so many words. */
export interface AnthropicMode {
  readonly text: string;
  readonly breakAfter?: number;
  readonly stop?: string;
}

export interface AnthropicServer {
  readonly baseUrl: string;
  /** Bodies of the requests, as they came. */
  readonly requests: Readonly<Record<string, unknown>>[];
  behave(mode: AnthropicMode): void;
  close(): Promise<void>;
}

const USAGE = { input_tokens: 7, output_tokens: 3 };

/** Starts a server of Anthropic's messages API, with and without streaming, on a free port of loopback. */
export async function startAnthropicServer(): Promise<AnthropicServer> {
  const requests: Record<string, unknown>[] = [];
  let mode: AnthropicMode = { text: 'fine' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      requests.push(body);
      if (body['stream'] === true) stream(response, mode);
      else answer(response, mode);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behave: (next) => (mode = next),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

function answer(response: ServerResponse, { text, stop = 'end_turn' }: AnthropicMode): void {
  const content = [{ type: 'thinking', thinking: 'hm', signature: '' }, { type: 'text', text }];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ type: 'message', role: 'assistant', content, usage: USAGE, stop_reason: stop }));
}

function stream(response: ServerResponse, { text, breakAfter, stop = 'end_turn' }: AnthropicMode): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, fields: object): boolean =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
  send('message_start', { message: { type: 'message', role: 'assistant', content: [], usage: { ...USAGE, output_tokens: 1 } } });
  send('ping', {});
  send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  for (const [index, word] of (text.match(/\s*\S+/g) ?? []).entries()) {
    if (index === breakAfter) return void response.destroy();
    send('content_block_delta', { index: 0, delta: { type: 'text_delta', text: word } });
  }
  send('message_delta', { delta: { stop_reason: stop }, usage: { output_tokens: USAGE.output_tokens } });
  send('message_stop', {});
  response.end();
}
