import type { Knex } from 'knex';

/**
 * The main path. Two roles that cannot log in: `teller_app` is bound by row-level security to the bot of its
 * transaction; `teller_transport` sees all bots, but only the transport's tables.
 */
export async function up(knex: Knex): Promise<void> {
  await createRoles(knex);
  await knex.raw(TRANSPORT_TABLES);
  await knex.raw(PRODUCT_TABLES);
  await grantTransport(knex);
  for (const table of TENANT_TABLES) await bindToTenant(knex, table);
  await knex.raw('create policy transport on answers for select to teller_transport using (true)');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const TRANSPORT_TENANT_TABLES = ['bots', 'leases', 'inbox', 'outbox', 'message_refs'];
const PRODUCT_TENANT_TABLES = [
  'persons',
  'staff',
  'conversations',
  'messages',
  'answers',
  'handoffs',
  'moderator_desks',
];
const TENANT_TABLES = [...TRANSPORT_TENANT_TABLES, ...PRODUCT_TENANT_TABLES];

async function createRoles(knex: Knex): Promise<void> {
  for (const role of ['teller_app', 'teller_transport']) {
    // Roles belong to the whole server, where another installation may be creating the same one.
    await knex.raw(`do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`);
    await knex.raw(`grant ${role} to current_user`);
    await knex.raw(`grant usage on schema public to ${role}`);
  }
}

async function grantTransport(knex: Knex): Promise<void> {
  for (const table of TRANSPORT_TENANT_TABLES) {
    await knex.raw(`grant select, insert, update, delete on ${table} to teller_transport`);
    await knex.raw(`create policy transport on ${table} to teller_transport using (true) with check (true)`);
  }
  await knex.raw('grant select, insert on embeddings to teller_transport');
  // Workers look for waiting questions of all bots at once.
  await knex.raw('grant select (bot_id, state, claimed_until) on answers to teller_transport');
  // Ids of messages are taken before the messages are stored.
  await knex.raw('grant usage on sequence messages_id_seq to teller_app, teller_transport');
}

async function bindToTenant(knex: Knex, table: string): Promise<void> {
  const own = `(bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)`;
  await knex.raw(`alter table ${table} enable row level security`);
  await knex.raw(`alter table ${table} force row level security`);
  await knex.raw(`create policy tenant on ${table} to teller_app using ${own} with check ${own}`);
  await knex.raw(`grant select, insert, update, delete on ${table} to teller_app`);
}

const TRANSPORT_TABLES = `
create table bots (
  bot_id bigint primary key,
  username text not null,
  name text not null,
  token_sealed text not null,
  active boolean not null default true,
  created_at timestamptz not null default now()
);
comment on column bots.bot_id is 'The id Telegram gave the bot: the number before the colon of its token';

create table leases (
  bot_id bigint primary key references bots on delete cascade,
  owner uuid,
  fence bigint not null default 0,
  expires_at timestamptz not null default '-infinity'
);
comment on table leases is 'Which process runs which bot; every change of owner raises the fence';

create table inbox (
  bot_id bigint not null references bots on delete cascade,
  update_id bigint not null,
  chat_id bigint not null,
  payload json not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'dead')),
  attempts smallint not null default 0,
  retry_at timestamptz,
  error text,
  received_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (bot_id, update_id)
);
create index inbox_pending on inbox (bot_id, update_id) where state = 'pending';
create index inbox_dead on inbox (bot_id, update_id) where state = 'dead';
create index inbox_done on inbox (finished_at) where state = 'done';
comment on column inbox.payload is 'json, not jsonb: whatever Telegram sends is kept as it came, odd Unicode included';

create table outbox (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  chat_id bigint not null,
  method text not null,
  payload json not null,
  priority smallint not null default 0,
  dedupe_key text,
  guard text,
  ref text,
  state text not null default 'pending' check (state in ('pending', 'sent', 'failed', 'cancelled')),
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (bot_id, dedupe_key)
);
create index outbox_pending on outbox (bot_id, priority, id) where state = 'pending';
create index outbox_finished on outbox (finished_at) where state <> 'pending';
comment on column outbox.guard is 'Names a condition that must hold in the transaction that sends';
comment on column outbox.ref is 'Names the message, so that later calls can edit it or reply to it';

create table message_refs (
  bot_id bigint not null references bots on delete cascade,
  chat_id bigint not null,
  message_id bigint not null,
  ref text not null,
  created_at timestamptz not null default now(),
  primary key (bot_id, chat_id, message_id)
);
create index message_refs_ref on message_refs (bot_id, ref, chat_id);
comment on table message_refs is 'What a message of a chat stands for: the same ref names its copies in other chats';
`;

/** References name the bot too: a foreign key is checked past row-level security, and must not reach across tenants. */
const PRODUCT_TABLES = `
create table persons (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  telegram_id bigint not null,
  first_name text not null,
  last_name text,
  username text,
  locale text check (locale in ('ru', 'kk', 'en')),
  phone_sealed text,
  phone_index bytea,
  consented_at timestamptz,
  registered_at timestamptz,
  unreachable_at timestamptz,
  created_at timestamptz not null default now(),
  unique (bot_id, id),
  unique (bot_id, telegram_id),
  unique (bot_id, phone_index)
);
comment on column persons.phone_index is 'HMAC of the phone: equal phones are found without being readable';
comment on column persons.unreachable_at is 'Set while the person blocks the bot';

create table staff (
  bot_id bigint not null references bots on delete cascade,
  telegram_id bigint not null,
  role text not null check (role in ('admin', 'moderator')),
  granted_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (bot_id, telegram_id, role)
);

create table conversations (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  person_id bigint not null,
  state text not null default 'bot' check (state in ('bot', 'queued', 'human', 'closed')),
  human_wanted_at timestamptz,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  unique (bot_id, id),
  foreign key (bot_id, person_id) references persons (bot_id, id)
);
comment on column conversations.human_wanted_at is 'Asked for a human before registering; the hand-off follows the registration';
create index conversations_person on conversations (bot_id, person_id, id);
create unique index conversations_open on conversations (bot_id, person_id) where state <> 'closed';

create table messages (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  conversation_id bigint not null,
  author text not null check (author in ('customer', 'bot', 'ai', 'moderator', 'system')),
  author_id bigint,
  text text,
  content jsonb not null,
  reply_to_id bigint,
  sources jsonb,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  unique (bot_id, id),
  foreign key (bot_id, conversation_id) references conversations (bot_id, id),
  foreign key (bot_id, author_id) references persons (bot_id, id),
  foreign key (bot_id, reply_to_id) references messages (bot_id, id)
);
comment on column messages.author is 'system: about the course of things, such as the line or a human who joins';
create index messages_conversation on messages (conversation_id, id);

create table answers (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  conversation_id bigint not null,
  message_id bigint not null unique,
  state text not null default 'pending' check (state in ('pending', 'done', 'cancelled')),
  attempts smallint not null default 0,
  claimed_until timestamptz,
  outcome text check (outcome in ('answered', 'auto_resolved', 'refused', 'handed_off')),
  reason text,
  mode text,
  confidence real,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  foreign key (bot_id, conversation_id) references conversations (bot_id, id),
  foreign key (bot_id, message_id) references messages (bot_id, id)
);
create index answers_pending on answers (bot_id, id) where state = 'pending';
create index answers_conversation on answers (conversation_id, id);

create table handoffs (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  conversation_id bigint not null,
  person_id bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'active', 'ended')),
  moderator_id bigint,
  way text not null default 'command' check (way in ('command', 'button', 'words', 'registration', 'successor')),
  after_message_id bigint not null default 0,
  requested_at timestamptz not null default now(),
  claimed_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('customer', 'moderator', 'unreachable')),
  ending_untold boolean not null default false,
  check ((state = 'active') <= (moderator_id is not null)),
  unique (bot_id, id),
  foreign key (bot_id, conversation_id) references conversations (bot_id, id),
  foreign key (bot_id, person_id) references persons (bot_id, id),
  foreign key (bot_id, moderator_id) references persons (bot_id, id)
);
comment on column handoffs.way is 'How a human was called; successor: the moderator before was lost';
comment on column handoffs.after_message_id is 'What the customer says after this message of the conversation is for the human';
comment on column handoffs.ending_untold is 'It ended while the customer could not be told; they are when they come back';
create index handoffs_untold on handoffs (bot_id, person_id) where ending_untold;
create unique index handoffs_open on handoffs (conversation_id) where state <> 'ended';
create index handoffs_waiting on handoffs (bot_id, requested_at, id) where state = 'waiting';
create index handoffs_active on handoffs (bot_id, moderator_id) where state = 'active';

create table moderator_desks (
  bot_id bigint not null references bots on delete cascade,
  moderator_id bigint not null,
  selected_handoff_id bigint,
  primary key (bot_id, moderator_id),
  foreign key (bot_id, moderator_id) references persons (bot_id, id),
  foreign key (bot_id, selected_handoff_id) references handoffs (bot_id, id)
);
comment on table moderator_desks is 'Which conversation a moderator writes to when a message is no reply';

create table embeddings (
  model text not null,
  content_hash text not null,
  vector bytea not null,
  created_at timestamptz not null default now(),
  primary key (model, content_hash)
);
`;
