import type { Knex } from 'knex';

/** Documents kept in the database: uploaded, with versions and validity, of one bot or of all. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  for (const table of ['documents', 'document_versions', 'document_uploads']) await bindToTenant(knex, table);
  // What is for all bots is read by each, and written where staff act for the whole installation.
  for (const table of ['documents', 'document_versions']) {
    await knex.raw(`create policy shared on ${table} for select to teller_app using (bot_id is null and ${BOT} is not null)`);
    // Whoever answers reads the documents of all bots.
    await knex.raw(`grant select on ${table} to teller_transport`);
    await knex.raw(`create policy transport on ${table} for select to teller_transport using (true)`);
  }
  // Workers look for uploads of all bots at once.
  await knex.raw('grant select (bot_id, id, free_at) on document_uploads to teller_transport');
  await knex.raw('create policy transport on document_uploads for select to teller_transport using (true)');
  await knex.raw(CHANGES);
  await knex.raw(STANDING);
  await bindToTenant(knex, 'knowledge_standing_own');
  await knex.raw('grant select, insert, update, delete on knowledge_standing_own to teller_transport');
  await knex.raw('create policy transport on knowledge_standing_own to teller_transport using (true) with check (true)');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const BOT = `nullif(current_setting('app.bot_id', true), '')::bigint`;

async function bindToTenant(knex: Knex, table: string): Promise<void> {
  const reached = `(bot_id = ${BOT} or (bot_id is null and current_setting('app.installation', true) = 'on'))`;
  await knex.raw(`alter table ${table} enable row level security`);
  await knex.raw(`alter table ${table} force row level security`);
  await knex.raw(`create policy tenant on ${table} to teller_app using ${reached} with check ${reached}`);
  await knex.raw(`grant select, insert, update, delete on ${table} to teller_app`);
}

const TABLES = `
create table documents (
  id bigint generated always as identity primary key,
  bot_id bigint references bots on delete cascade,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  unique (bot_id, id)
);
comment on column documents.bot_id is 'The only bot that answers from it; null: all of them do';
comment on column documents.name is 'Like a path below the folder of documents; the key within a scope';
create unique index documents_name on documents (coalesce(bot_id, 0), name);

create table document_versions (
  id bigint generated always as identity primary key,
  bot_id bigint references bots on delete cascade,
  document_id bigint not null,
  content bytea not null check (length(content) <= 20971520),
  content_type text not null,
  sha256 text not null,
  version text not null,
  title text not null,
  passages int not null,
  valid_from date,
  valid_until date,
  uploaded_by text not null,
  uploaded_through text not null check (uploaded_through in ('panel', 'api')),
  uploaded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  check (valid_until >= valid_from),
  foreign key (bot_id, document_id) references documents (bot_id, id) on delete cascade
);
alter table document_versions alter column content set storage external;
comment on table document_versions is 'What was uploaded, none of it ever changed: which version an answer used stays provable';
comment on column document_versions.version is 'As answers name it: the beginning of sha256';
comment on column document_versions.valid_from is 'From this day on it takes the place of the versions before it; null: from its upload on';
comment on column document_versions.uploaded_by is 'As the audit log names them';
create index document_versions_document on document_versions (document_id, id);
create index document_versions_bot on document_versions (bot_id);

create table document_uploads (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  person_id bigint not null,
  name text not null,
  shared boolean not null,
  file_id text not null,
  valid_from date,
  valid_until date,
  attempts smallint not null default 0,
  free_at timestamptz not null default now(),
  foreign key (bot_id, person_id) references persons (bot_id, id)
);
comment on table document_uploads is 'Files that were sent to the panel and are to be fetched; a row leaves when that is done';
comment on column document_uploads.free_at is 'Until then somebody fetches it, or it waits for the next try';
create index document_uploads_free on document_uploads (free_at);
create index document_uploads_person on document_uploads (bot_id, person_id);
`;

/** Processes that answer follow at once. */
const CHANGES = `
create function notify_documents() returns trigger language plpgsql as $$
begin
  notify teller_documents;
  return null;
end $$;
create trigger document_versions_changed after insert or update or delete on document_versions
  for each statement execute function notify_documents();
`;

const STANDING = `
create table knowledge_standing_own (
  bot_id bigint primary key references bots on delete cascade,
  documents jsonb not null default '[]',
  problems jsonb not null default '[]'
);
comment on table knowledge_standing_own is 'What was read of the documents of single bots; knowledge_standing has what is for all';
`;
