/**
 * Jobs in Postgres, by pg-boss. Its own workers look for jobs twice a second at most; ours are woken by NOTIFY, too. A
 * job leaves the table when it is done, so that the table stays small.
 */
import { randomUUID } from 'node:crypto';
import PgBoss from 'pg-boss';
import { Batcher } from '../batcher.js';
import { type Database, queryText } from '../db/database.js';
import { WakeUp } from '../db/wake-up.js';
import type { Logger } from '../logging/logger.js';
import { Interrupted, LOST, attempt } from './attempt.js';
import { type EnqueueOptions, GRACE_MS, type JobKind, type JobQueue, type QueueDepth, type QueueEvents, type RunJob } from './job-queue.js';

const SCHEMA = 'pgboss';
/** Where pg-boss puts what is due by the clock. */
const CRON_QUEUE = '__pgboss__send-it';
const CHANNEL = 'teller_jobs';
const LOOK_MS = 2_000;
/** How often jobs of workers that died are looked for. */
const MAINTENANCE_SECONDS = 5;

interface JobData {
  readonly queue: string;
  readonly key: string;
  readonly payload: unknown;
}

type Done = Pick<PgBoss.Job, 'name' | 'id'>;

interface Worker {
  readonly name: string;
  readonly concurrency: number;
  readonly run: (job: PgBoss.JobWithMetadata<JobData>) => Promise<void>;
  atWork: number;
  looking: boolean;
  /** Something came while it looked. */
  lookAgain: boolean;
}

/**
 * Creates pg-boss's tables and the queues of these kinds, as far as they are not there.
 * @param owner acts as the owner of the database
 */
export async function installPgBoss(owner: Database, kinds: readonly JobKind<object>[]): Promise<void> {
  const boss = createBoss(owner, { supervise: false, schedule: false });
  await boss.start();
  try {
    const there = new Set((await boss.getQueues()).map(({ name }) => name));
    const missing = [CRON_QUEUE, ...kinds.map(({ name }) => name)].filter((name) => !there.has(name));
    for (const name of missing) await boss.createQueue(name, { name, policy: name === CRON_QUEUE ? 'standard' : 'short' });
    if (missing.length === 0) return;
    await owner.raw(`grant usage on schema ${SCHEMA} to teller_transport`);
    await owner.raw(`grant select, insert, update, delete on all tables in schema ${SCHEMA} to teller_transport`);
    await owner.raw(`grant execute on all functions in schema ${SCHEMA} to teller_transport`);
  } finally {
    await boss.stop({ graceful: false });
  }
}

export interface PgBossQueueParts {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly events: QueueEvents;
}

export class PgBossQueue implements JobQueue {
  readonly #boss: PgBoss;
  readonly #events: QueueEvents;
  readonly #wakeUp: WakeUp;
  readonly #workers = new Map<string, Worker>();
  readonly #crons: JobKind<object>[] = [];
  readonly #added: Batcher<PgBoss.JobInsert<JobData>, void>;
  readonly #removed: Batcher<Done, void>;
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #ends: { readonly events: QueueEvents; readonly stopping: AbortSignal };
  readonly #timers: NodeJS.Timeout[] = [];
  #draining: Promise<void> | undefined;

