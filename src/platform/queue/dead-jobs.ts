/**
 * Jobs that failed their last try, whichever queue they were in, for people to see and to repair. One job stands here
 * once; when it dies anew it does so under a new id, so that what was asked about the death before does not touch it.
 *
 * To be tried again, a job is marked in the transaction of whoever asks. A worker puts it back into the queue and takes
 * the row away after that: killed in between, it is put back twice, and a job that runs twice does its work once.
 */
import { type Database, type Tx, storableJson } from '../db/database.js';
import type { DeadJob, JobKind, JobQueue } from './job-queue.js';

export interface BuriedJob {
  readonly id: number;
  /** Null for work that is no bot's own. */
  readonly botId: number | null;
  readonly queue: string;
  readonly key: string;
  readonly error: string;
  readonly diedAt: Date;
}

const REVIVED_AT_ONCE = 200;
/** Nobody has asked for another try, or no worker has come to it for so long that people should know. */
const IS_DEAD = `(retry_at is null or retry_at < now() - interval '1 minute')`;

export async function buryJob(db: Database, job: DeadJob): Promise<void> {
  await db.raw(
    `insert into dead_jobs (bot_id, queue, key, payload, error) values (?, ?, ?, ?, ?)
     on conflict (queue, key) do update
       set id = default, payload = excluded.payload, error = excluded.error, died_at = now(), retry_at = null`,
    [botOf(job), job.queue, job.key, storableJson(job.payload), job.error],
  );
}

/** Puts the jobs of these kinds back into the queue that somebody wants to be tried again. Safe in several processes. */
export async function reviveJobs(db: Database, queue: JobQueue, kinds: readonly JobKind<object>[]): Promise<void> {
  const known = new Map(kinds.map((kind) => [kind.name, kind]));
  const rows = await db('dead_jobs')
    .whereNotNull('retry_at')
    .whereIn('queue', [...known.keys()])
    .orderBy('retry_at')
    .limit(REVIVED_AT_ONCE)
    .select<{ id: number; queue: string; key: string; payload: object }[]>('id', 'queue', 'key', 'payload');
  for (const { id, queue: name, key, payload } of rows) {
    const kind = known.get(name);
    if (!kind) continue;
    await queue.enqueue(kind, payload, { key });
    await db('dead_jobs').where({ id }).delete();
  }
}

/** How many of each kind there are, in all bots and in none. */
export async function countAllDeadJobs(db: Database): Promise<Map<string, number>> {
  const { rows } = await db.raw<{ rows: { queue: string; count: number }[] }>(
    `select queue, count(*) from dead_jobs where ${IS_DEAD} group by queue`,
  );
  return new Map(rows.map(({ queue, count }) => [queue, count]));
}

/** Those that the transaction reaches, newest first. */
export async function deadJobs(tx: Tx, limit: number, offset: number): Promise<BuriedJob[]> {
  const { rows } = await tx.raw<{ rows: BuriedJob[] }>(`${SELECT} order by id desc limit ? offset ?`, [limit, offset]);
  return rows;
}

export async function findDeadJob(tx: Tx, id: number): Promise<BuriedJob | undefined> {
  const { rows } = await tx.raw<{ rows: BuriedJob[] }>(`${SELECT} and id = ?`, [id]);
  return rows[0];
}

export async function countDeadJobs(tx: Tx): Promise<number> {
  const { rows } = await tx.raw<{ rows: { count: number }[] }>(`select count(*) from dead_jobs where ${IS_DEAD}`);
  return rows[0]?.count ?? 0;
}

/** What a job carries stays unread. */
const SELECT = `
  select id, bot_id as "botId", queue, key, error, died_at as "diedAt" from dead_jobs where ${IS_DEAD}`;

/** Has a job tried again within some seconds. Answers whether it was dead. */
export async function retryJob(tx: Tx, id: number): Promise<boolean> {
  return (await tx('dead_jobs').where({ id }).whereRaw(IS_DEAD).update({ retry_at: tx.fn.now() })) === 1;
}

/** Gives a job up. Answers whether it was dead. */
export async function discardJob(tx: Tx, id: number): Promise<boolean> {
  return (await tx('dead_jobs').where({ id }).whereRaw(IS_DEAD).delete()) === 1;
}

function botOf({ payload }: DeadJob): number | null {
  const botId = typeof payload === 'object' && payload !== null && 'botId' in payload ? payload.botId : undefined;
  return typeof botId === 'number' ? botId : null;
}
