/** The schema: migrations, and what the job queue keeps in PostgreSQL. */
import { DOCUMENT } from '../modules/admin/jobs.js';
import { ANSWER } from '../modules/answers/jobs.js';
import { BROADCAST } from '../modules/broadcasts/jobs.js';
import { MINING } from '../modules/faq/jobs.js';
import { INDEX } from '../modules/knowledge/jobs.js';
import { ERASING } from '../modules/personal-data/jobs.js';
import { migrate, resetDatabase } from '../platform/db/migrations.js';
import { type JobKind, installPgBoss } from '../platform/queue/index.js';
import { CLEANING } from '../telegram/janitor.js';

/** Every kind of job there is. */
export const KINDS: readonly JobKind<object>[] = [ANSWER, BROADCAST, CLEANING, DOCUMENT, ERASING, INDEX, MINING];

/** Brings the database up to date. Safe to run in several processes at once. */
export function prepareDatabase(url: string): Promise<void> {
  return migrate(url, (owner) => installPgBoss(owner, KINDS));
}

/** Deletes everything and begins anew. */
export function emptyDatabase(url: string): Promise<void> {
  return resetDatabase(url, (owner) => installPgBoss(owner, KINDS));
}
