import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { exchangeWriter } from '../../src/modules/answers/exchange.js';
import { type Answer, type AnswerEngine } from '../../src/modules/answers/index.js';
import { ANSWER, type AnswerJob, answerDuty, answerKey } from '../../src/modules/answers/jobs.js';
import { BotSettings } from '../../src/modules/bots/index.js';
import { ConversationLookup } from '../../src/modules/conversations/index.js';
import { createTexts } from '../../src/locales/index.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { Duties, type Duty, type JobQueue, PgBossQueue } from '../../src/platform/queue/index.js';
import { recorder } from '../queue/support.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addBot } from '../telegram/support.js';

const GIVEN: Answer = { outcome: 'answered', reason: 'quoted', text: 'An answer', sources: [], confidence: 1, mode: 'extractive' };

interface Started {
  readonly queue: JobQueue;
  readonly duty: Duty<AnswerJob>;
  readonly most: () => number;
}

describe('the answer worker', () => {
  let database: TestDatabase;
  let lookup: ConversationLookup;
  let workers: { release(): Promise<void> }[];
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
  async function start(answer: AnswerEngine['answer']): Promise<Started> {
    let now = 0;
    let most = 0;
    const counted: AnswerEngine['answer'] = async (question) => {
      most = Math.max(most, ++now);
      return answer(question).finally(() => now--);
    };
    const log = pino({ level: 'silent' });
    const events = recorder();
    const { db, url: databaseUrl } = database;
    const queue = new PgBossQueue({ db, databaseUrl, log, events });
    const duties = new Duties(queue, events, db);
    const duty = answerDuty({
      db,
      engine: { answer: counted },
      settings: new BotSettings(db, log),
      texts: createTexts('en'),
      streams: true,
      autoResolveFrom: 0.75,
      defaultLocale: 'en',
      log,
      takeMessageId: () => lookup.takeMessageId(),
      showTyping: () => Promise.resolve(),
      answered: () => undefined,
    });
    duties.add(duty);
    workers.push({
      release: async () => {
        await duties.release();
        await queue.release();
      },
    });
    duties.start();
    await queue.start();
    return { queue, duty, most: () => most };
  }

  /** Questions of as many customers of a new bot, by their messages. */
  async function ask(botId: number, count: number): Promise<number[]> {
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
    return exchanges.map(({ questionId }) => questionId);
  }

  const states = (): Promise<string[]> => database.owner('answers').distinct().pluck('state');
  const said = (): Promise<string[]> => database.owner('messages').where({ author: 'ai' }).pluck('text');

  test('writes no more answers at once than it has places for, of however many bots, and forgets none', async () => {
    const asked: { readonly botId: number; readonly messageId: number }[] = [];
    for (let botId = 1; botId <= 6; botId++) asked.push(...(await ask(botId, 20)).map((messageId) => ({ botId, messageId })));
    const { queue, most } = await start(() => new Promise((resolve) => setTimeout(() => resolve(GIVEN), 20)));
    // Each is enqueued twice, which makes no difference.
    for (const job of [...asked, ...asked]) void queue.enqueue(ANSWER, job, { key: answerKey(job) });
    await eventually(async () => expect(await states()).toEqual(['done']));
    expect(await said()).toHaveLength(120);
    expect(most()).toBeLessThanOrEqual(32);
    expect(most()).toBeGreaterThan(16);
  });

  test('gives one answer when two jobs of a question run at the same moment', async () => {
    const [messageId = 0] = await ask(1, 1);
    const { duty } = await start(() => Promise.resolve(GIVEN));
    const { signal } = new AbortController();
    const job = { botId: 1, messageId };
    await Promise.all(Array.from({ length: 5 }, () => duty.run(job, signal)));
    expect(await states()).toEqual(['done']);
    expect(await said()).toHaveLength(1);
  });

  test('answers questions whose jobs were lost', async () => {
    await ask(1, 10);
    await start(() => Promise.resolve(GIVEN));
    await eventually(async () => expect(await states()).toEqual(['done']), 20_000);
    expect(await said()).toHaveLength(10);
  });

  test('gives an answer with odd Unicode, and the others that are ready with it', async () => {
    await ask(1, 10);
    let count = 0;
    await start(() => Promise.resolve({ ...GIVEN, text: count++ === 3 ? 'odd \0 \ud83d end' : 'An answer' }));
    await eventually(async () => expect(await states()).toEqual(['done']), 20_000);
    expect((await said()).filter((text) => text.startsWith('odd \ufffd \ufffd end'))).toHaveLength(1);
  });

  test('gives each answer once when two workers share the questions', async () => {
    await ask(1, 50);
    const engine = (): Promise<Answer> => Promise.resolve(GIVEN);
    await Promise.all([start(engine), start(engine)]);
    await eventually(async () => expect(await states()).toEqual(['done']), 20_000);
    expect(await said()).toHaveLength(50);
  });

  test('offers a human when it has failed three times', async () => {
    await ask(1, 1);
    await start(() => Promise.reject(new Error('the ink is dry')));
    await eventually(async () => expect(await states()).toEqual(['done']), 40_000);
    expect(await database.owner('answers').pluck('reason')).toEqual(['unavailable']);
    expect(await said()).toHaveLength(1);
  });
});
