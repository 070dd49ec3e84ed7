import type { Knex } from 'knex';

/** Which roles were given and not taken away, told in one place. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(VIEW);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

/** It acts as whoever looks, so that row-level security shows a bot its own roles only, and what holds in every bot. */
const VIEW = `
create view current_grants with (security_invoker = true) as
  select bot_id, telegram_id, role_id, 'bot' as scope from role_grants where revoked_at is null
  union all
  select roles.bot_id, shared.telegram_id, roles.id, 'installation' from installation_grants as shared
    join roles on roles.name = shared.role where roles.built_in and shared.revoked_at is null;
comment on view current_grants is 'Who was given which role, in a bot or in all; everybody is a customer besides';
grant select on current_grants to teller_app;
`;
