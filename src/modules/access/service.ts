import type { Tx } from '../../platform/db/database.js';
import { type Locale, localeOf } from '../../locales/index.js';
import { SYSTEM, audit } from '../audit/index.js';
import { auditNameOf, blockedAmong, listGrants } from './grants.js';
import type { Permission } from './permissions.js';

export interface StaffMember {
  readonly telegramId: number;
  /** The language they chose, when they have met the bot. */
  readonly locale: Locale | undefined;
}

/** Grants the roles of the configuration, each once: a grant that was revoked later is not given again. */
export async function bootstrapStaff(
  tx: Tx,
  botId: number,
  staff: { readonly admins: readonly number[]; readonly moderators: readonly number[] },
): Promise<void> {
  await bootstrapRole(tx, botId, 'admin', staff.admins);
  await bootstrapRole(tx, botId, 'moderator', staff.moderators);
}

async function bootstrapRole(tx: Tx, botId: number, role: string, telegramIds: readonly number[]): Promise<void> {
  const { rows } = await tx.raw<{ rows: { telegram_id: number }[] }>(
    `insert into role_grants (bot_id, telegram_id, role_id, granted_by)
     select ?, wanted, roles.id, ? from unnest(?::bigint[]) as wanted, roles
     where roles.name = ? and roles.built_in and roles.bot_id = ? and not exists (
       select from role_grants as earlier
       where earlier.bot_id = ? and earlier.telegram_id = wanted and earlier.role_id = roles.id)
     on conflict do nothing returning telegram_id`,
    [botId, SYSTEM.id, [...telegramIds], role, botId, botId],
  );
  for (const { telegram_id } of rows) {
    const object = await auditNameOf(tx, telegram_id);
    await audit(tx, botId, { actor: SYSTEM, action: 'roles.grant', object, details: { role } });
  }
}

/** The Telegram ids of those who may do something by their roles, in this bot or in all. */
export async function holdersOf(tx: Tx, permission: Permission): Promise<ReadonlySet<number>> {
  const allowed = (await listGrants(tx)).filter(({ role }) => role.permissions.has(permission));
  const holders = new Set(allowed.map(({ telegramId }) => telegramId));
  for (const blocked of await blockedAmong(tx, holders)) holders.delete(blocked);
  return holders;
}

/** Whether a role that somebody has in all bots of the installation allows them something. */
export async function mayEverywhere(tx: Tx, telegramId: number, permission: Permission): Promise<boolean> {
  const grants = await listGrants(tx, [telegramId]);
  return grants.some(({ scope, role }) => scope === 'installation' && role.permissions.has(permission));
}

/** Everybody on the staff who may do something and can be told of it. */
export async function staffWith(tx: Tx, permission: Permission): Promise<StaffMember[]> {
  const { rows } = await tx.raw<{ rows: { telegram_id: number; locale: string | null }[] }>(
    `select wanted as telegram_id, locale from unnest(?::bigint[]) as wanted
       left join persons on persons.telegram_id = wanted
     where unreachable_at is null order by wanted`,
    [[...(await holdersOf(tx, permission))]],
  );
  return rows.map(({ telegram_id, locale }) => ({ telegramId: telegram_id, locale: localeOf(locale) }));
}
