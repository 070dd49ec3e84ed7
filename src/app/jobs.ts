/** The job queue: Bull where there is a Redis, pg-boss on our own PostgreSQL where there is none. */
import { storableJson } from '../platform/db/database.js';
import { BullQueue, type DeadJob, type JobQueue, PgBossQueue, type QueueEvents } from '../platform/queue/index.js';
import type { Foundation } from './foundation.js';

export interface Jobs {
  readonly queue: JobQueue;
  readonly events: QueueEvents;
}

/** Opens the queue; whoever works registers before it is started. */
export function openJobs(foundation: Foundation): Jobs {
  const { config, db, databaseUrl, log, lifecycle } = foundation;
  const { redisUrl } = config.secrets;
  const events = eventsOf(foundation);
  const queue = redisUrl === undefined ? new PgBossQueue({ db, databaseUrl, log, events }) : new BullQueue(redisUrl, events);
  lifecycle.onRelease('job queue', () => queue.release());
  return { queue, events };
}

function eventsOf({ db, log, metrics }: Foundation): QueueEvents {
  return {
    bury: async (job) => {
      log.error({ queue: job.queue, key: job.key, reason: job.error }, 'a job failed for good');
      await db.raw(
        `insert into dead_jobs (bot_id, queue, key, payload, error) values (?, ?, ?, ?, ?)
         on conflict (queue, key) do update set payload = excluded.payload, error = excluded.error, died_at = now()`,
        [botOf(job), job.queue, job.key, storableJson(job.payload), job.error],
      );
    },
    finished: (queue, seconds) => metrics.jobFinished(queue, seconds),
    failed: (queue, error, attempt) => {
      metrics.jobFailed(queue);
      log.warn({ err: error, queue, attempt }, 'a job failed');
    },
    troubled: (error) => {
      metrics.queueTroubled();
      log.warn({ err: error }, 'the job queue has trouble');
    },
  };
}

function botOf({ payload }: DeadJob): number | null {
  const botId = typeof payload === 'object' && payload !== null && 'botId' in payload ? payload.botId : undefined;
  return typeof botId === 'number' ? botId : null;
}
