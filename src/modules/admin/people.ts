/** People: who they are, and whether the bank serves them. Opening somebody, and seeing their phone, is written down. */
import { code, fmt } from 'telegraf/format';
import type { Tx } from '../../platform/db/database.js';
import type { Translate } from '../../locales/index.js';
import { clip } from '../../platform/text/index.js';
import { can, grantedPermissions, isRoleOfEverybody, listGrants, lockRoles, mayBlock, roleName } from '../access/index.js';
import {
  type KnownPerson,
  type PeopleFilter,
  type Person,
  type PhoneKeys,
  type TellerContext,
  auditAct,
  filterOf,
  findPersons,
  fullName,
  listPeople,
  maskPhone,
  phoneOf,
  setBlocked,
  shownPeople,
  tagsOf,
} from '../identity/index.js';
import {
  type Args,
  type Button,
  type Input,
  type Panel,
  type Shown,
  type View,
  ask,
  back,
  confirmation,
  idIn,
  pageIn,
  pageOf,
  paging,
  to,
  view,
} from '../panel/index.js';

export interface PeopleOptions {
  readonly keys: PhoneKeys;
  /** Called in the transaction in which somebody is blocked, for what they were in the middle of. */
  readonly blocked: (ctx: TellerContext, person: Person) => Promise<void>;
  /** Called in the transaction in which the roles of people have changed to what they are now. */
  readonly rolesChanged: (ctx: TellerContext, telegramIds: readonly number[]) => Promise<void>;
}

const PAGE = 8;
const LABEL_LENGTH = 40;

export function addPeople(panel: Panel, options: PeopleOptions): Input {
  const input: Input = {
    name: 'find',
    permission: 'people.view',
    take: (ctx, words) => found(ctx, options.keys, words, 0),
  };
  panel.screen('people', 'people.view', people);
  panel.asking('find', 'people.view', (ctx) => ask(input, ctx, ctx.t('admin.people.ask')));
  panel.screen('found', 'people.view', async (ctx, [page]) => {
    const words = wordsShown(ctx);
    return words === undefined ? undefined : found(ctx, options.keys, words, pageIn(page));
  });
  panel.screen('person', 'people.view', async (ctx, args) => {
    const person = await personIn(ctx, args[0]);
    if (!person) return undefined;
    await auditAct(ctx, { action: 'people.view', object: `person:${person.id}` });
    return card(ctx, options.keys, person);
  });
  panel.glance('phone', 'people.phone', (ctx, args) => showPhone(ctx, options.keys, args));
  panel.screen('block_ask', 'people.block', askToBlock);
  panel.confirmed('block', 'people.block', (ctx, [id]) => decide(ctx, options, id, true));
  panel.screen('unblock', 'people.block', (ctx, [id]) => decide(ctx, options, id, false));
  return input;
}

/** The person that an argument names, if there is one. */
export async function personIn(ctx: TellerContext, arg: string | undefined): Promise<Person | undefined> {
  return (await findPersons(await ctx.tx(), [idIn(arg)]))[0];
}

/** Somebody's name, as far as it fits a line. */
export function labelOf(person: KnownPerson): string {
  return clip(fullName(person), LABEL_LENGTH);
}

async function people(ctx: TellerContext, [page]: Args): Promise<Shown> {
  const tx = await ctx.tx();
  const shown = await pageOf(pageIn(page), PAGE, (limit, offset) => listPeople(tx, {}, { limit, offset }));
  await auditAct(ctx, { action: 'people.view', details: { page: shown.page, ...shownPeople(shown.items) } });
  return view(ctx.t('admin.people.title'), [ctx.t('admin.people.newest')], [
    [to(ctx.t('admin.people.find'), 'find')],
    ...shown.items.map((person) => [personButton(person)]),
    paging(shown, 'people'),
    back(ctx.t, 'start'),
  ]);
}

async function found(ctx: TellerContext, { phones }: PhoneKeys, words: string, page: number): Promise<View> {
  const tx = await ctx.tx();
  const filter = filterOf(phones, ctx.botId, words);
  const shown = await pageOf(page, PAGE, (limit, offset) => listPeople(tx, filter, { limit, offset }));
  await auditAct(ctx, { action: 'people.find', details: { by: kindOf(filter), page, ...shownPeople(shown.items) } });
  // Only a name finds more than a page: a phone is never said back.
  const goesOn = page > 0 || shown.hasNext;
  const lines = shown.items.length === 0 ? [ctx.t('admin.people.none')] : goesOn ? [fmt`🔍 ${code(words)}`] : [];
  return view(ctx.t('admin.people.found'), lines, [
    [to(ctx.t('admin.people.find'), 'find')],
    ...shown.items.map((person) => [personButton(person)]),
    paging(shown, 'found'),
    back(ctx.t, 'people', 0),
  ]);
}

/** What was searched for, as the message with the results says: names have no place in the data of a button, nor room. */
function wordsShown({ callbackQuery }: TellerContext): string | undefined {
  const message = callbackQuery?.message;
  if (!message || !('text' in message)) return undefined;
  const words = message.entities?.find(({ type }) => type === 'code');
  return words && message.text.slice(words.offset, words.offset + words.length);
}

