import type { Knex } from 'knex';

/**
 * Roles as data, invitations, and the audit log. Rows of the log are added in the transaction of the act and chained
 * by the sealer afterwards, so that no act waits for another's. Nobody at run time may change or delete either.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(ACCESS_TABLES);
  await knex.raw(TAKE_OVER);
  await knex.raw(ACCESS_RIGHTS);
  await knex.raw(
    `do $$ begin create role teller_sealer nologin; exception when duplicate_object or unique_violation then null; end $$`,
  );
  await knex.raw('grant teller_sealer to current_user');
  await knex.raw('grant usage on schema public to teller_sealer');
  await knex.raw(AUDIT_TABLES);
  await knex.raw(AUDIT_RIGHTS);
  await knex.raw(KEYS);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const ACCESS_TABLES = `
create table roles (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  name text not null check (length(name) between 1 and 32),
  permissions text[] not null,
  built_in boolean not null default false,
  created_at timestamptz not null default now(),
  unique (bot_id, id)
);
create unique index roles_name on roles (bot_id, lower(name));

create function add_built_in_roles(bot bigint) returns void language sql as $$
  insert into roles (bot_id, name, built_in, permissions) values
    (bot, 'customer', true, '{bot.use,handoff.request}'),
    (bot, 'moderator', true, '{bot.use,handoff.request,handoff.serve,handoff.notices,queue.view,stats.view}'),
    (bot, 'admin', true, '{bot.use,handoff.request,handoff.serve,queue.view,stats.view,admin.open,people.view,\
people.phone,people.block,roles.grant,roles.manage,conversations.view,queues.repair,knowledge.manage,settings.manage,\
audit.view,tokens.manage}'),
    (bot, 'viewer', true, '{queue.view,stats.view,conversations.view}');
$$;
create function add_roles_of_new_bot() returns trigger language plpgsql as $$
begin
  perform add_built_in_roles(new.bot_id);
  return null;
end $$;
create trigger bots_roles after insert on bots for each row execute function add_roles_of_new_bot();

create table role_grants (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  telegram_id bigint not null,
  role_id bigint not null,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  revoked_by text,
  revoked_at timestamptz,
  check ((revoked_at is null) = (revoked_by is null)),
  foreign key (bot_id, role_id) references roles (bot_id, id)
);
create unique index role_grants_current on role_grants (bot_id, telegram_id, role_id) where revoked_at is null;
comment on column role_grants.granted_by is 'An actor of the audit log';

create table installation_grants (
  id bigint generated always as identity primary key,
  telegram_id bigint not null,
  role text not null,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  revoked_by text,
  revoked_at timestamptz,
  check ((revoked_at is null) = (revoked_by is null))
);
create unique index installation_grants_current on installation_grants (telegram_id, role) where revoked_at is null;
comment on table installation_grants is 'Roles that somebody has in every bot, by the names of the built-in roles';

create table invitations (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  code_hash bytea not null unique,
  role_id bigint not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  accepted_at timestamptz,
  accepted_by bigint,
  foreign key (bot_id, role_id) references roles (bot_id, id) on delete cascade,
  foreign key (bot_id, accepted_by) references persons (bot_id, id)
);
create index invitations_open on invitations (bot_id, id) where accepted_at is null and revoked_at is null;
comment on column invitations.code_hash is 'The code itself is shown once and stored nowhere';

alter table persons add column blocked_at timestamptz;
comment on column persons.blocked_at is 'Set while the bank does not serve this person';
`;

/** Bots that were there before get their roles, and staff what they had. */
const TAKE_OVER = `
select add_built_in_roles(bot_id) from bots;
insert into role_grants (bot_id, telegram_id, role_id, granted_by, granted_at, revoked_by, revoked_at)
  select staff.bot_id, telegram_id, roles.id, 'system', granted_at, case when revoked_at is not null then 'system' end,
    revoked_at
  from staff join roles on roles.bot_id = staff.bot_id and roles.name = staff.role;
drop table staff;
`;

const ACCESS_RIGHTS = `
grant select, insert, update, delete on roles, role_grants, invitations to teller_app;
grant insert on roles to teller_transport;
grant select on installation_grants to teller_app;
grant select, insert, update on installation_grants to teller_transport;
${['roles', 'role_grants', 'invitations']
  .map(
    (table) => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
create policy tenant on ${table} to teller_app using (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)
  with check (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint);`,
  )
  .join('\n')}
create policy new_bot on roles for insert to teller_transport with check (built_in);
`;

const KEYS = `
create table kept_keys (
  name text primary key,
  sealed text not null
);
comment on table kept_keys is 'Keys that outlive changes of ENCRYPTION_KEY, under its seal';
grant select, insert, update on kept_keys to teller_transport;
grant select on kept_keys to teller_sealer;
`;

const AUDIT_TABLES = `
create table audit_log (
  id bigint generated always as identity primary key,
  bot_id bigint,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  actor_roles text[] not null,
  action text not null,
  object text,
  outcome text not null check (outcome in ('done', 'denied')),
  details jsonb,
  surface text not null check (surface in ('telegram', 'api', 'worker', 'command')),
  trace_id text
);
create index audit_log_bot on audit_log (bot_id, id);
create index audit_log_actor on audit_log (bot_id, actor, id);
create index audit_log_action on audit_log (bot_id, action, id);
comment on table audit_log is 'Who did what; also what was denied. Survives the bot it speaks of';
comment on column audit_log.bot_id is 'Null for acts on the whole installation';
comment on column audit_log.actor is 'A pseudonym: person:12, token:3 or system';

create table audit_unsealed (
  audit_id bigint primary key
);
comment on table audit_unsealed is 'Rows that wait for the sealer';

create function remember_unsealed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into audit_unsealed select id from added;
  return null;
end $$;
create trigger audit_log_unsealed after insert on audit_log
  referencing new table as added for each statement execute function remember_unsealed();

create table audit_chain (
  seq bigint primary key check (seq > 0),
  audit_id bigint not null unique,
  hash bytea not null
);
comment on column audit_chain.hash is 'HMAC-SHA-256 over the hash before it and the row';
`;

const AUDIT_RIGHTS = `
grant insert, select on audit_log to teller_app;
grant select on audit_log to teller_sealer;
grant insert on audit_log to teller_transport;
grant select, insert on audit_chain to teller_sealer;
grant select, delete on audit_unsealed to teller_sealer;

alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy tenant on audit_log to teller_app
  using (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)
  with check (bot_id = nullif(current_setting('app.bot_id', true), '')::bigint);
create policy installation on audit_log for insert to teller_transport with check (bot_id is null);
create policy sealing on audit_log for select to teller_sealer using (true);
`;