  constructor({ db, databaseUrl, log, events }: PgBossQueueParts) {
    this.#boss = createBoss(db, { migrate: false });
    this.#boss.on('error', (error) => events.troubled(error));
    this.#events = events;
    this.#ends = { events, stopping: this.#stopping.signal };
    this.#wakeUp = new WakeUp(databaseUrl, [CHANNEL], (_channel, name) => this.#look(this.#workers.get(name)), log);
    this.#added = new Batcher<PgBoss.JobInsert<JobData>, void>(async (jobs) => {
      await this.#boss.insert([...jobs]);
      await db.raw('select pg_notify(?, name) from unnest(?::text[]) as name', [CHANNEL, [...new Set(jobs.map(({ name }) => name))]]);
      return [];
    });
    this.#removed = new Batcher<Done, void>(async (jobs) => {
      for (const name of new Set(jobs.map((job) => job.name))) {
        await this.#boss.deleteJob(name, jobs.filter((job) => job.name === name).map(({ id }) => id));
      }
      return [];
    });
  }

  async enqueue<Payload extends object>(kind: JobKind<Payload>, payload: Payload, options: EnqueueOptions = {}): Promise<void> {
    const { key = randomUUID(), delayMs = 0, priority = 0 } = options;
    const data: JobData = { queue: kind.name, key, payload };
    const job = { singletonKey: key, priority: -priority, ...policyOf(kind) };
    // Counted by the database's clock, which is the one that decides when it is time.
    if (delayMs > 0) await this.#boss.send(kind.name, data, { ...job, startAfter: Math.ceil(delayMs / 1000) });
    else await this.#added.add({ name: kind.name, data, ...job });
  }

  work<Payload extends object>(kind: JobKind<Payload>, concurrency: number, run: RunJob<Payload>): void {
    if (kind.cron) this.#crons.push(kind);
    this.#addWorker(kind.name, concurrency, ({ data: { key, payload }, retryCount }) =>
      attempt(kind, { key, payload, attempt: retryCount + 1 }, run, this.#ends),
    );
  }

  async depths(kinds: readonly JobKind<object>[]): Promise<ReadonlyMap<string, QueueDepth>> {
    const { rows } = await this.#boss.getDb().executeSql(
      `select kind as name, count(*) filter (where state < 'active' and start_after <= now()) as waiting,
         count(*) filter (where state < 'active' and start_after > now()) as delayed,
         count(*) filter (where state = 'active') as active
       from unnest($1::text[]) as kind left join ${SCHEMA}.job on name = kind group by kind`,
      [kinds.map(({ name }) => name)],
    );
    return new Map((rows as (QueueDepth & { name: string })[]).map(({ name, ...depth }) => [name, depth]));
  }

  async start(): Promise<void> {
    await this.#boss.start();
    for (const { name, cron } of this.#crons) {
      if (!cron) continue;
      const data: JobData = { queue: name, key: name, payload: {} };
      await this.#boss.schedule(name, cron.expression, data, { tz: cron.timeZone, singletonKey: name });
    }
    await this.#wakeUp.start();
    this.#timers.push(setInterval(() => this.#lookAll(), LOOK_MS));
    this.#timers.push(setInterval(() => this.#track(this.#buryFailed()), MAINTENANCE_SECONDS * 1000));
    this.#lookAll();
  }

  drain(): Promise<void> {
    this.#draining ??= this.#drain();
    return this.#draining;
  }

  async release(): Promise<void> {
    await this.drain();
    await this.#boss.stop({ graceful: false });
  }

  async #drain(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#wakeUp.release();
    const grace = setTimeout(() => this.#stopping.abort(new Interrupted()), GRACE_MS);
    await Promise.allSettled(this.#running);
    clearTimeout(grace);
  }

  #addWorker(name: string, concurrency: number, run: Worker['run']): void {
    this.#workers.set(name, { name, concurrency, run, atWork: 0, looking: false, lookAgain: false });
  }

  #lookAll(): void {
    for (const worker of this.#workers.values()) this.#look(worker);
  }

  #look(worker: Worker | undefined): void {
    if (!worker || this.#draining || worker.atWork >= worker.concurrency) return;
    if (worker.looking) worker.lookAgain = true;
    else this.#track(this.#fetch(worker));
  }

  async #fetch(worker: Worker): Promise<void> {
    worker.looking = true;
    worker.lookAgain = false;
    try {
      const free = worker.concurrency - worker.atWork;
      const jobs = await this.#boss.fetch<JobData>(worker.name, { batchSize: free, includeMetadata: true });
      worker.lookAgain ||= jobs.length === free;
      for (const job of jobs) this.#track(this.#run(worker, job));
    } catch (error) {
      this.#events.troubled(error);
    } finally {
      worker.looking = false;
    }
    if (worker.lookAgain) this.#look(worker);
  }

  async #run(worker: Worker, job: PgBoss.JobWithMetadata<JobData>): Promise<void> {
    worker.atWork++;
    try {
      const error = await worker.run(job).then(() => undefined, (reason: unknown) => reason ?? 'unknown');
      if (error === undefined) await this.#removed.add({ name: job.name, id: job.id });
      else if (error instanceof Interrupted) await this.#putBack(job);
      else await this.#boss.fail(job.name, job.id, { reason: error instanceof Error ? error.message : 'unknown' });
    } catch (error) {
      // It counts as one of a worker that died, and is taken over when its time is over.
      this.#events.troubled(error);
    } finally {
      worker.atWork--;
      this.#look(worker);
    }
  }

  /** What failed without our having a word in it: workers died over it, or it could not be buried at once. */
  async #buryFailed(): Promise<void> {
    try {
      const { rows } = await this.#boss
        .getDb()
        .executeSql(`select name, id, data from ${SCHEMA}.job where state = 'failed' and name = any($1)`, [[...this.#workers.keys()]]);
      for (const { name, id, data } of rows as PgBoss.Job<JobData>[]) {
        await this.#events.bury({ ...data, error: LOST });
        await this.#removed.add({ name, id });
      }
    } catch (error) {
      this.#events.troubled(error);
    }
  }

  /** As it was, for another process; should it then be there twice, that does no harm. */
  async #putBack(job: PgBoss.JobWithMetadata<JobData>): Promise<void> {
    const { name, id, data, priority, retryLimit, retryDelay } = job;
    // Told as a text with decimals, whatever its type says, and taken as a whole number.
    const expireInSeconds = Math.ceil(Number.parseFloat(String(job.expireInSeconds)));
    await this.#added.add({ name, data, singletonKey: data.key, priority, retryLimit, retryDelay, retryBackoff: true, expireInSeconds });
    await this.#removed.add({ name, id });
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }
}

function createBoss(db: Database, options: Pick<PgBoss.ConstructorOptions, 'supervise' | 'schedule' | 'migrate'>): PgBoss {
  return new PgBoss({
    ...options,
    db: { executeSql: (text, values) => queryText(db, text, values) },
    schema: SCHEMA,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
  });
}

function policyOf({ attempts, backoffSeconds, timeoutSeconds }: JobKind<object>) {
  return {
    retryLimit: attempts - 1,
    retryDelay: backoffSeconds,
    retryBackoff: true,
    // Later than our own limit: it is for those whose worker is gone.
    expireInSeconds: timeoutSeconds + 1,
  };
}
