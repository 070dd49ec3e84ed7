import type { Knex } from 'knex';

/** What was done to one person, conversation or role is found without reading the whole log. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index audit_log_object on audit_log (bot_id, object, id) where object is not null');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}
