import type { Knex } from 'knex';

/** Acts on the whole installation have a reader of their own: no tenant transaction sees them as long as it is one. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `do $$ begin create role teller_auditor nologin; exception when duplicate_object or unique_violation then null; end $$`,
  );
  await knex.raw('grant teller_auditor to current_user');
  await knex.raw('grant usage on schema public to teller_auditor');
  await knex.raw('grant select on audit_log to teller_auditor');
  await knex.raw('create policy installation_read on audit_log for select to teller_auditor using (bot_id is null)');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}
