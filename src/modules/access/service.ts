import type { Tx } from '../../platform/db/database.js';
import { type Locale, localeOf } from '../../locales/index.js';
import { type Permission, type StaffRole, staffRolesWith } from './permissions.js';

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
  const row = (role: StaffRole) => (id: number) => ({ bot_id: botId, telegram_id: id, role });
  const rows = [...staff.admins.map(row('admin')), ...staff.moderators.map(row('moderator'))];
  if (rows.length > 0) await tx('staff').insert(rows).onConflict().ignore();
}

/** Everybody on the staff who may do something. */
export async function staffWith(tx: Tx, permission: Permission): Promise<StaffMember[]> {
  const rows = await tx('staff')
    .leftJoin('persons', (join) =>
      join.on('persons.telegram_id', 'staff.telegram_id').andOn('persons.bot_id', 'staff.bot_id'),
    )
    .whereNull('staff.revoked_at')
    .whereNull('persons.unreachable_at')
    .whereIn('staff.role', staffRolesWith(permission))
    .distinct<{ telegram_id: number; locale: string | null }[]>('staff.telegram_id', 'persons.locale')
    .orderBy('staff.telegram_id');
  return rows.map(({ telegram_id, locale }) => ({ telegramId: telegram_id, locale: localeOf(locale) }));
}
