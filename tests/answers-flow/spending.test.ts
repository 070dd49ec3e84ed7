import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PostgresAnswerCache, trimAnswerCache } from '../../src/modules/answers/index.js';
import { BlindIndex } from '../../src/platform/crypto/key-ring.js';
import { pino } from 'pino';
import { eventually } from '../support/eventually.js';
import { type Flow, startFlow } from './flow.js';

const QUESTION = 'Сколько стоит обслуживание карты Gold?';
/** Tokens of one call of the test's server. */
const ONE_CALL = 120;

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow(0, { keepsAnswers: true });
});
afterAll(() => flow.release());

const usage = (): Promise<{ calls: number; input_tokens: number; output_tokens: number }[]> =>
  flow.scene.teller.database.owner('llm_usage').select('calls', 'input_tokens', 'output_tokens');

test('a question that was answered is answered again without the model, until that is forgotten', async () => {
  for (const name of ['First', 'Second']) {
    const customer = await flow.scene.customer(name, 'ru');
    await customer.send(QUESTION);
    await customer.waitFor(/9[\s\u00a0]900[\s\S]*Источник/);
  }
  expect(flow.model.requests).toHaveLength(1);
  const { database } = flow.scene.teller;
  const kept = await database.owner('answer_cache').select<{ hits: number; text: string; key: Buffer }[]>('*');
  expect(kept).toMatchObject([{ hits: 1 }]);
  expect(JSON.stringify(kept)).not.toMatch(/Сколько/);
  await trimAnswerCache(database.db, undefined, 0);
  expect(await database.owner('answer_cache').select('key')).toEqual([]);
});

test('a cache that cannot be reached is no reason not to answer', async () => {
  const broken = new PostgresAnswerCache(flow.scene.teller.database.db, new BlindIndex(Buffer.alloc(32)), pino({ level: 'silent' }));
  const key = { botId: -1, question: 'q', lang: 'ru', model: 'm', edition: 'e', minConfidence: 0.5 } as const;
  await broken.keep(key, { text: 't', sources: [] });
  expect(await broken.find(key)).toBeUndefined();
});

test('what the model takes is counted, and beyond the limit of the day answers are quotations', async () => {
  const { database } = flow.scene.teller;
  await eventually(async () => expect(await usage()).toMatchObject([{ calls: 1 }]));
  const [{ input_tokens: input, output_tokens: output } = { input_tokens: 0, output_tokens: 0 }] = await usage();
  expect(input + output).toBe(ONE_CALL);
  const bots = await database.owner('llm_usage').pluck<number[]>('bot_id');
  const settings = JSON.stringify({ limits: { llmTokensPerDay: ONE_CALL } });
  await database.owner('bot_settings').insert({ bot_id: bots[0], settings }).onConflict('bot_id').merge({ settings });
  const before = flow.model.requests.length;
  await eventually(async () => {
    const customer = await flow.scene.customer('Late', 'ru');
    await customer.send(QUESTION);
    await customer.waitFor(/9[\s\u00a0]900[\s\S]*Источник/);
    const modes = await database.owner('answers').orderBy('id', 'desc').limit(1).pluck<string[]>('mode');
    expect(modes).toEqual(['extractive']);
  }, 20_000);
  expect(flow.model.requests.length).toBeLessThanOrEqual(before + 1);
});
