export { Interrupted } from './attempt.js';
export { BullQueue } from './bull-queue.js';
export {
  type BuriedJob,
  buryJob,
  countAllDeadJobs,
  countDeadJobs,
  deadJobs,
  discardJob,
  findDeadJob,
  retryJob,
  reviveJobs,
} from './dead-jobs.js';
export type { DeadJob, EnqueueOptions, JobKind, JobQueue, QueueDepth, QueueEvents, RunJob } from './job-queue.js';
export { PgBossQueue, installPgBoss } from './pg-boss-queue.js';
export { Duties, type Duty } from './duties.js';
export { everyTenMinutes, timedDuty } from './timed.js';