function kindOf({ phoneIndex, id }: PeopleFilter): 'phone' | 'id' | 'name' {
  if (phoneIndex) return 'phone';
  return id === undefined ? 'name' : 'id';
}

function personButton(person: KnownPerson): Button {
  return to(`${person.blocked ? '🚫' : '👤'} ${labelOf(person)} · ${person.id}`, 'person', person.id);
}

/** A person as they are now, with what the reader may do about them. */
async function card(ctx: TellerContext, keys: PhoneKeys, person: Person): Promise<View> {
  const { t } = ctx;
  const tx = await ctx.tx();
  const phone = await phoneOf(tx, keys.keys, ctx.botId, person.id);
  const may = (permission: Parameters<typeof can>[1]): boolean => can(ctx.person, permission);
  const id = person.id;
  return view(labelOf(person), await facts(tx, t, person, phone), [
    phone !== undefined && may('people.phone') ? [to(t('admin.people.show_phone'), 'phone', id)] : [],
    [
      ...(may('roles.grant') ? [to(t('admin.people.roles'), 'grants', 0, id)] : []),
      ...(may('people.tag') ? [to(t('admin.people.tags'), 'tags', id)] : []),
    ],
    ...(may('audit.view')
      ? [[to(t('admin.people.acts'), 'audit', 0, 'by', `person.${id}`)], [to(t('admin.people.acts_on'), 'audit', 0, 'on', `person.${id}`)]]
      : []),
    may('people.block') && id !== ctx.person.id
      ? [person.blocked ? to(t('admin.people.unblock'), 'unblock', id) : to(t('admin.people.block'), 'block_ask', id)]
      : [],
    back(t, 'people', 0),
  ]);
}

async function facts(tx: Tx, t: Translate, person: Person, phone: string | undefined): Promise<string[]> {
  const roles = (await listGrants(tx, [person.telegramId]))
    .filter(({ role }) => !isRoleOfEverybody(role))
    .map(({ role, scope }) => {
      const name = roleName(t, role.name);
      return scope === 'bot' ? name : t('admin.people.everywhere', { role: name });
    });
  const tags = await tagsOf(tx, person.id);
  return [
    ...(person.username === undefined ? [] : [`@${person.username}`]),
    t('admin.people.ids', { id: person.id, telegram: person.telegramId }),
    phone === undefined ? t('admin.people.no_phone') : t('admin.people.phone', { phone: maskPhone(phone) }),
    ...(roles.length > 0 ? [t('admin.people.has_roles', { roles: roles.join(', ') })] : []),
    ...(tags.length > 0 ? [t('admin.people.has_tags', { tags: tags.join(', ') })] : []),
    ...(person.unreachable ? [t('admin.people.unreachable')] : []),
    ...(person.blocked ? [t('admin.people.is_blocked')] : []),
  ];
}

/** A phone is shown over the chat, where it is not kept. */
async function showPhone(ctx: TellerContext, keys: PhoneKeys, [id]: Args): Promise<string | undefined> {
  const person = await personIn(ctx, id);
  const phone = person && (await phoneOf(await ctx.tx(), keys.keys, ctx.botId, person.id));
  if (phone === undefined) return undefined;
  await auditAct(ctx, { action: 'people.phone', object: `person:${person?.id ?? 0}` });
  return phone;
}

async function askToBlock(ctx: TellerContext, [id]: Args): Promise<Shown | undefined> {
  const person = await personIn(ctx, id);
  if (!person) return undefined;
  const question = ctx.t('admin.people.ask_block', { name: labelOf(person) });
  return confirmation(ctx.t, question, ['block', person.id], to('', 'person', person.id));
}

/**
 * Blocks a person or lets them in again. Of two who block each other at once, the second is no longer allowed to; who
 * is let in gets their roles back, so that takes the same rights.
 */
async function decide(ctx: TellerContext, options: PeopleOptions, id: string | undefined, blocked: boolean): Promise<Shown | undefined> {
  const tx = await ctx.tx();
  await lockRoles(tx, ctx.botId);
  const person = await personIn(ctx, id);
  const [self] = await findPersons(tx, [ctx.person.id]);
  if (!person || !self) return undefined;
  const act = { action: blocked ? 'people.block' : 'people.unblock', object: `person:${person.id}` };
  if (person.id === self.id || !mayBlock(self, await grantedPermissions(tx, person.telegramId))) {
    await auditAct(ctx, { ...act, outcome: 'denied' });
    return { ...(await card(ctx, options.keys, person)), notice: ctx.t('admin.refused.more_than_own') };
  }
  const changed = await setBlocked(tx, person.id, blocked);
  if (changed) await auditAct(ctx, act);
  if (changed && blocked) await options.blocked(ctx, person);
  return standing(ctx, options, person, changed);
}

async function standing(ctx: TellerContext, { keys }: PeopleOptions, { id }: Person, changed: boolean): Promise<Shown | undefined> {
  const person = await personIn(ctx, String(id));
  if (!person) return undefined;
  return { ...(await card(ctx, keys, person)), notice: ctx.t(changed ? 'admin.done' : 'admin.done_before') };
}
