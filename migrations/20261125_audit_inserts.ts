import type { Knex } from 'knex';

/**
 * Whoever adds to the audit log chooses neither the id nor the time of a row, and the trigger that remembers a row for
 * the sealer cannot be led to a temporary table of the same name.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('revoke insert on audit_log from teller_app, teller_transport');
  await knex.raw(
    `grant insert (bot_id, actor, actor_roles, action, object, outcome, details, surface, trace_id)
     on audit_log to teller_app, teller_transport`,
  );
  await knex.raw('alter function remember_unsealed() set search_path = pg_catalog, public, pg_temp');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}
