import type { Knex } from 'knex';

/** The processes that run bots, so that each takes its share of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(PROCESSES);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const PROCESSES = `
create table processes (
  owner uuid primary key,
  seen_at timestamptz not null
);
comment on table processes is 'Processes that take leases, and when they did so last';
grant select, insert, update, delete on processes to teller_transport;
`;
