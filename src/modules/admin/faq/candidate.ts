/**
 * One proposal: read, its answer edited, published or rejected. The button that publishes names what was shown, so that
 * nothing is published that its admin has not read; of two who decide, the first counts.
 */
import { bold, fmt } from 'telegraf/format';
import { clip } from '../../../platform/text/index.js';
import { isPlainText } from '../../bots/index.js';
import {
  type Candidate,
  decide,
  findCandidate,
  listCandidates,
  lockProposed,
  publish,
  saveDraft,
} from '../../faq/index.js';
import { LANGUAGE_NAMES, type TellerContext, auditAct } from '../../identity/index.js';
import { askToReadAgain } from '../../knowledge/index.js';
import { type Args, type Input, type Panel, type Shown, type View, ask, back, idIn, keyOf, to, view } from '../../panel/index.js';

/** All of a screen must fit into a message. */
const ANSWER_LENGTH = 2_000;
/** Telegram takes no longer messages, so that nothing is cut before it was found too long. */
const MESSAGE_LENGTH = 4_096;
/** Far more than anybody goes through one by one. */
const MOST = 1_000;

/** @param list draws what is proposed */
export function addCandidate(panel: Panel, list: (ctx: TellerContext) => Promise<View>): Input {
  const input: Input = { name: 'faq', permission: 'knowledge.manage', length: MESSAGE_LENGTH, take: edit };
  panel.screen('faq_one', 'knowledge.manage', (ctx, [id]) => one(ctx, idIn(id)));
  panel.screen('faq_next', 'knowledge.manage', async (ctx, [id]) => (await next(ctx, idIn(id))) ?? list(ctx));
  panel.screen('faq_accept', 'knowledge.manage', (ctx, args) => accept(ctx, args, list));
  panel.screen('faq_reject', 'knowledge.manage', (ctx, [id]) => reject(ctx, idIn(id), list));
  panel.asking('faq_edit', 'knowledge.manage', async (ctx, [id]) => {
    const candidate = await findCandidate(await ctx.tx(), idIn(id));
    return candidate !== undefined && ask(input, ctx, ctx.t('admin.faq.ask', { count: ANSWER_LENGTH }), String(candidate.id));
  });
  return input;
}

async function one(ctx: TellerContext, id: number): Promise<View | undefined> {
  const candidate = await findCandidate(await ctx.tx(), id);
  return candidate && screenOf(ctx, candidate);
}

function screenOf({ t }: TellerContext, candidate: Candidate): View {
  const { id, lang, count, questions, answer, isEdited } = candidate;
  const lines = [
    t('admin.faq.asked', { times: count, language: LANGUAGE_NAMES[lang] }),
    fmt`\n${bold(t('admin.faq.questions'))}`,
    ...questions.map((question) => `• ${question}`),
    fmt`\n${bold(t(isEdited ? 'admin.faq.edited_answer' : 'admin.faq.answer'))}\n${answer}`,
    `\n${t('admin.faq.check')}`,
  ];
  return view(t('admin.faq.one', { id }), lines, [
    [to(t('admin.faq.accept'), 'faq_accept', id, seenAs(candidate)), to(t('admin.faq.edit'), 'faq_edit', id)],
    [to(t('admin.faq.reject'), 'faq_reject', id), to(t('admin.faq.next'), 'faq_next', id)],
    back(t, 'faq'),
  ]);
}

/** A short name for what would be published. */
function seenAs({ questions, answer }: Candidate): string {
  return keyOf(JSON.stringify([questions, answer]));
}

/** The one after it in the list; undefined at its end. */
async function next(ctx: TellerContext, id: number): Promise<View | undefined> {
  const all = await listCandidates(await ctx.tx(), MOST, 0);
  const after = all[all.findIndex((candidate) => candidate.id === id) + 1];
  return after && one(ctx, after.id);
}

async function accept(ctx: TellerContext, [arg, seen]: Args, list: (ctx: TellerContext) => Promise<View>): Promise<Shown | undefined> {
  const tx = await ctx.tx();
  const id = idIn(arg);
  if (!(await lockProposed(tx, id))) return { ...(await list(ctx)), notice: ctx.t('admin.faq.decided') };
  const candidate = await findCandidate(tx, id);
  if (!candidate) return undefined;
  if (seenAs(candidate) !== seen) return { ...screenOf(ctx, candidate), notice: ctx.t('admin.faq.changed') };
  const entryId = await publish(tx, ctx.botId, candidate, ctx.person.id);
  await decide(tx, id, 'accepted', ctx.person.id);
  await auditAct(ctx, { action: 'faq.accept', object: `faq:${entryId}`, details: { candidate: id, edited: candidate.isEdited } });
  await askToReadAgain(tx);
  return { ...(await list(ctx)), notice: ctx.t('admin.faq.accepted') };
}

async function reject(ctx: TellerContext, id: number, list: (ctx: TellerContext) => Promise<View>): Promise<Shown> {
  const rejected = await decide(await ctx.tx(), id, 'rejected', ctx.person.id);
  if (rejected) await auditAct(ctx, { action: 'faq.reject', object: `faq-candidate:${id}` });
  return { ...(await list(ctx)), notice: ctx.t(rejected ? 'admin.done' : 'admin.faq.decided') };
}

async function edit(ctx: TellerContext, words: string, [arg]: Args): Promise<View | string | undefined> {
  const id = idIn(arg);
  if (words.length > ANSWER_LENGTH) return ctx.t('admin.faq.too_long', { length: words.length, most: ANSWER_LENGTH });
  if (!isPlainText(words)) return ctx.t('admin.settings.texts.unreadable');
  if (!(await saveDraft(await ctx.tx(), id, clip(words, ANSWER_LENGTH)))) {
    ctx.say(ctx.t('admin.faq.decided'));
    return undefined;
  }
  await auditAct(ctx, { action: 'faq.edit', object: `faq-candidate:${id}` });
  return one(ctx, id);
}
