/** Jobs that failed for good: those of the bot and, for those who may repair in every bot, those of the installation. */
import { reachInstallation } from '../../../platform/db/tenant.js';
import type { Tx } from '../../../platform/db/database.js';
import {
  type BuriedJob,
  countDeadJobs,
  deadJobs,
  discardJob,
  findDeadJob,
  retryJob,
} from '../../../platform/queue/index.js';
import { clip } from '../../../platform/text/index.js';
import { mayEverywhere } from '../../access/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Panel, back } from '../../panel/index.js';
import { type PutAside, addPutAside } from './put-aside.js';

const KEY_LENGTH = 20;

const JOBS: PutAside<BuriedJob> = {
  kind: 'job',
  reach: reached,
  details: ({ queue, key }) => ({ queue, key }),
  list: {
    screen: 'jobs',
    read: deadJobs,
    title: ({ t }) => t('admin.queues.jobs'),
    hint: ({ t }, isEmpty) => t(isEmpty ? 'admin.queues.no_jobs' : 'admin.queues.jobs_hint'),
    label: (job, when) => `${signOf(job)} ${job.queue} ${clip(job.key, KEY_LENGTH)} · ${when(job.diedAt)}`,
    below: ({ t }) => [back(t, 'dead', 0)],
  },
  one: {
    screen: 'job',
    find: findDeadJob,
    idOf: ({ id }) => id,
    title: ({ t }, { id }) => t('admin.queues.job', { id }),
    facts: ({ t }, { botId, queue, key, diedAt }, when) =>
      t(botId === null ? 'admin.queues.job_facts_wide' : 'admin.queues.job_facts', { kind: queue, key, at: when(diedAt) }),
    errorOf: ({ error }) => error,
  },
  again: { screen: 'retry_job', label: ({ t }) => t('admin.queues.retry'), do: (tx, _botId, id) => retryJob(tx, id) },
  away: {
    screen: 'discard_job',
    label: ({ t }) => t('admin.queues.discard'),
    question: ({ t }, { queue }) => t('admin.queues.ask_discard_job', { kind: queue }),
    do: (tx, _botId, id) => discardJob(tx, id),
  },
};

export function addJobs(panel: Panel): void {
  addPutAside(panel, JOBS);
}

/** How many dead jobs somebody is shown. */
export async function countShownJobs(ctx: TellerContext): Promise<number> {
  return countDeadJobs(await reached(ctx));
}

/** The update's transaction, which reaches the jobs of the installation where the sender may act on them. */
async function reached(ctx: TellerContext): Promise<Tx> {
  const tx = await ctx.tx();
  if (await mayEverywhere(tx, ctx.person.telegramId, 'queues.repair')) await reachInstallation(tx);
  return tx;
}

function signOf({ botId }: BuriedJob): string {
  return botId === null ? '🌐' : '⚙️';
}
