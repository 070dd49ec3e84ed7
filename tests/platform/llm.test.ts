import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AnthropicLlm, LlmRejected, LlmUnavailable, OpenAiLlm, estimateTokens, withResilience, type Llm, type LlmRequest,
  type ResilienceOptions,
} from '../../src/platform/llm/index.js';
import { type AnthropicServer, startAnthropicServer } from '../support/anthropic-server.js';
import { startOpenAiServer, type OpenAiServer } from '../support/openai-server.js';

const REQUEST: LlmRequest = {
  system: 'secret system text',
  messages: [{ role: 'user', content: 'private question text' }],
  maxTokens: 50,
  temperature: 0,
};

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(async () => {
  await server.close();
});
beforeEach(() => {
  server.behave({ kind: 'say', text: 'fine' });
  server.requests.length = 0;
});

function client(): OpenAiLlm {
  return new OpenAiLlm({ apiKey: 'test', baseUrl: server.baseUrl, model: 'test' });
}

function resilient(llm: Llm, options: Partial<ResilienceOptions> = {}): { llm: Llm; errors: unknown[] } {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => {
    errors.push(error);
  };
  return { llm: withResilience(llm, { timeoutMs: 5_000, onError, random: () => 0, ...options }), errors };
}

const unused = (): AbortSignal => new AbortController().signal;

async function failure(llm: Llm, signal = unused()): Promise<unknown> {
  return await llm.complete(REQUEST, { signal }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('the OpenAI adapter', () => {
  test('sends system text, messages and limits, and reads text and tokens', async () => {
    const answer = await client().complete(REQUEST, { signal: unused() });
    expect(answer).toEqual({ text: 'fine', inputTokens: 100, outputTokens: 20, truncated: false });
    expect(server.requests[0]?.body).toMatchObject({
      model: 'test',
      max_tokens: 50,
      temperature: 0,
      messages: [{ role: 'system', content: 'secret system text' }, ...REQUEST.messages],
    });
  });

  test('says that an answer ran into its limit', async () => {
    server.behave({ kind: 'say', text: 'cut', finish: 'length' });
    expect(await client().complete(REQUEST, { signal: unused() })).toMatchObject({ truncated: true });
  });

  test('asks for JSON by schema', async () => {
    await client().complete({ ...REQUEST, json: { name: 'x', schema: { type: 'object' } } }, { signal: unused() });
    expect(server.requests[0]?.body).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
    });
  });

  test('leaves out for good a parameter the model refuses', async () => {
    const llm = client();
    server.behave({ kind: 'error', status: 400, param: 'max_tokens' }, 1);
    await llm.complete(REQUEST, { signal: unused() });
    server.behave({ kind: 'ok' });
    await llm.complete(REQUEST, { signal: unused() });
    expect(server.requests.map(({ body }) => body['max_completion_tokens'])).toEqual([undefined, 50, 50]);
  });

  test.each([
    [{ kind: 'rate_limited' } as const, 'rate_limited'],
    [{ kind: 'error' } as const, 'server'],
    [{ kind: 'error', status: 504 } as const, 'timeout'],
    [{ kind: 'garbage' } as const, 'malformed'],
    [{ kind: 'empty' } as const, 'malformed'],
  ])('turns %j into an unavailable model, reason %s', async (mode, reason) => {
    server.behave(mode);
    expect(await failure(client())).toMatchObject({ name: 'LlmUnavailable', reason });
  });

  test('tells a refused key from a server that is down', async () => {
    server.behave({ kind: 'error', status: 401 });
    expect(await failure(client())).toEqual(new LlmRejected(401));
    const nowhere = new OpenAiLlm({ baseUrl: 'http://127.0.0.1:1/v1', model: 'test' });
    expect(await failure(nowhere)).toMatchObject({ reason: 'network' });
  });

  test('lets no word of the request into an error', async () => {
    for (const kind of ['rate_limited', 'error', 'garbage', 'empty'] as const) {
      server.behave({ kind });
      const error = (await failure(client())) as Error;
      const everything = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
      expect(everything).not.toMatch(/secret|private|slow down|html/);
    }
  });
});

const TEXT = 'Обслуживание стоит 9 900 ₸ в год [1]. Снятие бесплатно [1].';

