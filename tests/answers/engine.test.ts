import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createAnswerEngine,
  type Answer,
  type AnswerEngineOptions,
  type Turn,
} from '../../src/modules/answers/index.js';
import type { FaqMatch, Passage } from '../../src/modules/knowledge/index.js';
import { OpenAiLlm, withResilience } from '../../src/platform/llm/index.js';
import { startOpenAiServer, type OpenAiServer } from '../support/openai-server.js';

const PASSAGES: Passage[] = [
  passage(
    'p1',
    'Карты',
    'Gold',
    'Обслуживание карты Gold стоит 9 900 ₸ в год. Кешбэк по карте Gold — 1,5 %.',
  ),
  passage('p2', 'Вклады', 'Рост', 'Ставка вклада «Рост» составляет 14 % годовых на 12 месяцев.'),
];

function passage(id: string, title: string, section: string, text: string): Passage {
  return { id, document: `ru/${id}.md`, title, section, lang: 'ru', text, tags: [], version: 'v1' };
}

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(async () => {
  await server.close();
});
beforeEach(() => {
  server.behave({ kind: 'ok' });
  server.requests.length = 0;
});

interface Setup {
  confidence?: number;
  minConfidence?: number;
  timeoutMs?: number;
  withModel?: boolean;
  match?: FaqMatch;
}

function engine({ confidence = 0.9, minConfidence = 0.5, timeoutMs = 5_000, withModel = true, match }: Setup = {}) {
  const logged: string[] = [];
  const looked: string[] = [];
  const llm = withResilience(new OpenAiLlm({ baseUrl: server.baseUrl, model: 'test' }), {
    timeoutMs,
    onError: () => undefined,
  });
  const write = (fields: object, message: string): void => {
    logged.push(JSON.stringify(fields) + message);
  };
  const options: AnswerEngineOptions = {
    retrieve: ({ text }) => {
      looked.push(text);
      return Promise.resolve({ hits: PASSAGES.map((found) => ({ passage: found })), confidence });
    },
    matchFaq: () => Promise.resolve(match),
    ...(withModel ? { llm } : {}),
    mask: (text) => text.replace(/\d{4} ?\d{4} ?\d{4} ?\d{4}/g, '[card]').replace(/\+7\d{10}/g, '[phone]'),
    log: { info: write, warn: write },
    clock: () => performance.now(),
    timeoutMs,
  };
  const ask = (
    question: string,
    dialogue: Turn[] = [],
    signal = new AbortController().signal,
  ): Promise<Answer> => createAnswerEngine(options).answer({ question, lang: 'ru', dialogue, minConfidence, autoResolveFrom: 0.75, signal });
  return { ask, logged, looked };
}

const QUESTION = 'Сколько стоит обслуживание карты Gold?';

const FEE = { id: 'gold-fee', lang: 'ru', questions: [QUESTION], answer: '9 900 ₸ в год.', document: 'faq/ru.yaml', version: 'v1' } as const;

describe('an entry of the FAQ', () => {
  test('answers by itself when it fits surely enough, without the model', async () => {
    const match = { entry: FEE, confidence: 0.75 };
    expect(await engine({ match }).ask(QUESTION)).toEqual({
      ...{ outcome: 'auto_resolved', reason: 'faq', text: FEE.answer, sources: [], confidence: 0.75, mode: 'faq', faq: match },
    });
    expect(server.requests).toHaveLength(0);
  });

  test('is only the best guess when it does not', async () => {
    const match = { entry: FEE, confidence: 0.74 };
    expect(await engine({ match }).ask(QUESTION)).toMatchObject({ outcome: 'answered', reason: 'grounded', faq: match });
  });

  test('says nothing of the customer’s own affairs unless it was written for such questions', async () => {
    const own = 'Какой у меня баланс?';
    const general = { entry: { ...FEE, questions: ['Как узнать баланс карты'] }, confidence: 0.9 };
    expect(await engine({ match: general }).ask(own)).toMatchObject({ outcome: 'refused', reason: 'not_allowed' });
    const personal = { entry: { ...FEE, questions: [own] }, confidence: 0.9 };
    expect(await engine({ match: personal }).ask(own)).toMatchObject({ outcome: 'auto_resolved' });
  });
});

