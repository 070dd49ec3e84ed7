import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTexts } from '../../src/locales/index.js';
import { reopen, resendChunk } from '../../src/modules/broadcasts/aftermath/resend.js';
import { messagesEach } from '../../src/modules/broadcasts/calls.js';
import type { BroadcastContent } from '../../src/modules/broadcasts/content.js';
import { settle } from '../../src/modules/broadcasts/counts.js';
import { settingsSchema } from '../../src/modules/bots/settings.js';
import { BroadcastLedger } from '../../src/modules/broadcasts/index.js';
import { cancelChunk } from '../../src/modules/broadcasts/repository.js';
import { moveOn } from '../../src/modules/broadcasts/service.js';
import type { Tx } from '../../src/platform/db/database.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
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

  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => tenantTransaction(database.db, BOT_ID, work);

  /** A running broadcast to new people, who wait for it; answers its id. */
  async function running(count: number, more: object = {}): Promise<number> {
    const { owner } = database;
    const registered_at = new Date();
    const people = Array.from({ length: count }, () => ({ bot_id: BOT_ID, telegram_id: ++lastId, first_name: 'P', registered_at }));
    const persons = await owner('persons').insert(people).returning<{ id: number }[]>('id');
    const content = JSON.stringify({ said: { any: { kind: 'text', text: 'Hello' } } });
    const values = { bot_id: BOT_ID, author_id: persons[0]?.id, state: 'running', content, started_at: owner.fn.now(), ...more };
    const [broadcast] = await owner('broadcasts').insert(values).returning<{ id: number }[]>('id');
    if (!broadcast) throw new Error('It was added');
    const rows = persons.map(({ id }) => ({ bot_id: BOT_ID, broadcast_id: broadcast.id, person_id: id }));
    await owner('broadcast_recipients').insert(rows);
    return broadcast.id;
  }

  test('takes what came of a call with the odd Unicode of its error, and of the others with it', async () => {
    await running(2);
    const lease = await takeLease(database);
    const [odd, even] = await ledger.next(BOT_ID, [], 10, 'free');
    if (!odd || !even) throw new Error('Two wait');
    expect(await ledger.begin(lease, [odd, even])).toEqual(['begun', 'begun']);
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
    const calls = await ledger.next(BOT_ID, [], 10, 'free');
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

  test('is counted anew when something in it changes after its broadcast was settled', async () => {
    await running(2);
    const first = await takeLease(database);
    const calls = await ledger.next(BOT_ID, [], 10, 'free');
    const [one, other] = calls;
    if (!one || !other) throw new Error('Two wait');
    await ledger.begin(first, calls);
    await ledger.record(first, [{ call: one, outcome: { result: 'sent', messageIds: [1] } }]);
    const id = Number(one.id.split(':')[0]);
    const settled = (): Promise<boolean> => within((tx) => settle(tx, id));
    const kept = (): Promise<unknown> => database.owner('broadcasts').where({ id }).first('state', 'counts');
    expect(await settled()).toBe(false);
    await ledger.abandon(await takeLease(database), []);
    expect(await settled()).toBe(true);
    expect(await kept()).toMatchObject({ state: 'finished', counts: { sent: 1, unknown: 1 } });
    await ledger.record(first, [{ call: other, outcome: { result: 'sent', messageIds: [2] } }]);
    expect(await kept()).toMatchObject({ state: 'finished', counts: null });
    expect(await settled()).toBe(true);
    expect(await kept()).toMatchObject({ state: 'finished', counts: { sent: 2, unknown: 0 } });
  });

  test('knows no less of somebody who waited to get it again when that was given up', async () => {
    await running(2);
    const { owner } = database;
    const lease = await takeLease(database);
    const calls = await ledger.next(BOT_ID, [], 10, 'free');
    const id = Number(calls[0]?.id.split(':')[0]);
    await ledger.begin(lease, calls);
    const lost = { result: 'unknown', error: 'ETIMEDOUT' } as const;
    await ledger.record(lease, calls.map((call) => ({ call, outcome: lost })));
    await within((tx) => settle(tx, id));
    const { author_id: author } = await owner('broadcasts').where({ id }).first<{ author_id: number }>('author_id');
    const resent = (): Promise<boolean> => within((tx) => reopen(tx, id, author));
    expect(await Promise.all([resent(), resent()])).toEqual(expect.arrayContaining([true, false]));
    await within((tx) => resendChunk(tx, id));
    const states = (): Promise<string[]> => owner('broadcast_recipients').where({ broadcast_id: id }).orderBy('person_id').pluck('state');
    expect(await states()).toEqual(['waiting', 'waiting']);
    await owner('broadcasts').where({ id }).update({ state: 'running' });
    const [again] = await ledger.next(BOT_ID, [], 1, 'free');
    if (!again) throw new Error('Two wait');
    await ledger.begin(lease, [again]);
    await within((tx) => moveOn(tx, BOT_ID, id, 'cancel', author));
    await ledger.record(lease, [{ call: again, outcome: { result: 'again' } }]);
    await within((tx) => cancelChunk(tx, id));
    expect(await states()).toEqual(['unknown', 'unknown']);
  });

  test('has what is paid for paid with all that it says, and not once the bank pays no more', async () => {
    const photo = (fileId: string): object => ({ kind: 'photo', fileId });
    const content = { said: { any: { kind: 'album', groupId: 'g', items: [photo('a'), photo('b')] } } };
    expect(messagesEach(content as BroadcastContent)).toBe(3);
    await running(1, { paid: true, content: JSON.stringify(content) });
    await paying(100);
    const lease = await takeLease(database);
    const calls = await ledger.next(BOT_ID, [], 10, 'paid');
    expect(calls).toMatchObject([{ payload: { allow_paid_broadcast: true }, followUp: { payload: { allow_paid_broadcast: true } } }]);
    await paying(null);
    expect(await ledger.begin(lease, calls)).toEqual(['refused']);
    const [free] = await ledger.next(BOT_ID, [], 10, 'free');
    expect(free?.payload).not.toHaveProperty('allow_paid_broadcast');
    expect(await ledger.begin(lease, free ? [free] : [])).toEqual(['begun']);
  });

  test('holds a broadcast that cannot be said, and none of the others for it', async () => {
    const broken = await running(2, { content: '{"said":{"kk":null}}', started_at: new Date(0) });
    const sound = await running(2);
    const ids = (await ledger.next(BOT_ID, [], 3, 'free')).map(({ id }) => Number(id.split(':')[0]));
    expect(new Set(ids)).toEqual(new Set([sound]));
    expect(await database.owner('broadcasts').where({ id: broken }).first('state')).toEqual({ state: 'paused' });
    expect(await database.owner('audit_log').where({ action: 'broadcast.unsayable' }).pluck('object')).toEqual([`broadcast:${broken}`]);
  });

  async function paying(paidRate: number | null): Promise<void> {
    const settings = JSON.stringify(settingsSchema.parse({ broadcasts: { paidRate } }));
    await database.owner('bot_settings').insert({ bot_id: BOT_ID, settings, version: 1 }).onConflict('bot_id').merge(['settings']);
  }
});
