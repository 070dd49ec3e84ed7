import type { Tx } from '../../platform/db/database.js';

/** A person as the staff of the bank may see them, the phone apart. */
export interface ListedPerson {
  readonly id: number;
  readonly telegram_id: number;
  readonly first_name: string;
  readonly last_name: string | null;
  readonly username: string | null;
  readonly locale: string | null;
  readonly registered: boolean;
  readonly blocked: boolean;
  readonly created_at: Date;
  readonly roles: readonly string[];
  readonly phone_sealed: string | null;
}

const SELECT_LISTED = `
  select id, telegram_id, first_name, last_name, username, locale, registered_at is not null as registered,
    blocked_at is not null as blocked, created_at, phone_sealed,
    array(
      select name from roles where exists (
        select from role_grants where role_grants.role_id = roles.id and role_grants.telegram_id = persons.telegram_id
          and revoked_at is null
      ) or (built_in and exists (
        select from installation_grants as shared where shared.telegram_id = persons.telegram_id
          and shared.role = roles.name and revoked_at is null
      )) order by roles.id) as roles
  from persons`;

/** People whose name or username holds a text, before one of them, newest first. */
export async function listPeople(tx: Tx, search: string | undefined, limit: number, beforeId?: number): Promise<ListedPerson[]> {
  const pattern = `%${(search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await tx.raw<{ rows: ListedPerson[] }>(
    `${SELECT_LISTED} where id < ? and concat_ws(' ', first_name, last_name, username) ilike ? order by id desc limit ?`,
    [beforeId ?? Number.MAX_SAFE_INTEGER, pattern, limit],
  );
  return rows;
}

export async function findListed(tx: Tx, id: number): Promise<ListedPerson | undefined> {
  const { rows } = await tx.raw<{ rows: ListedPerson[] }>(`${SELECT_LISTED} where id = ?`, [id]);
  return rows[0];
}
