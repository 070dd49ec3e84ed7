import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Exchange, exchangeWriter } from '../../src/modules/answers/exchange.js';
import { ConversationLookup } from '../../src/modules/conversations/index.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type TestDatabase, createTestDatabase, somebodyWaits } from '../support/database.js';
import { addBot } from '../telegram/support.js';

describe('an exchange with the bot', () => {
  const botId = 7;
  let database: TestDatabase;
  let lookup: ConversationLookup;
  let personIds: number[];
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database, botId);
    lookup = new ConversationLookup(database.db);
  });
  let nextPerson = 1;
  beforeEach(async () => {
    const people = [1, 2, 3].map(() => ({ bot_id: botId, telegram_id: nextPerson++, first_name: 'Person' }));
    personIds = await database.owner('persons').insert(people).returning<{ id: number }[]>('id').then((rows) => rows.map(({ id }) => id));
  });
  afterAll(() => database.release());

  const exchangeOf = async (personId: number): Promise<Exchange> => {
    const [{ id: conversationId }, id] = await Promise.all([lookup.open(botId, personId), lookup.takeMessageId()]);
    const origin = { chatId: personId, messageId: id };
    const message = { id, author: 'customer', authorId: personId, content: { kind: 'text', text: 'Hello' }, origin } as const;
    return { conversationId, messages: [message], questionId: id };
  };
  const write = (exchanges: readonly Exchange[], patience: 'wait' | 'skip') =>
    tenantTransaction(database.db, botId, (tx) => exchangeWriter.write(tx, botId, exchanges, patience));
  const asked = (exchanges: readonly Exchange[]): Promise<number[]> =>
    database.owner('answers').whereIn('conversation_id', exchanges.map(({ conversationId }) => conversationId)).orderBy('message_id').pluck('message_id');

  test('of several customers is stored in one go, each with its question and its name in the chat', async () => {
    const exchanges = await Promise.all(personIds.map(exchangeOf));
    expect(await write(exchanges, 'skip')).toEqual(new Set());
    const ids = exchanges.map(({ questionId }) => questionId);
    expect(await asked(exchanges)).toEqual(ids);
    const names = await database.owner('message_refs').where({ bot_id: botId }).whereIn('chat_id', personIds).orderBy('chat_id').pluck('ref');
    expect(names).toEqual(ids.map((id) => `message:${id}`));
  });

  test('is not written once a human was called, and the others are', async () => {
    const exchanges = await Promise.all(personIds.map(exchangeOf));
    const [first, called, last] = exchanges as [Exchange, Exchange, Exchange];
    await database.owner('conversations').where({ id: called.conversationId }).update({ state: 'queued' });
    expect(await write(exchanges, 'skip')).toEqual(new Set([called]));
    expect(await asked(exchanges)).toEqual([first.questionId, last.questionId]);
    expect(await database.owner('messages').where({ id: called.questionId })).toEqual([]);
  });

  test('whose conversation somebody is changing keeps nobody waiting, and waits when told to', async () => {
    const exchanges = await Promise.all(personIds.map(exchangeOf));
    const [changing] = exchanges as [Exchange, Exchange, Exchange];
    const other = await database.owner.transaction();
    await other('conversations').where({ id: changing.conversationId }).forUpdate().first('id');
    expect(await write(exchanges, 'skip')).toEqual(new Set([changing]));

    const written = write([changing], 'wait');
    await somebodyWaits(database.owner);
    await other('conversations').where({ id: changing.conversationId }).update({ state: 'queued' });
    await other.commit();
    expect(await written).toEqual(new Set([changing]));
  });
});
