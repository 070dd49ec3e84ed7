/** How the bot is doing: its queues, and whether anything in them stands still. */
import { countQueues } from '../../telegram/repair.js';
import type { KnowledgeDesk } from './knowledge.js';
import { type Panel, back, to, view } from './panel.js';

/** Seconds after which something that waits is in trouble. */
const PATIENCE = 60;

export function addHealth(panel: Panel, desk: KnowledgeDesk | undefined): void {
  panel.screen('health', 'admin.open', async (ctx) => {
    const { t } = ctx;
    const queues = await countQueues(await ctx.tx(), ctx.scope.updateId);
    const problems = desk?.problems().length ?? 0;
    const lines = [
      marked(queues.oldestUpdate < PATIENCE, t('admin.health.updates', { count: queues.waitingUpdates, seconds: queues.oldestUpdate })),
      marked(queues.oldestCall < PATIENCE, t('admin.health.calls', { count: queues.waitingCalls, seconds: queues.oldestCall })),
      marked(queues.deadUpdates === 0, t('admin.health.dead', { count: queues.deadUpdates })),
      marked(queues.failedCalls === 0, t('admin.health.failed', { count: queues.failedCalls })),
      ...(desk ? [marked(problems === 0, t('admin.health.documents', { count: desk.documents().length, problems }))] : []),
    ];
    return view(t('admin.health.title'), lines, [[to(t('admin.refresh'), 'health')], back(t, 'start')]);
  });
}

function marked(isWell: boolean, line: string): string {
  return `${isWell ? '🟢' : '🔴'} ${line}`;
}
