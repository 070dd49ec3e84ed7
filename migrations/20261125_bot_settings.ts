import type { Knex } from 'knex';

/** What a bank sets for its bot; the product checks it, reading and writing. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLE);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const TABLE = `
create table bot_settings (
  bot_id bigint primary key references bots on delete cascade,
  settings jsonb not null default '{}',
  version integer not null default 0,
  updated_at timestamptz not null default now()
);
comment on column bot_settings.settings is 'What is left out is as Teller comes';
comment on column bot_settings.version is 'Rises with every change';
grant select, insert, update, delete on bot_settings to teller_app;
alter table bot_settings enable row level security;
alter table bot_settings force row level security;
create policy tenant on bot_settings to teller_app
  using (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)
  with check (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint);
`;
