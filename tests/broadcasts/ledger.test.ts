import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTexts } from '../../src/locales/index.js';
import { BroadcastLedger } from '../../src/modules/broadcasts/index.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { BOT_ID, addBot, takeLease } from '../telegram/support.js';

describe('the ledger of a broadcast', () => {
  let database: TestDatabase;
  let ledger: BroadcastLedger;
  let lastId = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
    const parts = { db: database.db, texts: createTexts('en'), defaultLocale: 'en' } as const;
    ledger = new BroadcastLedger({ ...parts, becameUnreachable: () => Promise.resolve() });
  });
  afterAll(() => database.release());

  /** A running broadcast to new people, who wait for it. */
  async function running(count: number): Promise<void> {
    const { owner } = database;
    const registered_at = new Date();
    const people = Array.from({ length: count }, () => ({ bot_id: BOT_ID, telegram_id: ++lastId, first_name: 'P', registered_at }));
    const persons = await owner('persons').insert(people).returning<{ id: number }[]>('id');
    const content = JSON.stringify({ said: { any: { kind: 'text', text: 'Hello' } } });
    const values = { bot_id: BOT_ID, author_id: persons[0]?.id, state: 'running', content };
    const [broadcast] = await owner('broadcasts').insert(values).returning<{ id: number }[]>('id');
    const rows = persons.map(({ id }) => ({ bot_id: BOT_ID, broadcast_id: broadcast?.id, person_id: id }));
    await owner('broadcast_recipients').insert(rows);
  }

  test('takes what came of a call with the odd Unicode of its error, and of the others with it', async () => {
    await running(2);
    const lease = await takeLease(database);
    const [odd, even] = await ledger.next(BOT_ID, [], 10);
    if (!odd || !even) throw new Error('Two wait');
    expect(await ledger.begin(lease, [odd, even])).toEqual([true, true]);
    await ledger.record(lease, [
      { call: odd, outcome: { result: 'failed', error: 'odd \0 \ud83d end' } },
      { call: even, outcome: { result: 'sent', messageIds: [7] } },
    ]);
    const rows = await database.owner('broadcast_recipients').orderBy('person_id').select('state', 'error', 'message_ids');
    expect(rows).toEqual([
      { state: 'failed', error: 'odd \ufffd \ufffd end', message_ids: null },
      { state: 'sent', error: null, message_ids: [7] },
    ]);
  });

  test('does not leave under way for ever what was marked though nobody was told so', async () => {
    await running(3);
    const lease = await takeLease(database);
    const calls = await ledger.next(BOT_ID, [], 10);
    await ledger.begin(lease, calls);
    const [forgotten, held, recent] = calls.map(({ id }) => id.split(':').map(Number));
    if (!forgotten || !held || !recent) throw new Error('Three wait');
    const rows = database.owner('broadcast_recipients').where({ broadcast_id: forgotten[0] });
    const minutesAgo = database.owner.raw(`now() - interval '2 minutes'`);
    await rows.clone().whereNot({ person_id: recent[1] }).update({ changed_at: minutesAgo });
    await ledger.abandon(lease, [held.join(':')]);
    expect(await rows.clone().orderBy('person_id').pluck('state')).toEqual(['unknown', 'sending', 'sending']);
    const successor = await takeLease(database);
    await ledger.abandon(successor, []);
    expect(await rows.clone().pluck('state')).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
