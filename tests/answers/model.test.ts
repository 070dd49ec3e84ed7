import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Answer, type AnswerEngineOptions, type AnswerPart, createAnswerEngine } from '../../src/modules/answers/index.js';
import type { AnswerCache, CachedAnswer } from '../../src/modules/answers/model/cache.js';
import { buildAnswerRequest } from '../../src/modules/answers/prompt.js';
import type { Passage } from '../../src/modules/knowledge/index.js';
import { OpenAiLlm, estimateTokens, withResilience } from '../../src/platform/llm/index.js';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.js';

const PASSAGES = [
  passage('p1', 'Обслуживание карты Gold стоит 9 900 ₸ в год. Кешбэк по карте Gold — 1,5 %. Карта действует четыре года.'),
  passage('p2', 'Ставка вклада «Рост» составляет 14 % годовых на 12 месяцев.'),
];
const QUESTION = 'Сколько стоит обслуживание карты Gold?';
const TRUE = 'Обслуживание карты Gold стоит 9 900 ₸ в год [1].';
const FALSE = 'Кешбэк по карте Gold — 77 % [1].';

function passage(id: string, text: string): Passage {
  return { id, document: `ru/${id}.md`, title: 'Карты', section: '', lang: 'ru', text, tags: [], version: 'v1' };
}

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.behave({ kind: 'ok' });
  server.requests.length = 0;
});

interface Asked {
  readonly question?: string;
  readonly dialogue?: { role: 'customer' | 'bot'; text: string }[];
  readonly lang?: 'ru' | 'en';
  readonly minConfidence?: number;
  readonly botId?: number;
}

function setUp(options: Partial<AnswerEngineOptions> = {}) {
  const repairs: string[] = [];
  const looks: string[] = [];
  const parts: AnswerPart[] = [];
  const nothing = (): void => undefined;
  const engine = createAnswerEngine({
    retrieve: () => Promise.resolve({ hits: PASSAGES.map((found) => ({ passage: found })), confidence: 0.9 }),
    matchFaq: () => Promise.resolve(undefined),
    llm: withResilience(new OpenAiLlm({ baseUrl: server.baseUrl, model: 'test' }), { timeoutMs: 20_000, onError: nothing }),
    mask: (text) => text.replace(/\d{4} ?\d{4} ?\d{4} ?\d{4}/g, '[card]'),
    log: { info: nothing, warn: nothing },
    clock: () => performance.now(),
    timeoutMs: 20_000,
    events: { repaired: (result) => repairs.push(result), looked: (result) => looks.push(result) },
    ...options,
  });
  const ask = ({ question = QUESTION, dialogue = [], lang = 'ru', minConfidence = 0.5, botId = 1 }: Asked = {}): Promise<Answer> => {
    const { signal } = new AbortController();
    const onPart = (part: AnswerPart): unknown => parts.push(part);
    return engine.answer({ botId, question, lang, dialogue, minConfidence, autoResolveFrom: 2, signal, onPart });
  };
  return { ask, repairs, looks, parts };
}

