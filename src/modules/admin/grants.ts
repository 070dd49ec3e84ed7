/** Who has which role: given with a press, taken away with a confirmation. */
import {
  type RoleChange,
  type RoleChanger,
  grantRole,
  isRoleOfEverybody,
  listGrants,
  listRoles,
  revokeRole,
  roleName,
  whyNotGrant,
} from '../access/index.js';
import { type Person, type TellerContext, actorOf } from '../identity/index.js';
import { type PeopleOptions, labelOf, personIn } from './people.js';
import { type Args, type Panel, type Shown, type View, back, confirmation, idIn, pageIn, pageOfAll, paging, to, view } from '../panel/index.js';

const PAGE = 20;

export function addGrants(panel: Panel, options: PeopleOptions): void {
  panel.screen('grants', 'roles.grant', async (ctx, [page, id]) => {
    const person = await personIn(ctx, id);
    return person && grants(ctx, person, pageIn(page));
  });
  panel.screen('grant', 'roles.grant', (ctx, args) => change(ctx, options, args, grantRole));
  panel.screen('revoke_ask', 'roles.grant', askToRevoke);
  panel.confirmed('revoke', 'roles.grant', (ctx, args) => change(ctx, options, args, revokeRole));
}

/** The sender as somebody who changes roles. */
export function changerOf(ctx: TellerContext): RoleChanger {
  const { telegramId, permissions } = ctx.person;
  return { actor: actorOf(ctx), telegramId, permissions };
}

/** What a change of roles has come to, shortly. */
export function outcomeOf(ctx: TellerContext, change: RoleChange): string {
  switch (change.result) {
    case 'changed':
      return ctx.t('admin.done');
    case 'unchanged':
      return ctx.t('admin.done_before');
    case 'refused':
      return ctx.t(`admin.refused.${change.reason}`);
    case 'no_such_role':
      return ctx.t('common.stale');
  }
}

async function grants(ctx: TellerContext, person: Person, page = 0): Promise<View> {
  const tx = await ctx.tx();
  const own = (await listGrants(tx, [person.telegramId])).filter(({ scope }) => scope === 'bot').map(({ role }) => role);
  const ownIds = new Set(own.map(({ id }) => id));
  const by = changerOf(ctx);
  const others = (await listRoles(tx)).filter((role) => {
    return !ownIds.has(role.id) && !isRoleOfEverybody(role) && !whyNotGrant(by, person.telegramId, role);
  });
  const shown = pageOfAll([...own, ...others], page, PAGE);
  return view(ctx.t('admin.grants.title', { name: labelOf(person) }), [ctx.t('admin.grants.hint')], [
    ...shown.items.map((role) => {
      const name = roleName(ctx.t, role.name);
      return [ownIds.has(role.id) ? to(`✅ ${name}`, 'revoke_ask', person.id, role.id) : to(`➕ ${name}`, 'grant', person.id, role.id)];
    }),
    paging(shown, 'grants', person.id),
    back(ctx.t, 'person', person.id),
  ]);
}

async function askToRevoke(ctx: TellerContext, [personId, roleId]: Args): Promise<Shown | undefined> {
  const person = await personIn(ctx, personId);
  const role = (await listRoles(await ctx.tx())).find(({ id }) => id === idIn(roleId));
  if (!person || !role) return undefined;
  const question = ctx.t('admin.grants.ask_revoke', { name: labelOf(person), role: roleName(ctx.t, role.name) });
  return confirmation(ctx.t, question, ['revoke', person.id, role.id], to('', 'grants', 0, person.id));
}

async function change(
  ctx: TellerContext,
  options: PeopleOptions,
  [personId, roleId]: Args,
  apply: typeof grantRole,
): Promise<Shown | undefined> {
  const person = await personIn(ctx, personId);
  if (!person) return undefined;
  const changed = await apply(await ctx.tx(), ctx.botId, changerOf(ctx), person.telegramId, idIn(roleId));
  const now = (await personIn(ctx, personId)) ?? person;
  if (changed.result === 'changed') await options.rolesChanged(ctx, [now.telegramId]);
  return { ...(await grants(ctx, now)), notice: outcomeOf(ctx, changed) };
}
