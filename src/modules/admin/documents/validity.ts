/** From when to when a version holds: chosen by a button, or typed. What the buttons change is the version they were drawn for. */
import type { TellerContext } from '../../identity/index.js';
import { changeValidity, findVersion } from '../../knowledge/index.js';
import { type Input, type Panel, type Shown, type View, ask, back, idIn, to, view } from '../../panel/index.js';
import { beginningsAfter, daysIn, endsFrom } from './days.js';
import { documentScreen, shownAfter } from './one.js';
import { PERMISSION, dayText, todayOf, workOf } from './words.js';

type End = 'from' | 'until';

const NONE = 'none';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function addValidity(panel: Panel): Input {
  const input: Input = { name: 'doc_day', permission: PERMISSION, take: (ctx, words, [id, end]) => byWords(ctx, words, idIn(id), endIn(end)) };
  panel.screen('doc_day', PERMISSION, (ctx, [id, end]) => choice(ctx, idIn(id), endIn(end)));
  panel.screen('doc_day_set', PERMISSION, (ctx, [id, end, day = '']) =>
    DAY.test(day) || day === NONE ? change(ctx, idIn(id), endIn(end), day === NONE ? null : day) : Promise.resolve(undefined),
  );
  panel.asking('doc_day_ask', PERMISSION, async (ctx, [id, end]) => {
    const version = await findVersion(await ctx.tx(), idIn(id));
    return version !== undefined && ask(input, ctx, ctx.t(`admin.docs.ask_${endIn(end)}`), String(version.id), endIn(end));
  });
  return input;
}

function endIn(arg: string | undefined): End {
  return arg === 'from' ? 'from' : 'until';
}

async function choice(ctx: TellerContext, versionId: number, end: End): Promise<View | undefined> {
  const { t, locale } = ctx;
  const version = await findVersion(await ctx.tx(), versionId);
  if (!version) return undefined;
  const days = (end === 'until' ? endsFrom : beginningsAfter)(await todayOf(ctx));
  const now = end === 'until' ? version.validUntil : version.validFrom;
  const hint = now === null ? t(`admin.docs.no_${end}`) : t(`admin.docs.now_${end}`, { day: dayText(locale, now) });
  const preset = (['month', 'quarter', 'year'] as const).map((span) => [
    to(t(`admin.docs.${end}_${span}`, { day: dayText(locale, days[span]) }), 'doc_day_set', version.id, end, days[span]),
  ]);
  return view(version.title, [hint, t(`admin.docs.hint_${end}`)], [
    ...preset,
    [to(t('admin.docs.other_day'), 'doc_day_ask', version.id, end)],
    now === null ? [] : [to(t(`admin.docs.clear_${end}`), 'doc_day_set', version.id, end, NONE)],
    back(t, 'doc', version.documentId),
  ]);
}

async function change(ctx: TellerContext, versionId: number, end: End, day: string | null): Promise<Shown | undefined> {
  const version = await findVersion(await ctx.tx(), versionId);
  if (!version) return undefined;
  if (isTurned(version, end, day)) {
    const shown = await choice(ctx, versionId, end);
    return shown && { ...shown, notice: ctx.t('admin.docs.turned') };
  }
  const done = await changeValidity(await workOf(ctx), versionId, end === 'until' ? { validUntil: day } : { validFrom: day });
  return shownAfter(ctx, done, version.documentId);
}

async function byWords(ctx: TellerContext, words: string, versionId: number, end: End): Promise<View | string | undefined> {
  const [day, another] = daysIn(words, await todayOf(ctx)) ?? [];
  if (day === undefined || another !== undefined) return ctx.t('admin.docs.no_day');
  const version = await findVersion(await ctx.tx(), versionId);
  if (!version) return undefined;
  if (isTurned(version, end, day)) return ctx.t('admin.docs.turned');
  const done = await changeValidity(await workOf(ctx), versionId, end === 'until' ? { validUntil: day } : { validFrom: day });
  if (done === 'stale') ctx.say(ctx.t('admin.docs.newer'));
  if (done === 'turned') ctx.say(ctx.t('admin.docs.turned'));
  if (done === 'not_allowed') ctx.say(ctx.t('common.forbidden'));
  return documentScreen(ctx, version.documentId);
}

/** Whether it would end before it begins. */
function isTurned({ validFrom, validUntil }: { readonly validFrom: string | null; readonly validUntil: string | null }, end: End, day: string | null): boolean {
  const [from, until] = end === 'until' ? [validFrom, day] : [day, validUntil];
  return from !== null && until !== null && until < from;
}