describe('an answer by the model', () => {
  test('is checked, numbered and shown with its source', async () => {
    expect(await engine().ask(QUESTION)).toEqual({
      outcome: 'answered',
      reason: 'grounded',
      text: 'Обслуживание карты Gold стоит 9 900 ₸ в год [1].',
      sources: [
        {
          ...{ number: 1, document: 'ru/p1.md', title: 'Карты', section: 'Gold', passageId: 'p1', version: 'v1' },
          passage: expect.objectContaining({ id: 'p1', document: 'ru/p1.md' }),
        },
      ],
      confidence: 0.9,
      mode: 'llm',
      usage: { inputTokens: 100, outputTokens: 20 },
    });
  });

  test('numbers its sources from one, whichever passages they are', async () => {
    const answer = await engine().ask('Какая ставка вклада «Рост»?');
    expect(answer.text).toMatch(/\[1\]/);
    expect(answer.sources).toMatchObject([{ number: 1, passageId: 'p2' }]);
  });

  test.each([
    [{ kind: 'invent' } as const, 'ungrounded'],
    [{ kind: 'no_citation' } as const, 'ungrounded'],
    [{ kind: 'decline' } as const, 'model_declined'],
    [{ kind: 'say', text: 'Карта Gold стоит 9 900 ₸ [9].' } as const, 'ungrounded'],
  ])('is refused when the model does %j', async (mode, reason) => {
    server.behave(mode);
    const answer = await engine().ask(QUESTION);
    expect(answer).toMatchObject({ outcome: 'refused', reason, sources: [], mode: 'llm' });
    expect(answer.text).toBeUndefined();
  });

  test('is rewritten first when it is a follow-up, and both calls are counted', async () => {
    const { ask, looked } = engine();
    const answer = await ask('а для Gold?', [
      { role: 'customer', text: 'Сколько стоит обслуживание карты Classic?' },
    ]);
    expect(looked).toEqual(['Сколько стоит обслуживание карты Classic а для Gold?']);
    expect(answer).toMatchObject({ reason: 'grounded', usage: { inputTokens: 200, outputTokens: 40 } });
  });
});

describe('personal data', () => {
  test('reaches neither retrieval, nor the model, nor the log', async () => {
    const { ask, looked, logged } = engine();
    server.behave({ kind: 'invent' });
    await ask('Сколько стоит обслуживание карты Gold 4400 1234 5678 9010?', [
      { role: 'customer', text: 'Мой номер +77011234567, сколько стоит обслуживание карты?' },
      { role: 'moderator', text: 'Уважаемая Сауле, ваша заявка принята' },
    ]);
    const everything = [...server.requests.map(({ raw }) => raw), ...looked, ...logged].join('\n');
    expect(everything).toContain('[card]');
    expect(everything).not.toMatch(/4400|77011234567|Сауле/);
  });
});

describe('when the model cannot be had', () => {
  test.each([
    { kind: 'error' } as const,
    { kind: 'garbage' } as const,
    { kind: 'rate_limited', retryAfter: 60 } as const,
    { kind: 'error', status: 401 } as const,
  ])('after %j the best passage is quoted', async (mode) => {
    server.behave(mode);
    expect(await engine().ask(QUESTION)).toMatchObject({
      outcome: 'answered',
      reason: 'quoted',
      mode: 'extractive',
      text: expect.stringContaining('9 900 ₸ в год'),
      sources: [{ number: 1, passageId: 'p1' }],
    });
  });

  test('a hanging one is given up within the time of an answer, rewriting included', async () => {
    server.behave({ kind: 'hang' });
    const started = performance.now();
    const answer = await engine({ timeoutMs: 800 }).ask('а для Gold?', [
      { role: 'customer', text: 'Сколько стоит обслуживание карты Classic?' },
    ]);
    expect(performance.now() - started).toBeLessThan(800);
    expect(answer).toMatchObject({ reason: 'quoted' });
  });

  test('and no passage can be quoted, the refusal says so', async () => {
    server.behave({ kind: 'error' });
    expect(await engine().ask('Есть ли у вас сейфовые ячейки?')).toMatchObject({
      outcome: 'refused',
      reason: 'unavailable',
    });
  });
});

describe('without a model', () => {
  test('the best passage is quoted with its source', async () => {
    expect(await engine({ withModel: false }).ask(QUESTION)).toMatchObject({
      outcome: 'answered',
      reason: 'quoted',
      sources: [{ passageId: 'p1' }],
    });
    expect(server.requests).toEqual([]);
  });
});

describe('before anything is asked of the model', () => {
  test('a question without support is refused', async () => {
    expect(await engine({ confidence: 0.3 }).ask('Есть ли у вас сейфовые ячейки?')).toMatchObject({
      outcome: 'refused',
      reason: 'no_support',
      confidence: 0.3,
    });
    expect(server.requests).toEqual([]);
  });

  test('how much support a question needs is said with it', async () => {
    const answers = [0.89, 0.91].map((minConfidence) => engine({ confidence: 0.9, minConfidence, withModel: false }).ask(QUESTION));
    expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual(['answered', 'refused']);
  });

  test.each([
    ['позовите оператора', 'handed_off', 'asked_for_human'],
    ['спасибо', 'answered', 'thanks'],
    ['какой у меня баланс?', 'refused', 'not_allowed'],
  ])('"%s" is settled as %s', async (question, outcome, reason) => {
    const { ask, looked } = engine();
    expect(await ask(question)).toMatchObject({ outcome, reason, sources: [] });
    expect(looked).toEqual([]);
  });
});

test('an answer nobody wants any more ends with the reason of its signal', async () => {
  server.behave({ kind: 'hang' });
  const controller = new AbortController();
  const asked = engine().ask(QUESTION, [], controller.signal);
  const reason = new Error('claimed by a moderator');
  controller.abort(reason);
  await expect(asked).rejects.toBe(reason);
});
