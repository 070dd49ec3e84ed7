/** Frequent questions: what is proposed after talks with people, and what admins have published of it. */
import { clip } from '../../../platform/text/index.js';
import { type CandidateSummary, listCandidates } from '../../faq/index.js';
import type { TellerContext } from '../../identity/index.js';
import { type Input, type Panel, type View, back, pageIn, pageOf, paging, to, view } from '../../panel/index.js';
import { addCandidate } from './candidate.js';
import { addPublished } from './published.js';

const PAGE = 8;
const LABEL_LENGTH = 48;

export function addFaq(panel: Panel): Input {
  panel.screen('faq', 'knowledge.manage', (ctx, [page]) => proposals(ctx, pageIn(page)));
  addPublished(panel);
  return addCandidate(panel, (ctx) => proposals(ctx, 0));
}

async function proposals(ctx: TellerContext, page: number): Promise<View> {
  const { t } = ctx;
  const tx = await ctx.tx();
  const shown = await pageOf(page, PAGE, (limit, offset) => listCandidates(tx, limit, offset));
  const hint = t(shown.items.length === 0 ? 'admin.faq.none' : 'admin.faq.hint');
  return view(t('admin.faq.title'), [hint], [
    ...shown.items.map((candidate) => [to(labelOf(candidate), 'faq_one', candidate.id)]),
    paging(shown, 'faq'),
    [to(t('admin.faq.published_button'), 'faq_own')],
    back(t, 'start'),
  ]);
}

function labelOf({ count, question }: CandidateSummary): string {
  return `${count}× ${clip(question.replace(/\s+/g, ' ').trim(), LABEL_LENGTH)}`;
}
