import type { Knex } from 'knex';

/** What the admin panel looks for: the few calls that failed, and what happened in the last day. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(INDEXES);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

/** Rows come in the order of their time, so that a BRIN index finds a day at next to no cost for those who write. */
const INDEXES = `
create index outbox_failed on outbox (bot_id, id) where state = 'failed';
create index messages_created on messages using brin (created_at);
create index answers_created on answers using brin (created_at);
create index handoffs_requested on handoffs using brin (requested_at);
`;
