import { afterEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { EmbeddingUnavailable, LocalEmbedder, OpenAiEmbedder } from '../../src/platform/embeddings/index.js';

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) throw new Error('A vector is missing');
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

async function likeness(one: string, other: string): Promise<number> {
  const [a, b] = await new LocalEmbedder().embed([one, other]);
  return cosine(a, b);
}

describe('the local embedder', () => {
  test('gives vectors of length 1 and of the dimension it states', async () => {
    const embedder = new LocalEmbedder();
    for (const vector of await embedder.embed(['кредит', 'How do I block my card?', 'a', '12 000 ₸'])) {
      expect(vector).toHaveLength(embedder.dimension);
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    }
  });

  test('gives zeros for a text without words', async () => {
    const [vector] = await new LocalEmbedder().embed(['?! …']);
    expect(vector?.every((value) => value === 0)).toBe(true);
  });

  test('gives the vectors its version has always given', async () => {
    const text = 'Как закрыть вклад досрочно? How to close a deposit? Қалай?';
    const [vector] = await new LocalEmbedder().embed([text]);
    const rounded = Array.from(vector ?? [], (value) => Math.round(value * 1e4));
    expect(createHash('sha256').update(rounded.join()).digest('hex').slice(0, 16)).toBe('c9752f4e694ed475');
  });

  test.each([
    ['Как заблокировать карту?', 'Блокировка карты', 'Ставка по ипотеке'],
    ['процентная ставка по депозитам', 'какие проценты по депозиту', 'адреса отделений банка'],
    ['How do I block my card?', 'blocking a lost card', 'mortgage interest rates'],
    ['Картаны қалай бұғаттаймын?', 'картаны бұғаттау', 'ипотека мөлшерлемесі'],
    ['Картаны калай бугаттаймын', 'картаны қалай бұғаттаймын', 'депозит ашу'],
    ['переводы за границу', 'превод за границу', 'кредитная карта'],
  ])('finds "%s" nearer to "%s" than to "%s"', async (text, near, far) => {
    expect(await likeness(text, near)).toBeGreaterThan((await likeness(text, far)) + 0.1);
  });

  test('does not care about case, composition or width of letters', async () => {
    expect(await likeness('ЙОД Ёлка', 'йод ёлка')).toBeCloseTo(1, 5);
    expect(await likeness('ＶＩＳＡ', 'visa')).toBeCloseTo(1, 5);
  });
});

interface EmbeddingsCall {
  readonly model: string;
  readonly input: readonly string[];
}

type Reply = (call: EmbeddingsCall, response: ServerResponse) => void;

const servers: Server[] = [];

async function readCall(request: IncomingMessage): Promise<EmbeddingsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as EmbeddingsCall;
}

async function serve(reply: Reply): Promise<{ baseUrl: string; calls: EmbeddingsCall[] }> {
  const calls: EmbeddingsCall[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      reply(call, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port');
  return { baseUrl: `http://127.0.0.1:${address.port}/v1`, calls };
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
  response.end(JSON.stringify(body));
}

/** Embeds a text `n` as the direction (n, 1), in an order of its own, as servers may. */
const answer: Reply = ({ input }, response) => {
  const data = input.map((text, index) => ({ object: 'embedding', index, embedding: [Number(text), 1] }));
  sendJson(response, { object: 'list', data: data.reverse() });
};

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('the OpenAI embedder', () => {
  test('keeps the order of the texts over batches and learns the dimension', async () => {
    const { baseUrl, calls } = await serve(answer);
    const embedder = new OpenAiEmbedder({ model: 'm', baseUrl });
    expect(embedder.dimension).toBe(0);
    const vectors = await embedder.embed(Array.from({ length: 300 }, (_, n) => String(n)));
    expect(calls.map((call) => call.input.length)).toEqual([128, 128, 44]);
    expect(calls[0]?.model).toBe('m');
    expect(embedder.dimension).toBe(2);
    vectors.forEach((vector, n) => {
      expect(vector[0]).toBeCloseTo(n / Math.hypot(n, 1), 5);
    });
  });

  test('asks nobody when there is no text', async () => {
    const { baseUrl, calls } = await serve(answer);
    expect(await new OpenAiEmbedder({ model: 'm', baseUrl }).embed([])).toEqual([]);
    expect(calls).toHaveLength(0);
  });

  test('tries once more when the server fails', async () => {
    let failures = 1;
    const { baseUrl, calls } = await serve((call, response) => {
      if (failures-- > 0) sendJson(response, { error: { message: 'overloaded' } }, 503);
      else answer(call, response);
    });
    expect(await new OpenAiEmbedder({ model: 'm', baseUrl }).embed(['1'])).toHaveLength(1);
    expect(calls).toHaveLength(2);
  });

  test('gives up after the second failure, without quoting what the server said', async () => {
    const { baseUrl, calls } = await serve((call, response) => {
      sendJson(response, { error: { message: `cannot embed ${call.input.join()}` } }, 500);
    });
    const failure = new OpenAiEmbedder({ model: 'm', baseUrl }).embed(['4400430012345678']);
    await expect(failure).rejects.toThrow(new EmbeddingUnavailable('the server answered 500'));
    expect(calls).toHaveLength(2);
  });

  test('does not repeat a request the server refused', async () => {
    const { baseUrl, calls } = await serve((_, response) => sendJson(response, {}, 401));
    await expect(new OpenAiEmbedder({ model: 'm', baseUrl }).embed(['1'])).rejects.toThrow('401');
    expect(calls).toHaveLength(1);
  });

  test('waits no longer than its timeout for each try', async () => {
    const { baseUrl, calls } = await serve(() => undefined);
    const failure = new OpenAiEmbedder({ model: 'm', baseUrl, timeoutMs: 50 }).embed(['1']);
    await expect(failure).rejects.toThrow(EmbeddingUnavailable);
    expect(calls).toHaveLength(2);
  });

  test.each([
    ['no data', {}],
    ['a vector too few', { data: [{ index: 0, embedding: [1, 2] }] }],
    ['vectors of two dimensions', { data: [{ index: 0, embedding: [1, 2] }, { index: 1, embedding: [1] }] }],
    ['something else than numbers', { data: [0, 1].map((index) => ({ index, embedding: ['1'] })) }],
  ])('rejects an answer with %s', async (_, body) => {
    const { baseUrl } = await serve((_call, response) => sendJson(response, body));
    const failure = new OpenAiEmbedder({ model: 'm', baseUrl }).embed(['1', '2']);
    await expect(failure).rejects.toThrow(EmbeddingUnavailable);
  });
});
