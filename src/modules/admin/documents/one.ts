/** One document: where it stands, its versions, and what can be done about it. */
import type { TellerContext } from '../../identity/index.js';
import {
  type DocumentVersion,
  type Done,
  documentFile,
  findDocument,
  findVersion,
  knowledgeStanding,
  listVersions,
  noteDownload,
  pathOf,
  restoreDocument,
  stateOn,
  withdrawDocument,
} from '../../knowledge/index.js';
import {
  type Args,
  type Button,
  type Page,
  type Panel,
  type Shown,
  type View,
  back,
  confirmation,
  idIn,
  keyOf,
  moments,
  pageIn,
  pageOf,
  pairs,
  to,
  view,
} from '../../panel/index.js';
import { MARKS, PERMISSION, mayForAll, problemText, sizeText, todayOf, uploaderOf, validityText, workOf } from './words.js';

const PAGE = 8;

export function addOne(panel: Panel): void {
  panel.screen('doc', PERMISSION, (ctx, [id]) => documentScreen(ctx, idIn(id)));
  panel.screen('doc_file', PERMISSION, (ctx, [key]) => fileScreen(ctx, key));
  panel.screen('doc_versions', PERMISSION, versions);
  panel.screen('doc_version', PERMISSION, (ctx, [id]) => versionScreen(ctx, idIn(id)));
  panel.screen('doc_withdraw', PERMISSION, async (ctx, [id]) => {
    const document = await findDocument(await ctx.tx(), idIn(id), await todayOf(ctx));
    if (!document) return undefined;
    const question = ctx.t('admin.docs.withdraw_sure', { title: document.newest.title });
    return confirmation(ctx.t, question, ['doc_withdraw_yes', document.id], to('', 'doc', document.id));
  });
  panel.confirmed('doc_withdraw_yes', PERMISSION, async (ctx, [id]) =>
    shownAfter(ctx, await withdrawDocument(await workOf(ctx), idIn(id)), idIn(id)),
  );
  panel.screen('doc_restore', PERMISSION, async (ctx, [id]) => {
    const version = await findVersion(await ctx.tx(), idIn(id));
    if (!version) return undefined;
    const question = ctx.t('admin.docs.restore_sure', { version: version.version });
    return confirmation(ctx.t, question, ['doc_restore_yes', version.id], to('', 'doc_version', version.id));
  });
  panel.confirmed('doc_restore_yes', PERMISSION, async (ctx, [id]) => {
    const version = await findVersion(await ctx.tx(), idIn(id));
    return version && shownAfter(ctx, await restoreDocument(await workOf(ctx), version.id), version.documentId);
  });
  panel.asking('doc_get', PERMISSION, async (ctx, [id]) => {
    const document = await noteDownload(await workOf(ctx), idIn(id));
    if (document) ctx.send([{ chatId: ctx.person.telegramId, method: 'sendDocument', payload: { document: documentFile(idIn(id)) } }]);
    return document !== undefined;
  });
}

/** The document after an act on it, with a word on what came of it. */
export async function shownAfter(ctx: TellerContext, done: Done, id: number): Promise<Shown | undefined> {
  const shown = await documentScreen(ctx, id);
  return shown && { ...shown, notice: ctx.t(NOTICES[done]) };
}

const NOTICES = {
  done: 'admin.docs.done',
  unchanged: 'admin.done_before',
  no_such: 'common.stale',
  not_allowed: 'common.forbidden',
  stale: 'admin.docs.newer',
  turned: 'admin.docs.turned',
} as const;

export async function documentScreen(ctx: TellerContext, id: number): Promise<View | undefined> {
  const { t, locale } = ctx;
  const document = await findDocument(await ctx.tx(), id, await todayOf(ctx));
  if (!document) return undefined;
  const { newest, name, botId, state } = document;
  const { problems } = await knowledgeStanding(await ctx.tx());
  const wrong = state === 'withdrawn' ? undefined : problems.find((problem) => problem.document === pathOf(botId, name));
  const lines = [
    t('admin.docs.path', { name }),
    t(botId === null ? 'admin.docs.of_all' : 'admin.docs.of_bot'),
    `${MARKS[state]} ${t(`admin.docs.states.${state}`)}`,
    ...(wrong ? [`${MARKS.problem} ${problemText(t, wrong)}`] : []),
    ...(newest.id !== document.inForceId && state !== 'withdrawn' && state !== 'not_yet' ? [t('admin.docs.newer_later')] : []),
    t('admin.docs.valid', { validity: validityText(t, locale, newest) ?? t('admin.docs.without_end') }),
    t('admin.docs.version', { version: newest.version, size: sizeText(locale, newest.size), passages: newest.passages }),
    await uploadedLine(ctx, newest),
  ];
  const mayChange = botId !== null || (await mayForAll(ctx));
  const changes = [
    to(t('admin.docs.new_version'), 'doc_next', id),
    ...(state === 'withdrawn'
      ? [to(t('admin.docs.restore'), 'doc_restore', newest.id)]
      : [
          to(t('admin.docs.set_from'), 'doc_day', newest.id, 'from'),
          to(t('admin.docs.set_until'), 'doc_day', newest.id, 'until'),
          to(t('admin.docs.withdraw'), 'doc_withdraw', id),
        ]),
  ];
  return view(newest.title, lines, [
    ...pairs([to(t('admin.docs.download'), 'doc_get', newest.id), to(t('admin.docs.versions'), 'doc_versions', id, 0)]),
    ...pairs(mayChange ? changes : []),
    back(t, 'docs', 0),
  ]);
}