describe('an answer that does not hold', () => {
  test('is written once more, by a model that is told what kind of thing does not hold and no more', async () => {
    server.behave({ kind: 'say', text: `${TRUE} ${FALSE}` }, 1);
    const { ask, repairs } = setUp();
    expect(await ask()).toMatchObject({ reason: 'grounded', text: TRUE, sources: [{ passageId: 'p1' }] });
    expect(repairs).toEqual(['grounded']);
    const complaint = server.requests[1]?.body.messages?.at(-1)?.content ?? '';
    expect(complaint).toMatch(/a number/);
    expect(complaint).not.toMatch(/77|Gold|Кешбэк/);
  });

  test.each([
    [{ kind: 'say', text: FALSE } as const, 'ungrounded', 'ungrounded'],
    [{ kind: 'decline' } as const, 'model_declined', 'declined'],
    [{ kind: 'error' } as const, 'ungrounded', 'unavailable'],
  ])('is refused when the second try does %j', async (mode, reason, result) => {
    server.behave({ kind: 'say', text: FALSE }, 1);
    const { ask, repairs } = setUp();
    const asked = ask();
    const until = Date.now() + 5_000;
    while (server.requests.length === 0 && Date.now() < until) await new Promise((resolve) => setImmediate(resolve));
    server.behave(mode);
    expect(await asked).toMatchObject({ outcome: 'refused', reason, sources: [] });
    expect(repairs).toEqual([result]);
  });

  test('is refused at once when there is no time for another', async () => {
    server.behave({ kind: 'say', text: FALSE });
    const { ask, repairs } = setUp({ timeoutMs: 1_050 });
    expect(await ask()).toMatchObject({ reason: 'ungrounded' });
    expect(repairs).toEqual(['no_time']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('an answer while it is written', () => {
  test('is told sentence by sentence, each with its citation and only once it is whole', async () => {
    const text = `Карта Gold. ${TRUE} Карта действует четыре года. [1] Кешбэк — 1,5 % [1].`;
    server.behave({ kind: 'typing', ms: 0, text });
    const { ask, parts } = setUp();
    expect(await ask()).toMatchObject({ reason: 'grounded' });
    expect(parts.map((part) => part.text)).toEqual([
      `Карта Gold. ${TRUE}`,
      `Карта Gold. ${TRUE} Карта действует четыре года [1].`,
    ]);
    expect(parts[0]?.sources).toMatchObject([{ number: 1, passageId: 'p1' }]);
  });

  test('is broken off at the first sentence that does not hold, and what is told stays true', async () => {
    server.behave({ kind: 'typing', ms: 20, text: `${TRUE} ${FALSE} ${'И ещё немного слов [1]. '.repeat(60)}` }, 1);
    const { ask, parts, repairs } = setUp();
    const started = performance.now();
    expect(await ask()).toMatchObject({ reason: 'grounded' });
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(parts.map((part) => part.text)).toEqual([TRUE]);
    expect(repairs).toEqual(['grounded']);
  });
});

class MemoryCache implements AnswerCache {
  readonly kept = new Map<string, CachedAnswer>();
  find(key: object): Promise<CachedAnswer | undefined> {
    return Promise.resolve(this.kept.get(JSON.stringify(key)));
  }
  keep(key: object, answer: CachedAnswer): Promise<void> {
    this.kept.set(JSON.stringify(key), answer);
    return Promise.resolve();
  }
}

describe('an answer that was given before', () => {
  test('is given again without the model, however the question is written', async () => {
    const { ask, looks } = setUp({ cache: new MemoryCache(), edition: () => Promise.resolve('v1 2026-01-01') });
    const first = await ask();
    const dialogue = [{ role: 'customer' as const, text: 'Здравствуйте' }];
    const second = await ask({ question: '  сколько стоит ОБСЛУЖИВАНИЕ карты gold', dialogue });
    expect(second).toMatchObject({ reason: 'grounded', text: first.text, sources: first.sources });
    expect(looks).toEqual(['miss', 'hit']);
    expect(server.requests).toHaveLength(1);
  });

  test('is not that of another bot, language, threshold, model, day or version of the documents', async () => {
    const cache = new MemoryCache();
    let edition = 'v1 2026-01-01';
    const { ask } = setUp({ cache, edition: () => Promise.resolve(edition) });
    await ask();
    for (const other of [{ botId: 2 }, { lang: 'en' as const }, { minConfidence: 0.6 }]) await ask(other);
    edition = 'v1 2026-01-02';
    await ask();
    edition = 'v2 2026-01-02';
    await ask();
    const llm = new OpenAiLlm({ baseUrl: server.baseUrl, model: 'another' });
    await setUp({ cache, edition: () => Promise.resolve(edition), llm }).ask();
    expect(server.requests).toHaveLength(7);
  });

  test('is kept neither of a question with something hidden in it, nor of one that leans on the dialogue, nor of a refusal', async () => {
    const cache = new MemoryCache();
    const { ask, looks } = setUp({ cache, edition: () => Promise.resolve('v1') });
    await ask({ question: `${QUESTION} 4400 4302 1234 5678` });
    await ask({ question: 'А для Gold?', dialogue: [{ role: 'customer', text: 'Сколько стоит обслуживание карты Classic?' }] });
    expect(looks).toEqual([]);
    server.behave({ kind: 'decline' });
    await ask();
    expect(cache.kept.size).toBe(0);
  });
});

describe('a bot that has spent what it may', () => {
  test('answers with quotations, and asks the model nothing', async () => {
    const spent: number[] = [];
    const spending = { mayCall: (botId: number) => Promise.resolve(botId === 1), spent: (_: number, { inputTokens }: { inputTokens: number }) => Promise.resolve(void spent.push(inputTokens)) };
    const { ask } = setUp({ spending });
    expect(await ask()).toMatchObject({ mode: 'llm' });
    expect(await ask({ botId: 2 })).toMatchObject({ mode: 'extractive', reason: 'quoted' });
    expect(server.requests).toHaveLength(1);
    expect(spent).toEqual([100]);
  });

  test('pays for what a broken stream has written as well', async () => {
    const spent: number[] = [];
    const spending = { mayCall: () => Promise.resolve(true), spent: (_: number, { outputTokens }: { outputTokens: number }) => Promise.resolve(void spent.push(outputTokens)) };
    server.behave({ kind: 'typing', ms: 10, text: TRUE, breakAfter: 4 });
    expect(await setUp({ spending }).ask()).toMatchObject({ reason: 'quoted' });
    expect(spent.length).toBeGreaterThan(0);
    expect(Math.min(...spent)).toBeGreaterThan(0);
  });
});

test.each(['ru', 'kk', 'en'] as const)('a long question with long passages and a long dialogue stays within the tokens given: %s', (lang) => {
  const word = { ru: 'обслуживание ', kk: 'қызмет көрсетуі ', en: 'maintenance ' }[lang];
  for (const budget of [3_000, 6_000]) {
    const { request, passages } = buildAnswerRequest({
      ...{ question: word.repeat(40), lang, fence: 'abcdefabcdef', budget },
      passages: Array.from({ length: 20 }, () => ({ title: word, section: word, text: `${word.repeat(12)}. `.repeat(6) })),
      dialogue: Array.from({ length: 8 }, (_, i) => ({ role: i % 2 ? ('bot' as const) : ('customer' as const), text: word.repeat(60) })),
    });
    const tokens = request.messages.reduce((sum, { content }) => sum + estimateTokens(content), estimateTokens(request.system));
    expect(passages.length).toBeGreaterThan(0);
    expect(tokens).toBeLessThanOrEqual(budget + 100);
  }
});
