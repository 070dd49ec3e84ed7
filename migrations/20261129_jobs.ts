import type { Knex } from 'knex';

/** Jobs that failed for good, whichever queue they were in; and what workers need to find the work that rows ask for. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(DEAD_JOBS);
  await knex.raw('grant select (message_id, created_at) on answers to teller_transport');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const DEAD_JOBS = `
create table dead_jobs (
  id bigint generated always as identity primary key,
  bot_id bigint references bots on delete cascade,
  queue text not null,
  key text not null,
  payload jsonb not null,
  error text not null,
  died_at timestamptz not null default now(),
  unique (queue, key)
);
comment on column dead_jobs.bot_id is 'Null for work that is no bot''s own';
alter table dead_jobs enable row level security;
alter table dead_jobs force row level security;
create policy tenant on dead_jobs to teller_app using (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)
  with check (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint);
create policy transport on dead_jobs to teller_transport using (true) with check (true);
grant select, insert, update, delete on dead_jobs to teller_app;
grant select, insert, update on dead_jobs to teller_transport;
`;
