/** The documents the bot answers from, as the processes that answer have read them. */
import { clip } from '../../platform/text/index.js';
import { type TellerContext, auditAct } from '../identity/index.js';
import { askToReadAgain, knowledgeStanding } from '../knowledge/index.js';
import { type Panel, type Shown, back, moments, pageIn, pageOfAll, paging, to, view } from '../panel/index.js';

const PAGE = 8;
const LINE_LENGTH = 120;

export function addKnowledge(panel: Panel): void {
  panel.screen('docs', 'knowledge.manage', (ctx, [page]) => documents(ctx, pageIn(page)));
  panel.screen('reload', 'knowledge.manage', async (ctx) => {
    await auditAct(ctx, { action: 'knowledge.reload' });
    await askToReadAgain(await ctx.tx());
    return { ...(await documents(ctx, 0)), notice: ctx.t('admin.docs.reloading') };
  });
}

async function documents(ctx: TellerContext, page: number): Promise<Shown> {
  const { t } = ctx;
  const { documents: all, problems, readAt } = await knowledgeStanding(await ctx.tx());
  const shown = pageOfAll(all, page, PAGE);
  const lines = [
    readAt ? t('admin.docs.read_at', { at: (await moments(ctx))(readAt), count: all.length }) : t('admin.docs.unread'),
    ...problems.slice(0, PAGE).map(({ document, code, detail }) => clip(`⚠️ ${document} · ${code}: ${detail}`, LINE_LENGTH)),
    ...shown.items.map(({ path, title }) => clip(`📄 ${title} · ${path}`, LINE_LENGTH)),
  ];
  return view(t('admin.docs.title'), lines, [
    [to(t('admin.refresh'), 'docs', page), to(t('admin.docs.reload'), 'reload')],
    paging(shown, 'docs'),
    back(t, 'start'),
  ]);
}
