import type { Knex } from 'knex';

/** Tickets of other channels, what the FAQ had to do with an answer, and whether that helped. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(ANSWERS);
  await knex.raw(TICKETS);
  await bindToTenant(knex, 'tickets');
  await knex.raw(PERMISSIONS);
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

const ANSWERS = `
alter table answers
  add column faq_id text,
  add column faq_version text,
  add column faq_confidence real,
  add column feedback text check (feedback in ('helped', 'not_helped')),
  add column feedback_at timestamptz,
  add check ((feedback is null) = (feedback_at is null)),
  add constraint answers_bot_id_id unique (bot_id, id);
comment on column answers.faq_id is 'The entry of the FAQ that fits best, whatever answered';
comment on column answers.feedback is 'What the customer said of an automatic answer; a call for a human counts last';
create index answers_unhelpful on answers (conversation_id, id) where feedback = 'not_helped';

alter table handoffs
  add column answer_id bigint,
  add foreign key (bot_id, answer_id) references answers (bot_id, id);
create index handoffs_answer on handoffs (answer_id) where answer_id is not null;
comment on column handoffs.answer_id is 'The automatic answer that did not help';
`;

const TICKETS = `
create table tickets (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  channel text not null check (channel in ('telegram', 'api')),
  state text not null check (state in ('new', 'closed')),
  request_key text,
  request_hash text,
  external_id text,
  text text,
  language text not null check (language in ('ru', 'kk', 'en')),
  category text not null,
  priority text not null,
  department text not null,
  faq_id text,
  faq_version text,
  similarity real not null default 0,
  answer text,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  emptied_at timestamptz,
  unique (bot_id, request_key),
  check ((state = 'closed') = (closed_at is not null))
);
comment on table tickets is 'What somebody wants of the bank; one that the FAQ has answered is closed from the start';
comment on column tickets.request_key is 'Names the request that made it: the same one again finds this ticket';
comment on column tickets.request_hash is 'Of what was asked, to tell another request under the same key';
comment on column tickets.text is 'Masked; null once it is older than the bank keeps what people say';
comment on column tickets.faq_id is 'The entry of the FAQ that fits best, whether or not it answered';
comment on column tickets.answer is 'What the FAQ answered';
create index tickets_listed on tickets (bot_id, id);
create index tickets_external on tickets (bot_id, external_id) where external_id is not null;
create index tickets_kept on tickets (bot_id, created_at) where emptied_at is null;
`;

/** Those who work at the desk may hand requests over and see tickets, those of bots to come as well. */
const PERMISSIONS = `
update roles set permissions = permissions || '{tickets.ingest,tickets.view}'::text[]
  where built_in and name in ('moderator', 'admin');
update roles set permissions = array_append(permissions, 'tickets.view') where built_in and name = 'viewer';
create or replace function add_built_in_roles(bot bigint) returns void language sql as $$
  insert into roles (bot_id, name, built_in, permissions) values
    (bot, 'customer', true, '{bot.use,handoff.request}'),
    (bot, 'moderator', true, '{bot.use,handoff.request,handoff.serve,handoff.notices,queue.view,stats.view,broadcasts.send,\
tickets.ingest,tickets.view}'),
    (bot, 'admin', true, '{bot.use,handoff.request,handoff.serve,queue.view,stats.view,admin.open,people.view,\
people.phone,people.block,people.tag,roles.grant,roles.manage,conversations.view,queues.repair,knowledge.manage,settings.manage,\
audit.view,tokens.manage,broadcasts.send,broadcasts.service,tickets.ingest,tickets.view}'),
    (bot, 'viewer', true, '{queue.view,stats.view,conversations.view,tickets.view}');
$$;
`;
