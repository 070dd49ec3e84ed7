import type { Knex } from 'knex';

/** What the language model costs each bot by the day, answers that were given before, and answers shown while they are written. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  for (const table of ['llm_usage', 'answer_cache']) await bindToTenant(knex, table);
  // The cleaning looks after all bots at once.
  await knex.raw('grant select (bot_id, key, used_at), delete on answer_cache to teller_transport');
  await knex.raw('create policy transport on answer_cache to teller_transport using (true)');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

async function bindToTenant(knex: Knex, table: string): Promise<void> {
  const own = `(bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)`;
  await knex.raw(`alter table ${table} enable row level security`);
  await knex.raw(`alter table ${table} force row level security`);
  await knex.raw(`create policy tenant on ${table} to teller_app using ${own} with check ${own}`);
  await knex.raw(`grant select, insert, update, delete on ${table} to teller_app`);
}

const TABLES = `
create table llm_usage (
  bot_id bigint not null references bots on delete cascade,
  day date not null,
  model text not null,
  calls integer not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cost numeric(16, 8) not null,
  primary key (bot_id, day, model)
);
comment on column llm_usage.day is 'Of the time zone of the bot';
comment on column llm_usage.cost is 'US dollars, by the prices of the moment';

create table answer_cache (
  bot_id bigint not null references bots on delete cascade,
  key bytea not null,
  text text not null,
  sources jsonb not null,
  hits integer not null default 0,
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  primary key (bot_id, key)
);
comment on column answer_cache.key is 'Keyed hash of the question and of all else that the answer follows from';
create index answer_cache_used on answer_cache (used_at);

alter table answers add column said_id bigint;
comment on column answers.said_id is 'The message that says the beginning of it while it is written, and all of it in the end';
`;
