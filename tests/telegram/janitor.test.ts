import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { removeExpired } from '../../src/telegram/janitor.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.release());
beforeEach(async () => {
  await database.owner('bots').insert({ bot_id: 1, username: '', name: '', token_sealed: '' }).onConflict().ignore();
});

test('rows that are done leave after three days; pending, dead and failed ones stay', async () => {
  const ago = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
  const inbox = (update_id: number, state: string, hours: number): object => ({
    bot_id: 1,
    update_id,
    chat_id: 1,
    payload: '{}',
    state,
    finished_at: state === 'pending' ? null : ago(hours),
  });
  const outbox = (ref: string, state: string, hours: number): object => ({
    bot_id: 1,
    chat_id: 1,
    method: 'sendMessage',
    payload: '{}',
    ref,
    state,
    finished_at: state === 'pending' ? null : ago(hours),
  });
  await database.owner('inbox').insert([inbox(1, 'done', 80), inbox(2, 'done', 60), inbox(3, 'dead', 80), inbox(4, 'pending', 0)]);
  await database
    .owner('outbox')
    .insert([outbox('a', 'sent', 80), outbox('b', 'sent', 60), outbox('c', 'failed', 80), outbox('d', 'pending', 0), outbox('e', 'cancelled', 80)]);

  await removeExpired(database.db);

  const updates = await database.owner('inbox').orderBy('update_id').pluck<number[]>('update_id');
  expect(updates).toEqual([2, 3, 4]);
  const calls = await database.owner('outbox').orderBy('ref').pluck<string[]>('ref');
  expect(calls).toEqual(['b', 'c', 'd']);
});