/** What was told while an answer was written. */
async function streamed(llm: Llm): Promise<{ told: string[]; answer: unknown }> {
  const told: string[] = [];
  const answer = await llm.complete(REQUEST, { signal: unused(), onText: (text) => told.push(text) }).catch((error: unknown) => error);
  return { told, answer };
}

describe('an answer that is streamed', () => {
  test('is told as it grows, each time from its beginning', async () => {
    server.behave({ kind: 'typing', ms: 0, text: TEXT });
    const { told, answer } = await streamed(client());
    expect(answer).toEqual({ text: TEXT, inputTokens: 100, outputTokens: 20, truncated: false });
    expect(told.length).toBeGreaterThan(5);
    for (const [index, text] of told.entries()) expect(text.startsWith(told[index - 1] ?? '')).toBe(true);
    expect(told.at(-1)).toBe(TEXT);
    expect(server.requests[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  test('whose connection breaks is no answer, and a second attempt begins anew', async () => {
    server.behave({ kind: 'typing', ms: 0, text: TEXT, breakAfter: 3 });
    expect(await streamed(client())).toMatchObject({ answer: { reason: 'network' } });
    server.behave({ kind: 'typing', ms: 20, text: TEXT, breakAfter: 3 }, 1);
    const { told, answer } = await streamed(resilient(client()).llm);
    expect(told.slice(0, 3)).toEqual(['Обслуживание', 'Обслуживание стоит', 'Обслуживание стоит 9']);
    expect(answer).toMatchObject({ outputTokens: 20, text: told.at(-1) });
    expect(told.at(-1)?.startsWith('Обслуживание')).toBe(false);
  });

  test('that is no JSON is malformed, and one without any text as well', async () => {
    for (const kind of ['garbled', 'empty'] as const) {
      server.behave({ kind });
      expect((await streamed(client())).answer).toMatchObject({ reason: 'malformed' });
    }
  });

  test('comes whole from a server that cannot stream, and from one that says so from then on', async () => {
    server.behave({ kind: 'unstreamed' });
    expect(await streamed(client())).toMatchObject({ told: [], answer: { outputTokens: 20 } });
    const llm = client();
    for (const param of ['stream_options', 'stream']) {
      server.behave({ kind: 'error', status: 400, param }, 1);
      expect((await streamed(llm)).answer).toMatchObject({ outputTokens: 20 });
    }
    expect(server.requests.slice(1).map(({ body }) => [body['stream'], body['stream_options'] !== undefined])).toEqual([
      ...[[true, true], [true, false], [true, false]],
      [undefined, false],
    ]);
  });

  test('is not heard any more once its time is over', async () => {
    server.behave({ kind: 'typing', ms: 40, text: TEXT });
    const told: string[] = [];
    const call = resilient(client()).llm.complete(REQUEST, { signal: unused(), timeoutMs: 120, onText: (text) => told.push(text) });
    await expect(call).rejects.toEqual(new LlmUnavailable('timeout'));
    const heard = told.length;
    await streamed(client());
    expect(told).toHaveLength(heard);
  });
});

describe('the Anthropic adapter', () => {
  let api: AnthropicServer;
  beforeAll(async () => {
    api = await startAnthropicServer();
  });
  afterAll(() => api.close());
  const anthropic = (): Llm => new AnthropicLlm({ apiKey: 'test', baseUrl: api.baseUrl, model: 'm' });

  test('sends the messages API and reads its answer', async () => {
    api.behave({ text: 'fine', stop: 'max_tokens' });
    const answer = { text: 'fine', inputTokens: 7, outputTokens: 3, truncated: true };
    expect(await anthropic().complete(REQUEST, { signal: unused() })).toEqual(answer);
    expect(api.requests.at(-1)).toEqual({ model: 'm', system: REQUEST.system, messages: REQUEST.messages, max_tokens: 50 });
    expect(await streamed(anthropic())).toEqual({ told: ['fine'], answer });
  });

  test('tells an answer as it grows, and takes none whose connection breaks', async () => {
    api.behave({ text: TEXT });
    expect(await streamed(anthropic())).toMatchObject({ told: { length: TEXT.split(' ').length }, answer: { text: TEXT, inputTokens: 7 } });
    api.behave({ text: TEXT, breakAfter: 2 });
    expect((await streamed(anthropic())).answer).toMatchObject({ reason: 'network' });
  });
});

describe('a model made resilient', () => {
  test('tries once more after a server error, and only once', async () => {
    const { llm, errors } = resilient(client());
    server.behave({ kind: 'error' }, 1);
    expect(await llm.complete(REQUEST, { signal: unused() })).toMatchObject({ outputTokens: 20 });
    expect(errors).toHaveLength(1);
    server.requests.length = 0;
    server.behave({ kind: 'error' });
    expect(await failure(llm)).toMatchObject({ reason: 'server' });
    expect(server.requests).toHaveLength(2);
  });

  test('does not repeat what cannot succeed', async () => {
    for (const mode of [{ kind: 'error', status: 400 }, { kind: 'garbage' }] as const) {
      server.behave(mode);
      server.requests.length = 0;
      await failure(resilient(client()).llm);
      expect(server.requests).toHaveLength(1);
    }
  });

  test('waits for retry-after when it fits into the time, and gives up at once when it does not', async () => {
    const { llm } = resilient(client());
    server.behave({ kind: 'rate_limited', retryAfter: 1 }, 1);
    const started = performance.now();
    await llm.complete(REQUEST, { signal: unused() });
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_000);
    server.requests.length = 0;
    server.behave({ kind: 'rate_limited', retryAfter: 60 });
    expect(await failure(llm)).toMatchObject({ reason: 'rate_limited', retryAfterMs: 60_000 });
    expect(server.requests).toHaveLength(1);
  });

  test('ends at its deadline when the server hangs, and even when the model ignores the signal', async () => {
    server.behave({ kind: 'hang' });
    const deaf: Llm = { name: 'deaf', complete: () => new Promise(() => undefined) };
    for (const inner of [client(), deaf]) {
      const started = performance.now();
      expect(await failure(resilient(inner, { timeoutMs: 200 }).llm)).toEqual(new LlmUnavailable('timeout'));
      expect(performance.now() - started).toBeLessThan(1_500);
    }
  });

  test('honours a shorter limit of one call', async () => {
    server.behave({ kind: 'hang' });
    const call = resilient(client()).llm.complete(REQUEST, { signal: unused(), timeoutMs: 100 });
    await expect(call).rejects.toEqual(new LlmUnavailable('timeout'));
  });

  test("ends with the caller's own reason when the caller aborts", async () => {
    server.behave({ kind: 'hang' });
    const controller = new AbortController();
    const call = failure(resilient(client()).llm, controller.signal);
    const reason = new Error('a newer question came');
    controller.abort(reason);
    expect(await call).toBe(reason);
  });

  test('stops calling after failures in a row, tries one call later, and closes when it succeeds', async () => {
    let now = 0;
    const { llm } = resilient(client(), { breakAfter: 3, openMs: 10_000, clock: () => now });
    server.behave({ kind: 'garbage' });
    for (let i = 0; i < 3; i++) expect(await failure(llm)).toMatchObject({ reason: 'malformed' });
    server.requests.length = 0;
    expect(await failure(llm)).toMatchObject({ reason: 'open_circuit' });
    expect(server.requests).toHaveLength(0);

    now += 10_001;
    expect(await failure(llm)).toMatchObject({ reason: 'malformed' });
    expect(await failure(llm)).toMatchObject({ reason: 'open_circuit' });

    now += 10_001;
    server.behave({ kind: 'say', text: 'back' });
    expect(await failure(llm)).toBeUndefined();
    expect(await failure(llm)).toBeUndefined();
  });

  test('does not open for requests the server refuses for their content', async () => {
    const { llm } = resilient(client(), { breakAfter: 2 });
    server.behave({ kind: 'error', status: 400 });
    for (let i = 0; i < 4; i++) expect(await failure(llm)).toEqual(new LlmRejected(400));
  });

  test('refuses a call when all places and the queue are taken', async () => {
    server.behave({ kind: 'hang' });
    const { llm } = resilient(client(), { concurrency: 1, queue: 1, timeoutMs: 300 });
    const calls = await Promise.all([failure(llm), failure(llm), failure(llm)]);
    expect(calls.map((error) => (error as LlmUnavailable).reason)).toEqual(['timeout', 'timeout', 'busy']);
  });
});

test('a token estimate counts Cyrillic and Kazakh letters as dearer than Latin ones', () => {
  const [english, russian, kazakh] = ['transfer', 'переводы', 'қаңтарғү'].map(estimateTokens);
  expect(english).toBeLessThan(russian ?? 0);
  expect(russian).toBeLessThan(kazakh ?? 0);
  expect(estimateTokens('')).toBe(0);
});
