/** The documents the bot answers from, in the process that has them. */
import { clip } from '../../platform/text/index.js';
import { type TellerContext, auditAct } from '../identity/index.js';
import type { KnowledgeDocument, KnowledgeProblem } from '../knowledge/index.js';
import { type Panel, type Shown, back, moments, pageIn, pageOf, paging, to, view } from '../panel/index.js';

/** What the panel needs of the knowledge base. */
export interface KnowledgeDesk {
  documents(): readonly KnowledgeDocument[];
  problems(): readonly KnowledgeProblem[];
  /** When the documents were last read; undefined until they have been. */
  readAt(): Date | undefined;
  /** Reads them again; never rejects. */
  reload(): Promise<void>;
}

const PAGE = 8;
const LINE_LENGTH = 120;

/** @param desk undefined in a process that answers no questions */
export function addKnowledge(panel: Panel, desk: KnowledgeDesk | undefined): void {
  panel.screen('docs', 'knowledge.manage', (ctx, [page]) => documents(ctx, desk, pageIn(page)));
  panel.screen('reload', 'knowledge.manage', async (ctx) => {
    if (desk) {
      await auditAct(ctx, { action: 'knowledge.reload' });
      ctx.scope.afterCommit(() => desk.reload());
    }
    return { ...(await documents(ctx, desk, 0)), ...(desk && { notice: ctx.t('admin.docs.reloading') }) };
  });
}

async function documents(ctx: TellerContext, desk: KnowledgeDesk | undefined, page: number): Promise<Shown> {
  const { t } = ctx;
  if (!desk) return view(t('admin.docs.title'), [t('admin.docs.elsewhere')], [back(t, 'start')]);
  const all = desk.documents();
  const shown = await pageOf(page, PAGE, (limit, offset) => Promise.resolve(all.slice(offset, offset + limit)));
  const readAt = desk.readAt();
  const lines = [
    readAt ? t('admin.docs.read_at', { at: (await moments(ctx))(readAt), count: all.length }) : t('admin.docs.unread'),
    ...desk.problems().slice(0, PAGE).map(({ document, code, detail }) => clip(`⚠️ ${document} · ${code}: ${detail}`, LINE_LENGTH)),
    ...shown.items.map(({ path, title }) => clip(`📄 ${title} · ${path}`, LINE_LENGTH)),
  ];
  return view(t('admin.docs.title'), lines, [
    [to(t('admin.refresh'), 'docs', page), to(t('admin.docs.reload'), 'reload')],
    paging(shown, 'docs'),
    back(t, 'start'),
  ]);
}
