import type { Knex } from 'knex';

/** Broadcasts, and their ledger: a row for each person who is to get one. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  for (const table of ['broadcasts', 'broadcast_recipients']) await bindToTenant(knex, table);
  // Workers look for broadcasts of all bots at once.
  await knex.raw('grant select (bot_id, id, state, shown_at, settled_at) on broadcasts to teller_transport');
  await knex.raw('create policy transport on broadcasts for select to teller_transport using (true)');
  await knex.raw(PERMISSION);
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

/** Moderators and admins may send broadcasts, those of bots to come as well. */
const PERMISSION = `
update roles set permissions = array_append(permissions, 'broadcasts.send') where built_in and name in ('moderator', 'admin');
create or replace function add_built_in_roles(bot bigint) returns void language sql as $$
  insert into roles (bot_id, name, built_in, permissions) values
    (bot, 'customer', true, '{bot.use,handoff.request}'),
    (bot, 'moderator', true, '{bot.use,handoff.request,handoff.serve,handoff.notices,queue.view,stats.view,broadcasts.send}'),
    (bot, 'admin', true, '{bot.use,handoff.request,handoff.serve,queue.view,stats.view,admin.open,people.view,\
people.phone,people.block,roles.grant,roles.manage,conversations.view,queues.repair,knowledge.manage,settings.manage,\
audit.view,tokens.manage,broadcasts.send}'),
    (bot, 'viewer', true, '{queue.view,stats.view,conversations.view}');
$$;
`;

const TABLES = `
alter table persons add column unsubscribed_at timestamptz;
comment on column persons.unsubscribed_at is 'Set while the person wants no broadcasts';

create table broadcasts (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  author_id bigint not null,
  state text not null default 'draft'
    check (state in ('draft', 'to_approve', 'scheduled', 'preparing', 'running', 'paused', 'finished', 'cancelled')),
  content jsonb not null,
  audience jsonb not null default '{}',
  service boolean not null default false,
  paid boolean not null default false,
  start_at timestamptz,
  prepared_up_to bigint,
  shown_at timestamptz,
  approved_by bigint,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  settled_at timestamptz,
  unique (bot_id, id),
  foreign key (bot_id, author_id) references persons (bot_id, id),
  foreign key (bot_id, approved_by) references persons (bot_id, id)
);
comment on column broadcasts.content is 'What is said, by language; any: in every language there is nothing else for';
comment on column broadcasts.service is 'A notice of the service, such as an incident: those who want no broadcasts get it, too';
comment on column broadcasts.settled_at is 'When nobody was left to whom it may still be said';
comment on column broadcasts.shown_at is 'When its progress was shown last';
comment on column broadcasts.prepared_up_to is 'The last person who was looked at for the ledger; null before and after';
create index broadcasts_unsettled on broadcasts (bot_id, id) where state <> 'draft' and settled_at is null;

create table broadcast_recipients (
  bot_id bigint not null references bots on delete cascade,
  broadcast_id bigint not null,
  person_id bigint not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'sending', 'sent', 'failed', 'blocked', 'unknown', 'cancelled')),
  fence bigint,
  message_ids bigint[],
  error text,
  changed_at timestamptz not null default now(),
  primary key (broadcast_id, person_id),
  check ((state = 'sent') <= (message_ids is not null)),
  foreign key (bot_id, broadcast_id) references broadcasts (bot_id, id) on delete cascade,
  foreign key (bot_id, person_id) references persons (bot_id, id)
);
comment on column broadcast_recipients.fence is 'Whose call it is or was: a later owner of the bot does not know what came of it';
create index broadcast_recipients_waiting on broadcast_recipients (broadcast_id, person_id) where state = 'waiting';
create index broadcast_recipients_sending on broadcast_recipients (bot_id, fence) where state = 'sending';
create index broadcast_recipients_state on broadcast_recipients (broadcast_id, state);
`;
