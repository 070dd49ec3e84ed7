/** Roles and what they allow: built-in ones to look at, others to be made and changed by admins. */
import {
  PERMISSIONS,
  type Permission,
  type Role,
  isPermission,
  listGrants,
  listRoles,
  makeRole,
  removeRole,
  roleName,
  shapeRole,
  whyNotShape,
} from '../access/index.js';
import type { TellerContext } from '../identity/index.js';
import { revokeTokensOf } from '../tokens/index.js';
import { underscored } from './act-names.js';
import { changerOf, outcomeOf } from './grants.js';
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
  pageOfAll,
  paging,
  to,
  view,
} from '../panel/index.js';
import type { PeopleOptions } from './people.js';

const NAME_LENGTH = 32;
const PAGE = 20;

export function addRoles(panel: Panel, options: PeopleOptions): Input {
  const input: Input = { name: 'role', permission: 'roles.manage', take: make };
  panel.screen('roles', 'roles.manage', (ctx, [page]) => roles(ctx, pageIn(page)));
  panel.asking('role_new', 'roles.manage', (ctx) => ask(input, ctx, ctx.t('admin.roles.ask')));
  panel.screen('role', 'roles.manage', async (ctx, [id]) => {
    const role = await roleIn(ctx, id);
    return role && card(ctx, role);
  });
  panel.screen('role_set', 'roles.manage', (ctx, args) => change(ctx, options, args));
  panel.screen('role_remove_ask', 'roles.manage', async (ctx, [id]) => {
    const role = await roleIn(ctx, id);
    if (!role) return removedBefore(ctx);
    const name = roleName(ctx.t, role.name);
    const question = ctx.t('admin.roles.ask_remove', { name, count: (await whoHave(ctx, role.id)).length });
    return confirmation(ctx.t, question, ['role_remove', role.id], to('', 'role', role.id));
  });
  panel.confirmed('role_remove', 'roles.manage', (ctx, [id]) => remove(ctx, options, idIn(id)));
  return input;
}

async function roleIn(ctx: TellerContext, id: string | undefined): Promise<Role | undefined> {
  return (await listRoles(await ctx.tx())).find((role) => role.id === idIn(id));
}

async function roles(ctx: TellerContext, page = 0): Promise<Shown> {
  const shown = pageOfAll(await listRoles(await ctx.tx()), page, PAGE);
  return view(ctx.t('admin.roles.title'), [ctx.t('admin.roles.hint')], [
    ...shown.items.map((role) => [to(`${role.builtIn ? '🔒' : '🎭'} ${roleName(ctx.t, role.name)}`, 'role', role.id)]),
    paging(shown, 'roles'),
    [to(ctx.t('admin.roles.new'), 'role_new')],
    back(ctx.t, 'start'),
  ]);
}

/** The Telegram ids of those who have a role. */
async function whoHave(ctx: TellerContext, roleId: number): Promise<number[]> {
  return (await listGrants(await ctx.tx())).filter(({ role }) => role.id === roleId).map(({ telegramId }) => telegramId);
}

function card(ctx: TellerContext, role: Role): View {
  const name = roleName(ctx.t, role.name);
  const mine = changerOf(ctx);
  const allowed = PERMISSIONS.filter((permission) => role.permissions.has(permission));
  const changeable = PERMISSIONS.filter((permission) => !whyNotShape(mine, toggled(role, permission), role));
  // What has a button of its own need not be said twice.
  const said = allowed.filter((permission) => !changeable.includes(permission)).map((permission) => `• ${labelOf(ctx, permission)}`);
  const heading = ctx.t(role.builtIn ? 'admin.roles.built_in' : 'admin.roles.fixed');
  const lines = [...(role.builtIn ? [] : [ctx.t('admin.roles.own')]), ...(said.length > 0 ? [heading, ...said] : [])];
  return view(ctx.t('admin.roles.one', { name }), lines, [
    ...changeable.map((permission) => [toggle(ctx, role, permission)]),
    whyNotShape(mine, new Set(), role) ? [] : [to(ctx.t('admin.roles.remove'), 'role_remove_ask', role.id)],
    back(ctx.t, 'roles'),
  ]);
}

/** The button says what shall be, not that it shall change: pressed twice it does the same. */
function toggle(ctx: TellerContext, role: Role, permission: Permission): Button {
  const has = role.permissions.has(permission);
  return to(`${has ? '✅' : '▫️'} ${labelOf(ctx, permission)}`, 'role_set', role.id, permission, has ? 0 : 1);
}

function toggled(role: Role, permission: Permission): ReadonlySet<Permission> {
  const wanted = new Set(role.permissions);
  if (!wanted.delete(permission)) wanted.add(permission);
  return wanted;
}

function labelOf(ctx: TellerContext, permission: Permission): string {
  return ctx.t(`admin.permissions.${underscored(permission)}`);
}

async function change(
  ctx: TellerContext,
  options: PeopleOptions,
  [id, permission = '', allowed]: Args,
): Promise<Shown | undefined> {
  if (!isPermission(permission)) return undefined;
  const wanted = { permission, allowed: allowed === '1' };
  const changed = await shapeRole(await ctx.tx(), ctx.botId, changerOf(ctx), idIn(id), wanted);
  if (changed.result === 'changed') await options.rolesChanged(ctx, await whoHave(ctx, idIn(id)));
  const role = 'role' in changed ? changed.role : await roleIn(ctx, id);
  return role && { ...card(ctx, role), notice: outcomeOf(ctx, changed) };
}

async function remove(ctx: TellerContext, options: PeopleOptions, roleId: number): Promise<Shown> {
  const tx = await ctx.tx();
  const holders = await whoHave(ctx, roleId);
  const by = changerOf(ctx);
  const removed = await removeRole(tx, ctx.botId, by, roleId);
  if (removed.result === 'no_such_role') return removedBefore(ctx);
  if (removed.result === 'changed') {
    await revokeTokensOf(tx, ctx.botId, by.actor, removed.role.name);
    await options.rolesChanged(ctx, holders);
  }
  return { ...(await roles(ctx)), notice: outcomeOf(ctx, removed) };
}

async function removedBefore(ctx: TellerContext): Promise<Shown> {
  return { ...(await roles(ctx)), notice: ctx.t('admin.done_before') };
}

async function make(ctx: TellerContext, name: string): Promise<View | string | undefined> {
  if (name.length > NAME_LENGTH || /\p{C}/u.test(name) || !/[\p{L}\p{N}]/u.test(name)) {
    return ctx.t('admin.roles.bad_name', { count: NAME_LENGTH });
  }
  const made = await makeRole(await ctx.tx(), ctx.botId, changerOf(ctx), name);
  if (made.result === 'made') return card(ctx, made.role);
  if (made.result !== 'refused') return ctx.t('admin.roles.name_taken');
  ctx.say(ctx.t(`admin.refused.${made.reason}`));
  return undefined;
}
