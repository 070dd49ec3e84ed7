/** Entries of the FAQ that admins have published, to be read and withdrawn. */
import { bold, fmt } from 'telegraf/format';
import { clip } from '../../../platform/text/index.js';
import { findEntry, listEntries, withdraw } from '../../faq/index.js';
import { LANGUAGE_NAMES, type TellerContext, auditAct } from '../../identity/index.js';
import { askToReadAgain } from '../../knowledge/index.js';
import {
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

const PAGE = 8;
const LABEL_LENGTH = 48;
const QUESTIONS_SHOWN = 5;

export function addPublished(panel: Panel): void {
  panel.screen('faq_own', 'knowledge.manage', (ctx, [page]) => published(ctx, pageIn(page)));
  panel.screen('faq_entry', 'knowledge.manage', (ctx, [id]) => one(ctx, idIn(id)));
  panel.screen('faq_withdraw_ask', 'knowledge.manage', async (ctx, [id]) => {
    const entry = await findEntry(await ctx.tx(), idIn(id));
    const question = ctx.t('admin.faq.ask_withdraw');
    return entry && confirmation(ctx.t, question, ['faq_withdraw', entry.id], to('', 'faq_entry', entry.id));
  });
  panel.confirmed('faq_withdraw', 'knowledge.manage', (ctx, [id]) => takeBack(ctx, idIn(id)));
}

async function published(ctx: TellerContext, page: number): Promise<View> {
  const { t } = ctx;
  const tx = await ctx.tx();
  const shown = await pageOf(page, PAGE, (limit, offset) => listEntries(tx, limit, offset));
  const hint = t(shown.items.length === 0 ? 'admin.faq.none_published' : 'admin.faq.published_hint');
  return view(t('admin.faq.published'), [hint], [
    ...shown.items.map(({ id, questions }) => [to(clip(questions[0] ?? '', LABEL_LENGTH), 'faq_entry', id)]),
    paging(shown, 'faq_own'),
    back(t, 'faq'),
  ]);
}

async function one(ctx: TellerContext, id: number): Promise<View | undefined> {
  const { t } = ctx;
  const entry = await findEntry(await ctx.tx(), id);
  if (!entry) return undefined;
  const { lang, questions, answer, publishedAt } = entry;
  const lines = [
    t('admin.faq.published_at', { at: (await moments(ctx))(publishedAt), language: LANGUAGE_NAMES[lang] }),
    fmt`\n${bold(t('admin.faq.questions'))}`,
    ...questions.slice(0, QUESTIONS_SHOWN).map((question) => `• ${question}`),
    fmt`\n${bold(t('admin.faq.edited_answer'))}\n${answer}`,
  ];
  return view(t('admin.faq.entry', { id }), lines, [
    [to(t('admin.faq.withdraw'), 'faq_withdraw_ask', id)],
    back(t, 'faq_own'),
  ]);
}

async function takeBack(ctx: TellerContext, id: number): Promise<Shown> {
  const tx = await ctx.tx();
  const withdrawn = await withdraw(tx, id, ctx.person.id);
  if (withdrawn) {
    await auditAct(ctx, { action: 'faq.withdraw', object: `faq:${id}` });
    await askToReadAgain(tx);
  }
  return { ...(await published(ctx, 0)), notice: ctx.t(withdrawn ? 'admin.done' : 'admin.done_before') };
}
