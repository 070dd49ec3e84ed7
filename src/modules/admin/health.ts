/** How the bot is doing: who runs it, its queues, its audit log, and whether anything in them stands still. */
import { currentLease } from '../../telegram/lease.js';
import { type QueueCounts, countQueues } from '../../telegram/repair.js';
import { type LogStanding, logStanding } from '../audit/index.js';
import type { TellerContext } from '../identity/index.js';
import type { KnowledgeDesk } from './knowledge.js';
import { type Panel, type Shown, ago, back, moments, to, view } from '../panel/index.js';

/** Seconds after which something that waits is in trouble. */
const PATIENCE = 60;

export function addHealth(panel: Panel, desk: KnowledgeDesk | undefined): void {
  panel.screen('health', 'admin.open', (ctx) => health(ctx, desk));
}

async function health(ctx: TellerContext, desk: KnowledgeDesk | undefined): Promise<Shown> {
  const tx = await ctx.tx();
  const lines = [
    await processLine(ctx),
    ...queueLines(ctx, await countQueues(tx, ctx.scope.updateId)),
    ...(desk ? [documentsLine(ctx, desk)] : []),
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

function queueLines({ t, locale }: TellerContext, queues: QueueCounts): string[] {
  const { lastUpdate } = queues;
  const last = lastUpdate === null ? t('admin.health.no_update') : t('admin.health.last_update', { ago: ago(locale, lastUpdate) });
  return [
    // A quiet night is no trouble.
    `🕓 ${last}`,
    marked(queues.oldestUpdate < PATIENCE, t('admin.health.updates', { count: queues.waitingUpdates, seconds: queues.oldestUpdate })),
    marked(queues.oldestCall < PATIENCE, t('admin.health.calls', { count: queues.waitingCalls, seconds: queues.oldestCall })),
    marked(queues.deadUpdates === 0, t('admin.health.dead', { count: queues.deadUpdates })),
    marked(queues.failedCalls === 0, t('admin.health.failed', { count: queues.failedCalls })),
  ];
}

function documentsLine({ t }: TellerContext, desk: KnowledgeDesk): string {
  const problems = desk.problems().length;
  return marked(problems === 0, t('admin.health.documents', { count: desk.documents().length, problems }));
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
