import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { type JobKind, type JobQueue, buryJob, findDeadJob, retryJob, reviveJobs } from '../../src/platform/queue/index.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { BOT_ID, addBot } from '../telegram/support.js';

const KIND: JobKind<object> = { name: 'work', payload: z.looseObject({}), attempts: 1, backoffSeconds: 1, timeoutSeconds: 1 };
const JOB = { queue: 'work', key: 'one', payload: { botId: BOT_ID }, error: 'no' };

/** A queue into which `enqueue` puts. */
function into(enqueue: (key: string | undefined) => Promise<void>): JobQueue {
  const none = (): Promise<never> => Promise.reject(new Error('Nobody asks for this.'));
  return { enqueue: (_kind, _payload, options) => enqueue(options?.key), work: () => undefined, depths: none, start: none, drain: none, release: none };
}

describe('a dead job that is to be tried again', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await addBot(database);
  });
  beforeEach(async () => {
    await database.owner('dead_jobs').delete();
    await buryJob(database.db, JOB);
  });
  afterAll(() => database.release());

  async function askForRetry(): Promise<boolean> {
    const { id } = await database.owner('dead_jobs').first<{ id: number }>('id');
    return tenantTransaction(database.db, BOT_ID, (tx) => retryJob(tx, id));
  }

  const revive = (enqueue: (key: string | undefined) => Promise<void>): Promise<void> => reviveJobs(database.db, into(enqueue), [KIND]);

  test('leaves the list when the queue has it, and not before', async () => {
    expect(await askForRetry()).toBe(true);
    await expect(revive(() => Promise.reject(new Error('The queue is away.')))).rejects.toThrow('away');
    expect(await database.owner('dead_jobs')).toHaveLength(1);
    const taken: unknown[] = [];
    await revive((key) => Promise.resolve(void taken.push(key)));
    expect(taken).toEqual(['one']);
    expect(await database.owner('dead_jobs')).toEqual([]);
  });

  test('is seen again when no worker comes to it', async () => {
    await askForRetry();
    expect(await askForRetry()).toBe(false);
    await database.owner.raw(`update dead_jobs set retry_at = now() - interval '2 minutes'`);
    expect(await askForRetry()).toBe(true);
  });

  test('stays when it died anew before it was taken from the list', async () => {
    await askForRetry();
    await revive(() => buryJob(database.db, { ...JOB, error: 'no again' }));
    const [row] = await database.owner('dead_jobs').select<{ id: number }[]>('id');
    expect(await tenantTransaction(database.db, BOT_ID, (tx) => findDeadJob(tx, row?.id ?? 0))).toMatchObject({ error: 'no again' });
  });
});
