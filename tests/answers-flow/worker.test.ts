import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { exchangeWriter } from '../../src/modules/answers/exchange.js';
import { type Answer, type AnswerEngine } from '../../src/modules/answers/index.js';
import { AnswerWorker } from '../../src/modules/answers/jobs.js';
import { BotSettings } from '../../src/modules/bots/index.js';
import { ConversationLookup } from '../../src/modules/conversations/index.js';
import { createTexts } from '../../src/locales/index.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addBot } from '../telegram/support.js';

const ANSWER: Answer = { outcome: 'answered', reason: 'quoted', text: 'An answer', sources: [], confidence: 1, mode: 'extractive' };

describe('the answer worker', () => {
  let database: TestDatabase;
  let lookup: ConversationLookup;
  let workers: AnswerWorker[];
  beforeEach(async () => {
    database = await createTestDatabase();
    lookup = new ConversationLookup(database.db);
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.release()));
    await database.release();
  });

  /** A worker whose answers come from `answer`, and how many it writes at once at most. */
  function start(answer: AnswerEngine['answer']): { readonly worker: AnswerWorker; readonly most: () => number } {
    let now = 0;
    let most = 0;
    const counted: AnswerEngine['answer'] = async (question) => {
      most = Math.max(most, ++now);
      return answer(question).finally(() => now--);
    };
    const log = pino({ level: 'silent' });
    const worker = new AnswerWorker({
      db: database.db,
      engine: { answer: counted },
      settings: new BotSettings(database.db, log),
      texts: createTexts('en'),
      defaultLocale: 'en',
      log,
      takeMessageId: () => lookup.takeMessageId(),
      showTyping: () => Promise.resolve(),
      answered: () => undefined,
    });
    workers.push(worker);
    worker.start();
    return { worker, most: () => most };
  }

  /** Questions of as many customers of a new bot. */
  async function ask(botId: number, count: number): Promise<void> {
    await addBot(database, botId);
    const people = Array.from({ length: count }, (_, index) => ({ bot_id: botId, telegram_id: index + 1, first_name: 'P' }));
    const persons = await database.owner('persons').insert(people).returning<{ id: number }[]>('id');
    const exchanges = await Promise.all(
      persons.map(async ({ id: personId }) => {
        const [{ id: conversationId }, id] = await Promise.all([lookup.open(botId, personId), lookup.takeMessageId()]);
        const content = { kind: 'text', text: 'How much?' } as const;
        return { conversationId, messages: [{ id, author: 'customer' as const, content }], questionId: id };
      }),
    );
    await tenantTransaction(database.db, botId, (tx) => exchangeWriter.write(tx, botId, exchanges, 'wait'));
  }

  const states = (): Promise<string[]> => database.owner('answers').distinct().pluck('state');
  const said = (): Promise<string[]> => database.owner('messages').where({ author: 'ai' }).pluck('text');

  test('writes no more answers at once than it has places for, however many bots wake it, and forgets none', async () => {
    for (let botId = 1; botId <= 6; botId++) await ask(botId, 20);
    const { worker, most } = start(() => new Promise((resolve) => setTimeout(() => resolve(ANSWER), 20)));
    for (let round = 0; round < 5; round++) for (let botId = 1; botId <= 6; botId++) worker.wake(botId);
    await eventually(async () => expect(await states()).toEqual(['done']));
    expect(await said()).toHaveLength(120);
    expect(most()).toBeLessThanOrEqual(32);
    expect(most()).toBeGreaterThan(16);
  });

  test('gives an answer with odd Unicode, and the others that are ready with it', async () => {
    await ask(1, 10);
    let count = 0;
    start(() => Promise.resolve({ ...ANSWER, text: count++ === 3 ? 'odd \0 \ud83d end' : 'An answer' }));
    await eventually(async () => expect(await states()).toEqual(['done']));
    expect((await said()).filter((text) => text.startsWith('odd \ufffd \ufffd end'))).toHaveLength(1);
  });

  test('gives each answer once when two workers share the questions', async () => {
    await ask(1, 50);
    const engine = (): Promise<Answer> => Promise.resolve(ANSWER);
    const [one, two] = [start(engine), start(engine)];
    for (const { worker } of [one, two]) worker.wake(1);
    await eventually(async () => expect(await states()).toEqual(['done']));
    expect(await said()).toHaveLength(50);
  });
});
