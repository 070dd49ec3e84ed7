/**
 * The process is killed between two chosen steps of a message's path: a lock held by the test, or a fault of the
 * simulator, keeps it from the second one until it is dead.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { KillableTeller } from '../support/killable.js';
import type { Phone } from '../support/phone.js';
import { type TestSimulator, startTestSimulator } from '../support/simulator.js';
import { tellerEnvironment } from '../support/teller.js';

describe('a process killed', () => {
  let simulator: TestSimulator;
  let database: TestDatabase;
  let dir: string;
  let teller: KillableTeller;
  let customer: Phone;

  beforeAll(async () => {
    simulator = await startTestSimulator();
    database = await createTestDatabase();
    dir = await mkdtemp(join(tmpdir(), 'teller-crash-'));
  });
  beforeEach(async () => {
    teller = new KillableTeller(tellerEnvironment(simulator, database.url, dir));
    await teller.start();
    customer = simulator.phone({ language_code: 'en' });
    await customer.send('/start');
    await customer.waitFor(/Which language/);
  });
  afterEach(() => teller.kill());
  afterAll(async () => {
    await simulator.close();
    await database.release();
    await rm(dir, { recursive: true, force: true });
  });

  /** Kills the process while it waits for a lock on the table, so that the step which needs it never happens. */
  async function killBeforeTouching(table: string, act: () => Promise<unknown>, reached: () => Promise<void>): Promise<void> {
    const lock = await database.owner.transaction();
    await lock.raw(`lock table ${table} in exclusive mode`);
    await act();
    await reached();
    await eventually(async () => {
      const { rows } = await database.owner.raw<{ rows: unknown[] }>(
        `select from pg_locks where relation = ?::regclass and not granted
         and database = (select oid from pg_database where datname = current_database())`,
        [table],
      );
      expect(rows.length).toBeGreaterThan(0);
    });
    await teller.kill();
    await lock.rollback();
    await teller.start();
  }

  async function thanksGiven(): Promise<number> {
    return (await customer.messages()).filter(({ text }) => /You're welcome/.test(text ?? '')).length;
  }

  async function countRows(table: string, text: string): Promise<number> {
    const [row] = await database.owner(table)
      .whereRaw('conversation_id in (select conversations.id from conversations join persons on persons.id = person_id where telegram_id = ?)', [customer.userId])
      .where({ text })
      .count<{ count: number }[]>('* as count');
    return row?.count ?? 0;
  }

  const nothing = (): Promise<void> => Promise.resolve();

  test('before the update is stored gets it from Telegram again', async () => {
    await killBeforeTouching('inbox', () => customer.send('thank you'), nothing);
    await customer.waitFor(/You're welcome/, 20_000);
    expect(await thanksGiven()).toBe(1);
    expect(await countRows('messages', 'thank you')).toBe(1);
  });

  test('after the update is stored and before its effects handles it once', async () => {
    await killBeforeTouching('messages', () => customer.send('thank you'), nothing);
    await customer.waitFor(/You're welcome/, 20_000);
    expect(await thanksGiven()).toBe(1);
    expect(await countRows('messages', 'thank you')).toBe(1);
  });

  test('in the middle of committing the effects handles it once', async () => {
    await killBeforeTouching('outbox', () => customer.send('thank you'), nothing);
    await customer.waitFor(/You're welcome/, 20_000);
    expect(await thanksGiven()).toBe(1);
    expect(await countRows('messages', 'thank you')).toBe(1);
  });

  test('after the commit and before Telegram has the reply sends it once', async () => {
    await fault({ method: 'sendMessage', kind: 'hang', times: 0 });
    await customer.send('thank you');
    await eventually(async () => {
      const pending = await database.owner('outbox').where({ state: 'pending', chat_id: customer.userId });
      expect(pending).toHaveLength(1);
    });
    await teller.kill();
    await fetch(`${simulator.url}/sim/faults`, { method: 'DELETE' });
    await teller.start();
    await customer.waitFor(/You're welcome/, 20_000);
    expect(await thanksGiven()).toBe(1);
  });

  test('between the accept by Telegram and our record repeats that reply at most once', async () => {
    await fault({ method: 'sendMessage', kind: 'latency', ms: 700, times: 1 });
    await customer.send('thank you');
    await eventually(async () => {
      expect(await database.owner('outbox').where({ state: 'pending', chat_id: customer.userId })).toHaveLength(1);
    });
    const lock = await database.owner.transaction();
    try {
      await lock.raw('lock table message_refs in exclusive mode');
      await customer.waitFor(/You're welcome/);
      await teller.kill();
    } finally {
      await lock.rollback();
    }
    await teller.start();
    await eventually(async () => {
      expect(await database.owner('outbox').where({ state: 'pending' })).toEqual([]);
    });
    expect(await thanksGiven()).toBe(2);
    expect(await countRows('messages', 'thank you')).toBe(1);
  });

  test('is another matter than one asked to stop: SIGTERM finishes what is in hand and gives the lease back', async () => {
    await fault({ method: 'sendMessage', kind: 'latency', ms: 500, times: 1 });
    await customer.send('thank you');
    await eventually(async () => {
      expect(await database.owner('outbox').where({ state: 'pending', chat_id: customer.userId })).toHaveLength(1);
    });
    expect(await teller.stop()).toBeLessThan(10_000);
    expect(await database.owner('outbox').where({ state: 'pending' })).toEqual([]);
    expect(await database.owner('leases').whereNotNull('owner')).toEqual([]);
    expect(await thanksGiven()).toBe(1);
    await teller.start();
  });

  async function fault(body: object): Promise<void> {
    await fetch(`${simulator.url}/sim/faults`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }
});
