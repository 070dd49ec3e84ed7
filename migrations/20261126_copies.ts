import type { Knex } from 'knex';

/** A copy that shows more than is stored may be cut otherwise than what is stored would be. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(COPIES);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const COPIES = `
alter table messages add column copy_pieces smallint;
comment on column messages.copy_pieces is 'Of how many messages the copy consists, where it shows more than is stored';
`;