async function uploadedLine(ctx: TellerContext, version: DocumentVersion): Promise<string> {
  const through = ctx.t(`admin.docs.through.${version.uploadedThrough}`);
  const at = (await moments(ctx))(version.uploadedAt);
  return ctx.t('admin.docs.uploaded', { at, by: await uploaderOf(ctx, version), through });
}

/** A file of the folder, which is changed where it stands. */
async function fileScreen(ctx: TellerContext, key: string | undefined): Promise<View | undefined> {
  const { t, locale } = ctx;
  const file = (await knowledgeStanding(await ctx.tx())).documents.find(({ path }) => keyOf(path) === key);
  if (!file) return undefined;
  const state = stateOn(file, await todayOf(ctx));
  const lines = [
    t('admin.docs.path', { name: file.path }),
    t(file.botId === undefined ? 'admin.docs.of_all' : 'admin.docs.of_bot'),
    `${MARKS[state]} ${t(`admin.docs.states.${state}`)}`,
    t('admin.docs.valid', { validity: validityText(t, locale, file) ?? t('admin.docs.without_end') }),
    t('admin.docs.file_version', { version: file.version, passages: file.passages }),
    t('admin.docs.in_folder'),
  ];
  return view(file.title, lines, [back(t, 'docs', 0)]);
}

async function versions(ctx: TellerContext, [arg, page]: Args): Promise<Shown | undefined> {
  const { t, locale } = ctx;
  const tx = await ctx.tx();
  const document = await findDocument(tx, idIn(arg), await todayOf(ctx));
  if (!document) return undefined;
  const shown = await pageOf(pageIn(page), PAGE, (limit, offset) => listVersions(tx, document.id, limit, offset));
  const when = await moments(ctx);
  const lines = shown.items.map((each, index) => {
    const mark = each.withdrawnAt ? MARKS.withdrawn : each.id === document.inForceId ? MARKS[document.state] : '▫️';
    const parts = [`${index + 1}. ${mark} ${when(each.uploadedAt)}`, each.version, validityText(t, locale, each)];
    return parts.filter((part) => part !== undefined).join(' · ');
  });
  const numbers = shown.items.map(({ id }, index) => to(String(index + 1), 'doc_version', id));
  return view(t('admin.docs.versions_of', { title: document.newest.title }), lines, [
    numbers.slice(0, PAGE / 2),
    numbers.slice(PAGE / 2),
    versionPaging(shown, document.id),
    back(t, 'doc', document.id),
  ]);
}

async function versionScreen(ctx: TellerContext, id: number): Promise<View | undefined> {
  const { t, locale } = ctx;
  const tx = await ctx.tx();
  const version = await findVersion(tx, id);
  const document = version && (await findDocument(tx, version.documentId, await todayOf(ctx)));
  if (!document) return undefined;
  const isNewest = version.id === document.newest.id && !version.withdrawnAt;
  const mayRestore = !isNewest && (document.botId !== null || (await mayForAll(ctx)));
  const lines = [
    t('admin.docs.path', { name: document.name }),
    t('admin.docs.valid', { validity: validityText(t, locale, version) ?? t('admin.docs.without_end') }),
    t('admin.docs.version', { version: version.version, size: sizeText(locale, version.size), passages: version.passages }),
    await uploadedLine(ctx, version),
    ...(version.withdrawnAt ? [t('admin.docs.states.withdrawn')] : []),
  ];
  return view(version.title, lines, [
    [to(t('admin.docs.download'), 'doc_get', version.id)],
    mayRestore ? [to(t('admin.docs.restore'), 'doc_restore', version.id)] : [],
    back(t, 'doc_versions', document.id, 0),
  ]);
}

/** The document stands before the page in the data of these buttons. */
function versionPaging({ page, hasNext }: Page<unknown>, id: number): Button[] {
  return [
    ...(page > 0 ? [to('◀️', 'doc_versions', id, page - 1)] : []),
    ...(hasNext ? [to('▶️', 'doc_versions', id, page + 1)] : []),
  ];
}
