/** The job queue: Bull where there is a Redis, pg-boss on our own PostgreSQL where there is none. */
import { Recent } from '../platform/recent.js';
import {
  BullQueue,
  type JobQueue,
  PgBossQueue,
  type QueueEvents,
  buryJob,
  countAllDeadJobs,
} from '../platform/queue/index.js';
import { KINDS } from './database.js';
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
  measure(foundation, queue, events);
  return { queue, events };
}

/** What all processes see alike, whichever is asked. */
function measure({ db, metrics }: Foundation, queue: JobQueue, { troubled }: QueueEvents): void {
  const depths = new Recent(async () => {
    const all = await queue.depths(KINDS);
    return new Map([...all].map(([name, { waiting, active }]) => [name, waiting + active]));
  }, troubled);
  metrics.gauges('teller_queue_depth', 'Jobs that wait or are at work; the same in every process', 'queue', () => depths.get());
  const none = KINDS.map(({ name }) => [name, 0] as const);
  const dead = new Recent(async () => new Map([...none, ...(await countAllDeadJobs(db))]), troubled);
  metrics.gauges('teller_jobs_dead', 'Jobs that failed for good; the same in every process', 'queue', () => dead.get());
}

function eventsOf({ db, log, metrics }: Foundation): QueueEvents {
  return {
    bury: async (job) => {
      log.error({ queue: job.queue, key: job.key, reason: job.error }, 'a job failed for good');
      await buryJob(db, job);
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
