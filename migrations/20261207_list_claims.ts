import type { Knex } from 'knex';

/** A list of people is read by one worker at a time. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table broadcast_lists add column free_at timestamptz not null default now()');
  await knex.raw(`comment on column broadcast_lists.free_at is 'Until then somebody reads it, or it waits for the next try'`);
  await knex.raw('grant select (free_at) on broadcast_lists to teller_transport');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}
