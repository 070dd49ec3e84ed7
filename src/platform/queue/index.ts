export { Interrupted } from './attempt.js';
export { BullQueue } from './bull-queue.js';
export type { DeadJob, EnqueueOptions, JobKind, JobQueue, QueueDepth, QueueEvents, RunJob } from './job-queue.js';
export { PgBossQueue, installPgBoss } from './pg-boss-queue.js';
export { Duties, type Duty } from './duties.js';
