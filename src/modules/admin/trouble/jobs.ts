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
import { type TellerContext, auditAct } from '../../identity/index.js';
import {
  type Args,
  type Panel,
  type Shown,
  type View,
  back,
  confirmation,
  idIn,
  moments,
  pageIn,
  pageOf,
  paging,
  to,
  view,
} from '../../panel/index.js';
import { ERROR_LENGTH, PAGE } from './sizes.js';

export function addJobs(panel: Panel): void {
  panel.screen('jobs', 'queues.repair', (ctx, [page]) => jobs(ctx, pageIn(page)));
  panel.screen('job', 'queues.repair', oneJob);
  panel.screen('retry_job', 'queues.repair', (ctx, args) => repair(ctx, args, 'retry'));
  panel.screen('discard_job_ask', 'queues.repair', async (ctx, [id]) => {
    const job = await findDeadJob(await reached(ctx), idIn(id));
    if (!job) return { ...(await jobs(ctx, 0)), notice: ctx.t('admin.done_before') };
    const question = ctx.t('admin.queues.ask_discard_job', { kind: job.queue });
    return confirmation(ctx.t, question, ['discard_job', job.id], to('', 'job', job.id));
  });
  panel.confirmed('discard_job', 'queues.repair', (ctx, args) => repair(ctx, args, 'discard'));
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

async function jobs(ctx: TellerContext, page: number): Promise<View> {
  const tx = await reached(ctx);
  const shown = await pageOf(page, PAGE, (limit, offset) => deadJobs(tx, limit, offset));
  const when = await moments(ctx);
  const hint = ctx.t(shown.items.length > 0 ? 'admin.queues.jobs_hint' : 'admin.queues.no_jobs');
  return view(ctx.t('admin.queues.jobs'), [hint], [
    ...shown.items.map((job) => [to(`${signOf(job)} ${job.queue} ${clip(job.key, 20)} · ${when(job.diedAt)}`, 'job', job.id)]),
    paging(shown, 'jobs'),
    back(ctx.t, 'dead', 0),
  ]);
}

async function oneJob(ctx: TellerContext, [id]: Args): Promise<Shown> {
  const job = await findDeadJob(await reached(ctx), idIn(id));
  if (!job) return { ...(await jobs(ctx, 0)), notice: ctx.t('admin.done_before') };
  const facts = ctx.t(job.botId === null ? 'admin.queues.job_facts_wide' : 'admin.queues.job_facts', {
    ...{ kind: job.queue, key: job.key, at: (await moments(ctx))(job.diedAt) },
  });
  return view(ctx.t('admin.queues.job', { id: job.id }), [facts, clip(job.error, ERROR_LENGTH)], [
    [to(ctx.t('admin.queues.retry'), 'retry_job', job.id), to(ctx.t('admin.queues.discard'), 'discard_job_ask', job.id)],
    back(ctx.t, 'jobs', 0),
  ]);
}

async function repair(ctx: TellerContext, [arg]: Args, how: 'retry' | 'discard'): Promise<Shown> {
  const tx = await reached(ctx);
  const id = idIn(arg);
  const job = await findDeadJob(tx, id);
  const done = job !== undefined && (await (how === 'retry' ? retryJob : discardJob)(tx, id));
  if (done) await auditAct(ctx, { action: `queues.${how}_job`, object: `job:${id}`, details: { queue: job.queue, key: job.key } });
  return { ...(await jobs(ctx, 0)), notice: ctx.t(done ? 'admin.done' : 'admin.done_before') };
}

function signOf({ botId }: BuriedJob): string {
  return botId === null ? '🌐' : '⚙️';
}
