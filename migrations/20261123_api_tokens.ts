import type { Knex } from 'knex';

/**
 * Tokens of the REST API. Whose a token is, is known only once it was found, so `teller_transport` may look at all of
 * them; it adds and revokes only those of the whole installation.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLE);
  await knex.raw(RIGHTS);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const TABLE = `
create table api_tokens (
  id bigint generated always as identity primary key,
  bot_id bigint references bots on delete cascade,
  name text not null check (length(name) between 1 and 64),
  role text not null,
  token_hash bytea not null unique,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create unique index api_tokens_name on api_tokens (coalesce(bot_id, 0), lower(name)) where revoked_at is null;
create index api_tokens_bot on api_tokens (bot_id, id);
comment on column api_tokens.bot_id is 'Null for a token of the whole installation';
comment on column api_tokens.role is 'The name of a role of the bot; of a built-in role without one';
comment on column api_tokens.token_hash is 'SHA-256; the token itself is shown once and stored nowhere';
comment on column api_tokens.last_used_at is 'To the minute';
`;

const RIGHTS = `
grant select, insert, update, delete on api_tokens to teller_app;
grant select, insert, update (last_used_at, revoked_at) on api_tokens to teller_transport;
alter table api_tokens enable row level security;
alter table api_tokens force row level security;
create policy tenant on api_tokens to teller_app
  using (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)
  with check (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint);
create policy look_up on api_tokens for select to teller_transport using (true);
create policy use on api_tokens for update to teller_transport using (true) with check (true);
create policy installation on api_tokens for insert to teller_transport with check (bot_id is null);
`;
