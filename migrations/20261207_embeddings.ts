import type { Knex } from 'knex';

/** A model may change under its name: what it gives now takes the place of what it gave before. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('grant update (vector) on embeddings to teller_transport');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}
