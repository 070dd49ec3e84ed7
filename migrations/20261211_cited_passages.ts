import type { Knex } from 'knex';

/** The passages that answers rest on, as they stood when they were cited. They are the bank's own words, not a customer's. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLE);
  const own = `(bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)`;
  await knex.raw('alter table cited_passages enable row level security');
  await knex.raw('alter table cited_passages force row level security');
  await knex.raw(`create policy tenant on cited_passages to teller_app using ${own} with check ${own}`);
  await knex.raw('grant select, insert, update, delete on cited_passages to teller_app');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const TABLE = `
create table cited_passages (
  bot_id bigint not null references bots on delete cascade,
  passage_id text not null,
  version text not null,
  document text not null,
  title text not null,
  section text not null,
  page int,
  lang text not null,
  text text not null,
  valid_from date,
  valid_until date,
  first_cited_at timestamptz not null default now(),
  primary key (bot_id, passage_id, version)
);
comment on column cited_passages.version is 'Of the document: another one for every change of it';
`;
