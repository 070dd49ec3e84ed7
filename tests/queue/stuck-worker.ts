/** A process of the queue's tests: takes a job, says so, and never ends it. */
import { z } from 'zod';
import { connectDatabase } from '../../src/platform/db/database.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { BullQueue, type JobKind, PgBossQueue } from '../../src/platform/queue/index.js';
import { type Connection, recorder } from './support.js';

const { connection, kind } = JSON.parse(process.argv[2] ?? '') as {
  connection: Connection;
  kind: Omit<JobKind<object>, 'payload'>;
};
const { databaseUrl, redisUrl } = connection;
const queue =
  redisUrl === undefined
    ? new PgBossQueue({
        db: connectDatabase({ url: databaseUrl ?? '', role: 'teller_transport' }),
        databaseUrl: databaseUrl ?? '',
        log: createLogger({ console: false }),
        events: recorder(),
      })
    : new BullQueue(redisUrl, recorder());

queue.work({ ...kind, payload: z.looseObject({}) }, 1, () => {
  process.send?.('taken');
  return new Promise(() => undefined);
});
await queue.start();
process.send?.('started');
