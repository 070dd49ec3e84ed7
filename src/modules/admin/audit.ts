/** The audit log: newest first, by who acted or by what they did. */
import { code, fmt } from 'telegraf/format';
import type { Translate } from '../../locales/index.js';
import { clip } from '../../platform/text/index.js';
import { can, mayEverywhere } from '../access/index.js';
import { type ActFilter, type ActScope, type WrittenAct, findAct, listActs } from '../audit/index.js';
import { type TellerContext, findPersons } from '../identity/index.js';
import { actName } from './act-names.js';
import {
  type Args,
  type Button,
  type Panel,
  type Shown,
  back,
  idIn,
  moments,
  pageIn,
  pageOf,
  paging,
  to,
  view,
} from '../panel/index.js';
import { labelOf } from './people.js';

const PAGE = 8;
const DETAILS_LENGTH = 600;
const PERSON = 'person:';

/** A log with its screens: that of the bot, or that of the whole installation. */
interface Log {
  readonly scope: ActScope;
  readonly list: string;
  readonly one: string;
  readonly title: 'admin.audit.title' | 'admin.audit.wide_title';
}

const OWN: Log = { scope: 'bot', list: 'audit', one: 'act', title: 'admin.audit.title' };
const WIDE: Log = { scope: 'installation', list: 'audit_wide', one: 'act_wide', title: 'admin.audit.wide_title' };

export function addAudit(panel: Panel): void {
  panel.screen(OWN.list, 'audit.view', (ctx, args) => acts(ctx, OWN, args));
  panel.screen(OWN.one, 'audit.view', (ctx, args) => one(ctx, OWN, args));
  panel.wideScreen(WIDE.list, 'audit.view', (ctx, args) => acts(ctx, WIDE, args));
  panel.wideScreen(WIDE.one, 'audit.view', (ctx, args) => one(ctx, WIDE, args));
}

/** Arguments: the page, and `by` an actor, `of` an action or `on` an object, whose colons are dots in a button's data. */
async function acts(ctx: TellerContext, log: Log, [page, kind, value = '']: Args): Promise<Shown> {
  const tx = await ctx.tx();
  const filter = filterOf(kind, value);
  const shown = await pageOf(pageIn(page), PAGE, (limit, offset) => listActs(tx, log.scope, filter, { limit, offset }));
  const said = Object.values<string>({ ...filter });
  const names = await namesOf(ctx, [...said, ...shown.items.flatMap(partiesOf)]);
  const filtered = said.map((each) => ctx.t('admin.audit.only', { what: actName(ctx.t, names(each)) }));
  const when = await moments(ctx);
  const lines = shown.items.map((act, index) => `${index + 1}. ${line(ctx.t, when, names, act)}`);
  const rest = filtered.length > 0 && kind !== undefined ? [kind, value] : [];
  return view(ctx.t(log.title), [...filtered, ...(lines.length > 0 ? lines : [ctx.t('admin.audit.none')])], [
    ...halves(shown.items.map(({ id }, index) => to(String(index + 1), log.one, id))),
    paging(shown, log.list, ...rest),
    rest.length > 0 ? [to(ctx.t('admin.audit.all'), log.list, 0)] : [],
    await otherLog(ctx, log),
    back(ctx.t, ...behind(kind, value)),
  ]);
}

/** What somebody's acts were opened from. */
function behind(kind: string | undefined, value: string): [string, ...number[]] {
  const person = PERSON.replace(':', '.');
  return (kind === 'by' || kind === 'on') && value.startsWith(person) ? ['person', idIn(value.slice(person.length))] : ['start'];
}

/** The button to the other log, for those who may read both. */
async function otherLog(ctx: TellerContext, { scope }: Log): Promise<Button[]> {
  if (!(await mayEverywhere(await ctx.tx(), ctx.person.telegramId, 'audit.view'))) return [];
  return [scope === 'bot' ? to(ctx.t('admin.audit.to_wide'), WIDE.list, 0) : to(ctx.t('admin.audit.to_own'), OWN.list, 0)];
}

async function one(ctx: TellerContext, log: Log, [id]: Args): Promise<Shown | undefined> {
  const act = await findAct(await ctx.tx(), log.scope, idIn(id));
  if (!act) return undefined;
  const details = [act.action, ...(act.details ? [clip(JSON.stringify(act.details), DETAILS_LENGTH)] : [])].map((part) => fmt`${code(part)}`);
  const names = await namesOf(ctx, partiesOf(act));
  return view(ctx.t('admin.audit.one', { id: act.id }), [line(ctx.t, await moments(ctx), names, act), ...details], [
    [to(ctx.t('admin.audit.by'), log.list, 0, 'by', act.actor.replace(':', '.'))],
    [to(ctx.t('admin.audit.of'), log.list, 0, 'of', act.action)],
    act.object === null ? [] : [to(ctx.t('admin.audit.on'), log.list, 0, 'on', act.object.replace(':', '.'))],
    back(ctx.t, log.list, 0),
  ]);
}

function filterOf(kind: string | undefined, value: string): ActFilter {
  if (kind === 'by') return { actor: value.replace('.', ':') };
  if (kind === 'on') return { object: value.replace('.', ':') };
  return kind === 'of' ? { action: value } : {};
}

type Names = (party: string) => string;

function line(t: Translate, when: (at: Date) => string, names: Names, { at, actor, action, object, outcome }: WrittenAct): string {
  const target = object === null ? '' : ` → ${names(object)}`;
  return `${outcome === 'done' ? '✅' : '⛔'} ${when(at)} · ${names(actor)} · ${actName(t, action)}${target}`;
}

function partiesOf({ actor, object }: WrittenAct): string[] {
  return object === null ? [actor] : [actor, object];
}

/** The log holds pseudonyms; for those who may look at people it calls them by their names, too. */
async function namesOf(ctx: TellerContext, parties: readonly string[]): Promise<Names> {
  if (!can(ctx.person, 'people.view')) return (party) => party;
  const ids = parties.flatMap((party) => (party.startsWith(PERSON) ? [idIn(party.slice(PERSON.length))] : []));
  const people = await findPersons(await ctx.tx(), [...new Set(ids)]);
  const names = new Map(people.map((person) => [`${PERSON}${person.id}`, `${labelOf(person)} (${person.id})`]));
  return (party) => names.get(party) ?? party;
}

function halves<Item>(items: readonly Item[]): Item[][] {
  const half = Math.ceil(items.length / 2);
  return [items.slice(0, half), items.slice(half)];
}
