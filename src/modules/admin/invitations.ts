/** Links that give a role to the first who follows them. */
import { Markup } from 'telegraf';
import { fmt, code as mono } from 'telegraf/format';
import {
  type Invited,
  invite,
  isRoleOfEverybody,
  listRoles,
  lockRoles,
  newestInvitationId,
  openInvitations,
  revokeInvitation,
  roleName,
  whyNotGrant,
} from '../access/index.js';
import { findBotUsername } from '../bots/index.js';
import type { TellerContext } from '../identity/index.js';
import { changerOf, outcomeOf } from './grants.js';
import {
  type Args,
  type Panel,
  type Shown,
  type View,
  back,
  confirmation,
  idIn,
  moments,
  pageIn,
  pageOf,
  pageOfAll,
  paging,
  to,
  view,
} from '../panel/index.js';

const PAGE = 8;
const ROLES = 20;
const HOUR_MS = 3_600_000;
/** How long a link may work. */
const HOURS = [1, 24, 168] as const;

export function addInvitations(panel: Panel): void {
  panel.screen('invites', 'roles.grant', (ctx, [page]) => list(ctx, pageIn(page)));
  panel.screen('invite_role', 'roles.grant', chooseRole);
  panel.screen('invite_time', 'roles.grant', chooseTime);
  panel.screen('invite', 'roles.grant', make);
  panel.screen('uninvite_ask', 'roles.grant', askToRevoke);
  panel.confirmed('uninvite', 'roles.grant', async (ctx, [id]) => {
    const revoked = await revokeInvitation(await ctx.tx(), ctx.botId, changerOf(ctx), idIn(id));
    return { ...(await list(ctx, 0)), notice: outcomeOf(ctx, revoked) };
  });
}

async function list(ctx: TellerContext, page: number): Promise<View> {
  const tx = await ctx.tx();
  const open = await pageOf(page, PAGE, (limit, offset) => openInvitations(tx, limit, offset));
  const when = await moments(ctx);
  const lines = open.items.map(({ id, role, expiresAt }) =>
    ctx.t('admin.invites.item', { id, role: roleName(ctx.t, role), until: when(expiresAt) }),
  );
  return view(ctx.t('admin.invites.title'), lines.length > 0 ? lines : [ctx.t('admin.invites.none')], [
    [to(ctx.t('admin.invites.new'), 'invite_role')],
    ...open.items.map(({ id }) => [to(ctx.t('admin.invites.revoke', { id }), 'uninvite_ask', id)]),
    paging(open, 'invites'),
    back(ctx.t, 'start'),
  ]);
}

async function chooseRole(ctx: TellerContext, [page]: Args): Promise<Shown> {
  const by = changerOf(ctx);
  const roles = (await listRoles(await ctx.tx())).filter((role) => !isRoleOfEverybody(role) && !whyNotGrant(by, undefined, role));
  const shown = pageOfAll(roles, pageIn(page), ROLES);
  return view(ctx.t('admin.invites.choose_role'), [], [
    ...shown.items.map((role) => [to(roleName(ctx.t, role.name), 'invite_time', role.id)]),
    paging(shown, 'invite_role'),
    back(ctx.t, 'invites', 0),
  ]);
}

/** The buttons name the newest invitation, so that a link is made once however often they are pressed. */
async function chooseTime(ctx: TellerContext, [roleId]: Args): Promise<Shown> {
  const newest = await newestInvitationId(await ctx.tx());
  return view(ctx.t('admin.invites.choose_time'), [], [
    HOURS.map((hours) => to(ctx.t(`admin.invites.hours_${hours}`), 'invite', idIn(roleId), hours, newest)),
    back(ctx.t, 'invite_role'),
  ]);
}

async function make(ctx: TellerContext, [roleId, time, newest]: Args): Promise<Shown | undefined> {
  const tx = await ctx.tx();
  const hours = HOURS.find((each) => each === idIn(time));
  if (hours === undefined) return undefined;
  await lockRoles(tx, ctx.botId);
  if ((await newestInvitationId(tx)) !== idIn(newest)) {
    return { ...(await list(ctx, 0)), notice: ctx.t('admin.invites.made_meanwhile') };
  }
  const invited = await invite(tx, ctx.botId, changerOf(ctx), idIn(roleId), hours * HOUR_MS);
  const notice = noticeOf(ctx, invited);
  if (invited.result !== 'invited') return { ...(await list(ctx, 0)), notice };
  const link = `https://t.me/${await findBotUsername(tx, ctx.botId)}?start=${invited.code}`;
  const lines = [fmt`${mono(link)}`, ctx.t('admin.invites.once', { role: roleName(ctx.t, invited.role.name) })];
  return view(ctx.t('admin.invites.made', { id: invited.id }), lines, [
    [Markup.button.url(ctx.t('admin.invites.share'), `https://t.me/share/url?url=${encodeURIComponent(link)}`)],
    back(ctx.t, 'invites', 0),
  ]);
}

function noticeOf(ctx: TellerContext, invited: Invited): string {
  if (invited.result === 'refused') return ctx.t(`admin.refused.${invited.reason}`);
  return ctx.t(invited.result === 'invited' ? 'admin.done' : 'common.stale');
}

async function askToRevoke(ctx: TellerContext, [id]: Args): Promise<Shown> {
  const question = ctx.t('admin.invites.ask_revoke', { id: idIn(id) });
  return Promise.resolve(confirmation(ctx.t, question, ['uninvite', idIn(id)], to('', 'invites', 0)));
}
