import type { Knex } from 'knex';

/** Dead jobs can be tried again; what is read of the documents, and what is to be embedded, is known to all processes. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(DEAD_JOBS);
  await knex.raw(KNOWLEDGE);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const REACHED = `bot_id = nullif(current_setting('app.bot_id', true), '')::bigint
  or (bot_id is null and current_setting('app.installation', true) = 'on')`;

const DEAD_JOBS = `
alter table dead_jobs add column retry_at timestamptz;
comment on column dead_jobs.retry_at is 'When somebody asked for another try; the row leaves once the queue has the job again';
drop policy tenant on dead_jobs;
create policy tenant on dead_jobs to teller_app using (${REACHED}) with check (${REACHED});
grant delete on dead_jobs to teller_transport;
`;

const KNOWLEDGE = `
create table knowledge_standing (
  only_row boolean primary key default true check (only_row),
  asked_at timestamptz,
  read_at timestamptz,
  documents jsonb not null default '[]',
  problems jsonb not null default '[]'
);
comment on column knowledge_standing.asked_at is 'When all processes that answer were last asked to read the documents again';
insert into knowledge_standing default values;
grant select, update on knowledge_standing to teller_transport;
grant select, update (asked_at) on knowledge_standing to teller_app;

create table embeddings_wanted (
  model text not null,
  content_hash text not null,
  content text not null,
  wanted_at timestamptz not null default now(),
  attempts int not null default 0,
  free_at timestamptz not null default now(),
  primary key (model, content_hash)
);
comment on table embeddings_wanted is 'Passages that processes have read and that nobody has embedded yet';
grant select, insert, update (attempts, free_at), delete on embeddings_wanted to teller_transport;
`;
