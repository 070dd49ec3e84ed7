import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '../../src/platform/db/database.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import {
  BullQueue,
  type DeadJob,
  type JobKind,
  type JobQueue,
  PgBossQueue,
  type QueueEvents,
  installPgBoss,
} from '../../src/platform/queue/index.js';
import { createTestDatabase } from '../support/database.js';
import { TestRedis } from '../support/redis.js';

/** Where another process finds the queue. */
export interface Connection {
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
}

const STUCK_WORKER = fileURLToPath(new URL('./stuck-worker.js', import.meta.url));

export interface Adapter {
  readonly connection: Connection;
  install(kind: JobKind<object>): Promise<void>;
  open(events: QueueEvents): JobQueue;
  release(): Promise<void>;
}

export async function pgBossAdapter(): Promise<Adapter> {
  const database = await createTestDatabase();
  const db = connectDatabase({ url: database.url, role: 'teller_transport' });
  const log = createLogger({ console: false });
  return {
    connection: { databaseUrl: database.url },
    install: (kind) => installPgBoss(database.owner, [kind]),
    open: (events) => new PgBossQueue({ db, databaseUrl: database.url, log, events }),
    async release() {
      await db.destroy();
      await database.release();
    },
  };
}

export async function bullAdapter(): Promise<Adapter> {
  const redis = await TestRedis.start();
  return {
    connection: { redisUrl: redis.url },
    install: () => Promise.resolve(),
    open: (events) => new BullQueue(redis.url, events),
    release: () => redis.release(),
  };
}

export interface Recorder extends QueueEvents {
  readonly dead: DeadJob[];
  readonly troubles: unknown[];
  refuseBurials(times: number): void;
}

/** Remembers what a queue says. */
export function recorder(): Recorder {
  const dead: DeadJob[] = [];
  const troubles: unknown[] = [];
  let refused = 0;
  return {
    dead,
    troubles,
    refuseBurials: (times) => (refused = times),
    bury: (job) => {
      if (refused-- > 0) return Promise.reject(new Error('The ground is frozen.'));
      dead.push(job);
      return Promise.resolve();
    },
    finished: () => undefined,
    failed: () => undefined,
    troubled: (error) => void troubles.push(error),
  };
}

/** A process that takes a job of this kind and comes to no end with it. */
export async function workInProcess(
  connection: Connection,
  { name, attempts, backoffSeconds, timeoutSeconds }: JobKind<object>,
): Promise<{ readonly taken: Promise<void>; kill(): Promise<void> }> {
  const kind = { name, attempts, backoffSeconds, timeoutSeconds };
  const child = fork(STUCK_WORKER, [JSON.stringify({ connection, kind })], { stdio: 'inherit' });
  const exited = once(child, 'exit');
  await once(child, 'message');
  const taken = once(child, 'message').then(() => undefined);
  return {
    taken,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
