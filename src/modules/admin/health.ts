/** How the bot is doing: who runs it, its queues, its audit log, and whether anything in them stands still. */
import { currentLease } from '../../telegram/lease.js';
import { type QueueCounts, countQueues } from '../../telegram/repair.js';
import { isSpent, usedToday } from '../answers/index.js';
import { type LogStanding, logStanding } from '../audit/index.js';
import { findSettings } from '../bots/index.js';
import type { TellerContext } from '../identity/index.js';
import { type KnowledgeStanding, knowledgeStanding } from '../knowledge/index.js';
import { countShownJobs } from './trouble/jobs.js';
import { type Panel, type Shown, ago, back, moments, to, view } from '../panel/index.js';

/** Seconds after which something that waits is in trouble. */
const PATIENCE = 60;

export function addHealth(panel: Panel): void {
  panel.screen('health', 'admin.open', health);
}

async function health(ctx: TellerContext): Promise<Shown> {
  const tx = await ctx.tx();
  const lines = [
    await processLine(ctx),
    ...queueLines(ctx, await countQueues(tx, ctx.scope.updateId), await countShownJobs(ctx)),
    documentsLine(ctx, await knowledgeStanding(tx)),
    ...(await spendingLine(ctx)),
    ...logLines(ctx, await logStanding(tx), await moments(ctx)),
  ];
  return view(ctx.t('admin.health.title'), lines, [[to(ctx.t('admin.refresh'), 'health')], back(ctx.t, 'start')]);
}

async function processLine(ctx: TellerContext): Promise<string> {
  const lease = await currentLease(await ctx.tx(), ctx.botId);
  if (!lease) return marked(false, ctx.t('admin.health.no_process'));
  const { process, since, fence } = lease;
  return marked(true, ctx.t('admin.health.process', { process, since: (await moments(ctx))(since), fence }));
}

function queueLines({ t, locale }: TellerContext, queues: QueueCounts, deadJobs: number): string[] {
  const { lastUpdate } = queues;
  const last = lastUpdate === null ? t('admin.health.no_update') : t('admin.health.last_update', { ago: ago(locale, lastUpdate) });
  return [
    // A quiet night is no trouble.
    `🕓 ${last}`,
    marked(queues.oldestUpdate < PATIENCE, t('admin.health.updates', { count: queues.waitingUpdates, seconds: queues.oldestUpdate })),
    marked(queues.oldestCall < PATIENCE, t('admin.health.calls', { count: queues.waitingCalls, seconds: queues.oldestCall })),
    marked(queues.deadUpdates === 0, t('admin.health.dead', { count: queues.deadUpdates })),
    marked(queues.failedCalls === 0, t('admin.health.failed', { count: queues.failedCalls })),
    marked(deadJobs === 0, t('admin.health.jobs', { count: deadJobs })),
  ];
}

function documentsLine({ t }: TellerContext, { documents, problems, readAt }: KnowledgeStanding): string {
  if (!readAt) return marked(false, t('admin.docs.unread'));
  return marked(problems.length === 0, t('admin.health.documents', { count: documents.length, problems: problems.length }));
}

/** Only where the limit of the day is reached. */
async function spendingLine(ctx: TellerContext): Promise<string[]> {
  const tx = await ctx.tx();
  const { settings } = await findSettings(tx, ctx.botId);
  return isSpent(settings, await usedToday(tx, settings)) ? [marked(false, ctx.t('admin.health.spent'))] : [];
}

function logLines({ t }: TellerContext, log: LogStanding, when: (at: Date) => string): string[] {
  const { unsealed, oldestUnsealed, anchored, sealed, anchoredAt, oldestUnanchored } = log;
  const head = anchoredAt
    ? t('admin.health.anchored', { at: when(anchoredAt), count: anchored })
    : t('admin.health.not_anchored');
  return [
    marked(oldestUnsealed < PATIENCE, t('admin.health.unsealed', { count: unsealed, seconds: oldestUnsealed })),
    marked(oldestUnanchored < PATIENCE, head),
    ...(sealed < anchored ? [marked(false, t('admin.health.shorter', { count: anchored - sealed }))] : []),
  ];
}

function marked(isWell: boolean, line: string): string {
  return `${isWell ? '🟢' : '🔴'} ${line}`;
}
