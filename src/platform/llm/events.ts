import { LlmUnavailable } from './errors.js';

/** No event of a model's answer comes near this; a server that sends more in one is broken. */
const LONGEST_LINE = 1_000_000;
const END_OF_STREAM = '[DONE]';

/** Whether a server answers with events as they come; one that cannot stream sends the whole as JSON. */
export function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/**
 * The JSON documents of a stream of server-sent events, as they come. Of several lines of data in one event each is a
 * document, as all providers send them.
 * @throws SyntaxError where a line is no JSON, whatever the connection throws, `LlmUnavailable` for a line without end
 */
export async function* readEvents({ body }: Response): AsyncGenerator {
  if (body === null) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new LlmUnavailable('malformed');
    for (const line of lines) {
      const data = /^data: ?(.*)$/.exec(line)?.[1];
      if (data === END_OF_STREAM) return;
      if (data !== undefined && data !== '') yield JSON.parse(data);
    }
  }
}
