/** The list of documents: those of the database and those of the folder, with what is wrong with any. */
import { clip } from '../../../platform/text/index.js';
import { type TellerContext, auditAct } from '../../identity/index.js';
import {
  type KnowledgeProblem,
  type KnowledgeStanding,
  type StoredDocument,
  askToReadAgain,
  knowledgeStanding,
  listDocuments,
  pathOf,
  stateOn,
} from '../../knowledge/index.js';
import { type Button, type Panel, type Shown, back, keyOf, moments, pageIn, pageOfAll, paging, pairs, to, view } from '../../panel/index.js';
import { MARKS, PERMISSION, mayForAll, problemText, todayOf, validityText } from './words.js';

const PAGE = 8;
const LINE_LENGTH = 160;
const PROBLEMS = 5;
/** More than anybody would page through. */
const MOST = 2_000;

/** A line of the list, and what its button opens. */
interface Listed {
  readonly key: string;
  readonly line: string;
  readonly open: readonly [string, string | number];
}

export function addList(panel: Panel): void {
  panel.screen('docs', PERMISSION, (ctx, [page]) => documents(ctx, pageIn(page)));
  panel.screen('reload', PERMISSION, async (ctx) => {
    await auditAct(ctx, { action: 'knowledge.reload' });
    await askToReadAgain(await ctx.tx());
    return { ...(await documents(ctx, 0)), notice: ctx.t('admin.docs.reloading') };
  });
}

async function documents(ctx: TellerContext, page: number): Promise<Shown> {
  const { t } = ctx;
  const tx = await ctx.tx();
  const standing = await knowledgeStanding(tx);
  const today = await todayOf(ctx);
  const when = await moments(ctx, { dateStyle: 'short' });
  const stored = await listDocuments(tx, today, MOST);
  const all = [...stored.map((each) => listedStored(ctx, each, standing, when)), ...listedFiles(ctx, standing, stored, today)];
  const shown = pageOfAll(all.sort((one, other) => one.key.localeCompare(other.key)), page, PAGE);
  const lines = [
    standing.readAt ? t('admin.docs.read_at', { at: (await moments(ctx))(standing.readAt), count: all.length }) : t('admin.docs.unread'),
    ...(page === 0 ? problemLines(ctx, standing.problems) : []),
    ...(shown.items.length > 0 ? [t('admin.docs.legend')] : []),
    ...shown.items.map(({ line }, index) => clip(`${index + 1}. ${line}`, LINE_LENGTH)),
  ];
  const numbers = shown.items.map(({ open: [screen, arg] }, index) => to(String(index + 1), screen, arg));
  return view(t('admin.docs.title'), lines, [
    ...halves(numbers),
    paging(shown, 'docs'),
    [to(t('admin.docs.upload'), 'doc_upload', 0)],
    (await mayForAll(ctx)) ? [to(t('admin.docs.upload_all'), 'doc_upload', 1)] : [],
    ...pairs([to(t('admin.refresh'), 'docs', page), to(t('admin.docs.reload'), 'reload')]),
    back(t, 'start'),
  ]);
}

function halves(buttons: readonly Button[]): Button[][] {
  return [buttons.slice(0, PAGE / 2), buttons.slice(PAGE / 2)];
}

function problemLines({ t }: TellerContext, problems: readonly KnowledgeProblem[]): string[] {
  const lines = problems.slice(0, PROBLEMS).map((problem) => {
    const parts = [problem.document, problemText(t, problem)].filter((part) => part !== '');
    return clip(`${MARKS.problem} ${parts.join(': ')}`, LINE_LENGTH);
  });
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, t('admin.docs.more_problems', { count: more })] : lines;
}

function listedStored(ctx: TellerContext, document: StoredDocument, { problems }: KnowledgeStanding, when: (at: Date) => string): Listed {
  const { id, botId, name, state, newest } = document;
  const isBad = state !== 'withdrawn' && problems.some((problem) => problem.document === pathOf(botId, name));
  const marks = `${isBad ? MARKS.problem : MARKS[state]}${botId === null ? '🌐' : '🤖'}`;
  const validity = validityText(ctx.t, ctx.locale, newest);
  const parts = [`${marks} ${newest.title}`, name, when(newest.uploadedAt), validity];
  return { key: newest.title, line: parts.filter((part) => part !== undefined).join(' · '), open: ['doc', id] };
}

/** Files of the folder, but for those that a document of the database has taken the place of. */
function listedFiles({ t, locale }: TellerContext, { documents: files }: KnowledgeStanding, stored: readonly StoredDocument[], today: string): Listed[] {
  const taken = new Map(stored.map((each) => [pathOf(each.botId, each.name), each]));
  const isStored = (path: string, version: string): boolean => {
    const document = taken.get(path);
    return document !== undefined && (document.state !== 'withdrawn' || document.newest.version === version);
  };
  return files
    .filter(({ path, version }) => !isStored(path, version))
    .map((file) => {
      const parts = [`${MARKS[stateOn(file, today)]}📁 ${file.title}`, file.path, validityText(t, locale, file)];
      return { key: file.title, line: parts.filter((part) => part !== undefined).join(' · '), open: ['doc_file', keyOf(file.path)] };
    });
}
