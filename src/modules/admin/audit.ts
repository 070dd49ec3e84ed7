/** The audit log: newest first, by who acted or by what they did. */
import { code, fmt } from 'telegraf/format';
import { clip } from '../../platform/text/index.js';
import { type ActFilter, type WrittenAct, findAct, listActs } from '../audit/index.js';
import type { TellerContext } from '../identity/index.js';
import { type Args, type Panel, type Shown, back, idIn, moment, pageIn, pageOf, paging, to, view } from './panel.js';

const PAGE = 8;
const DETAILS_LENGTH = 600;

export function addAudit(panel: Panel): void {
  panel.screen('audit', 'audit.view', acts);
  panel.screen('act', 'audit.view', one);
}

/** Arguments: the page, and `by` an actor or `of` an action, whose colons are dots in a button's data. */
async function acts(ctx: TellerContext, [page, kind, value = '']: Args): Promise<Shown> {
  const tx = await ctx.tx();
  const filter = filterOf(kind, value);
  const shown = await pageOf(pageIn(page), PAGE, (limit, offset) => listActs(tx, filter, { limit, offset }));
  const filtered = Object.values<string>({ ...filter }).map((each) => ctx.t('admin.audit.only', { what: each }));
  const lines = shown.items.map((act, index) => `${index + 1}. ${line(ctx, act)}`);
  const rest = filtered.length > 0 && kind !== undefined ? [kind, value] : [];
  return view(ctx.t('admin.audit.title'), [...filtered, ...(lines.length > 0 ? lines : [ctx.t('admin.audit.none')])], [
    ...halves(shown.items.map(({ id }, index) => to(String(index + 1), 'act', id))),
    paging(shown, 'audit', ...rest),
    rest.length > 0 ? [to(ctx.t('admin.audit.all'), 'audit', 0)] : [],
    back(ctx.t, 'start'),
  ]);
}

async function one(ctx: TellerContext, [id]: Args): Promise<Shown | undefined> {
  const act = await findAct(await ctx.tx(), idIn(id));
  if (!act) return undefined;
  const details = act.details ? [fmt`${code(clip(JSON.stringify(act.details), DETAILS_LENGTH))}`] : [];
  return view(ctx.t('admin.audit.one', { id: act.id }), [line(ctx, act), ...details], [
    [to(ctx.t('admin.audit.by'), 'audit', 0, 'by', act.actor.replace(':', '.'))],
    [to(ctx.t('admin.audit.of'), 'audit', 0, 'of', act.action)],
    back(ctx.t, 'audit', 0),
  ]);
}

function filterOf(kind: string | undefined, value: string): ActFilter {
  if (kind === 'by') return { actor: value.replace('.', ':') };
  return kind === 'of' ? { action: value } : {};
}

function line(ctx: TellerContext, { at, actor, action, object, outcome }: WrittenAct): string {
  const target = object === null ? '' : ` → ${object}`;
  return `${outcome === 'done' ? '✅' : '⛔'} ${moment(ctx.locale, at)} · ${actor} · ${action}${target}`;
}

function halves<Item>(items: readonly Item[]): Item[][] {
  const half = Math.ceil(items.length / 2);
  return [items.slice(0, half), items.slice(half)];
}
