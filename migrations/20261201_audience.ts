import type { Knex } from 'knex';

/** Who a broadcast goes to: tags of people, the day on which they were seen last, and lists that come as files. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  for (const table of ['person_tags', 'broadcast_lists', 'broadcast_listed']) await bindToTenant(knex, table);
  // Workers look for lists of all bots at once.
  await knex.raw('grant select (bot_id, broadcast_id, state, tag) on broadcast_lists to teller_transport');
  await knex.raw('create policy transport on broadcast_lists for select to teller_transport using (true)');
  await asOwner(knex, ['persons', 'conversations', 'messages'], SEEN_BEFORE);
  await asOwner(knex, ['roles'], PERMISSION);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

/** What stands in the tables already is changed in all bots at once, by an owner who may be no superuser. */
async function asOwner(knex: Knex, tables: readonly string[], statement: string): Promise<void> {
  for (const table of tables) await knex.raw(`alter table ${table} no force row level security`);
  await knex.raw(statement);
  for (const table of tables) await knex.raw(`alter table ${table} force row level security`);
}

async function bindToTenant(knex: Knex, table: string): Promise<void> {
  const own = `(bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)`;
  await knex.raw(`alter table ${table} enable row level security`);
  await knex.raw(`alter table ${table} force row level security`);
  await knex.raw(`create policy tenant on ${table} to teller_app using ${own} with check ${own}`);
  await knex.raw(`grant select, insert, update, delete on ${table} to teller_app`);
}

const TABLES = `
alter table persons add column seen_on date default current_date;
comment on column persons.seen_on is 'The day on which the person wrote last; written once a day at most';

create table person_tags (
  bot_id bigint not null references bots on delete cascade,
  person_id bigint not null,
  tag text not null check (length(tag) between 1 and 32),
  primary key (person_id, tag),
  foreign key (bot_id, person_id) references persons (bot_id, id)
);
create index person_tags_tag on person_tags (bot_id, tag);

create table broadcast_lists (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  broadcast_id bigint not null,
  file_id text,
  state text not null default 'waiting' check (state in ('waiting', 'read', 'failed', 'dropped')),
  error text,
  attempts smallint not null default 0,
  rows int not null default 0,
  found int not null default 0,
  repeated int not null default 0,
  unknown int not null default 0,
  unreadable int not null default 0,
  tag text,
  created_at timestamptz not null default now(),
  unique (bot_id, id),
  check ((state = 'waiting') = (file_id is not null)),
  foreign key (bot_id, broadcast_id) references broadcasts (bot_id, id) on delete cascade
);
comment on table broadcast_lists is 'Files that name people for a broadcast; what they hold is stored nowhere';
comment on column broadcast_lists.state is 'dropped: another one came; its people are to be forgotten';
comment on column broadcast_lists.tag is 'What its people are to be tagged with; null once they are';
create index broadcast_lists_broadcast on broadcast_lists (broadcast_id);
create index broadcast_lists_open on broadcast_lists (bot_id, broadcast_id)
  where state in ('waiting', 'dropped') or tag is not null;

create table broadcast_listed (
  bot_id bigint not null references bots on delete cascade,
  list_id bigint not null,
  person_id bigint not null,
  primary key (list_id, person_id),
  foreign key (bot_id, list_id) references broadcast_lists (bot_id, id) on delete cascade,
  foreign key (bot_id, person_id) references persons (bot_id, id)
);
comment on table broadcast_listed is 'Whom a list names, as far as the bot knows them';
create index broadcast_listed_person on broadcast_listed (person_id);
`;

/** For those who were there before, the day is that of the last message that is kept of them. */
const SEEN_BEFORE = `
update persons set seen_on = greatest(created_at, (
  select max(messages.created_at) from conversations join messages on messages.conversation_id = conversations.id
  where conversations.bot_id = persons.bot_id and conversations.person_id = persons.id and author = 'customer'))::date;
`;

/** Admins may tag people, those of bots to come as well. */
const PERMISSION = `
update roles set permissions = array_append(permissions, 'people.tag') where built_in and name = 'admin';
create or replace function add_built_in_roles(bot bigint) returns void language sql as $$
  insert into roles (bot_id, name, built_in, permissions) values
    (bot, 'customer', true, '{bot.use,handoff.request}'),
    (bot, 'moderator', true, '{bot.use,handoff.request,handoff.serve,handoff.notices,queue.view,stats.view,broadcasts.send}'),
    (bot, 'admin', true, '{bot.use,handoff.request,handoff.serve,queue.view,stats.view,admin.open,people.view,\
people.phone,people.block,people.tag,roles.grant,roles.manage,conversations.view,queues.repair,knowledge.manage,\
settings.manage,audit.view,tokens.manage,broadcasts.send}'),
    (bot, 'viewer', true, '{queue.view,stats.view,conversations.view}');
$$;
`;
