import type { Knex } from 'knex';

/** Frequent questions that are learnt from talks with people, and the entries that admins have made of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  for (const table of ['faq_candidates', 'faq_sightings', 'faq_entries']) await bindToTenant(knex, table);
  // Whoever answers reads the entries of all bots at once.
  await knex.raw('grant select (id, bot_id, lang, questions, answer, withdrawn_at) on faq_entries to teller_transport');
  await knex.raw('create policy transport on faq_entries for select to teller_transport using (true)');
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
alter table handoffs add column mined_at timestamptz;
comment on column handoffs.mined_at is 'When it was looked through for frequent questions';
create index handoffs_unmined on handoffs (bot_id, id) where state = 'ended' and mined_at is null;

create table faq_candidates (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  lang text not null check (lang in ('ru', 'kk', 'en')),
  state text not null default 'proposed' check (state in ('proposed', 'accepted', 'rejected')),
  draft text,
  seen_at timestamptz not null default now(),
  decided_by bigint,
  decided_at timestamptz,
  unique (bot_id, id),
  check ((state = 'proposed') = (decided_at is null)),
  foreign key (bot_id, decided_by) references persons (bot_id, id)
);
comment on table faq_candidates is 'Questions that customers ask alike; what was said stands in their messages alone';
comment on column faq_candidates.draft is 'The answer as an admin has written it';
comment on column faq_candidates.seen_at is 'When it was asked last';
create index faq_candidates_proposed on faq_candidates (bot_id, id) where state = 'proposed';

create table faq_sightings (
  question_id bigint primary key,
  bot_id bigint not null references bots on delete cascade,
  candidate_id bigint not null,
  answer_id bigint not null,
  foreign key (bot_id, candidate_id) references faq_candidates (bot_id, id) on delete cascade,
  foreign key (bot_id, question_id) references messages (bot_id, id),
  foreign key (bot_id, answer_id) references messages (bot_id, id)
);
comment on table faq_sightings is 'Where a candidate was asked, and which message of a moderator answered it';
create index faq_sightings_candidate on faq_sightings (candidate_id, question_id);

create table faq_entries (
  id bigint generated always as identity primary key,
  bot_id bigint not null references bots on delete cascade,
  candidate_id bigint not null,
  lang text not null check (lang in ('ru', 'kk', 'en')),
  questions text[] not null check (cardinality(questions) > 0),
  answer text not null,
  published_by bigint not null,
  published_at timestamptz not null default now(),
  withdrawn_by bigint,
  withdrawn_at timestamptz,
  unique (candidate_id),
  check ((withdrawn_by is null) = (withdrawn_at is null)),
  foreign key (bot_id, candidate_id) references faq_candidates (bot_id, id),
  foreign key (bot_id, published_by) references persons (bot_id, id),
  foreign key (bot_id, withdrawn_by) references persons (bot_id, id)
);
comment on table faq_entries is 'Entries of the FAQ that admins have published: the bank''s own words';
create index faq_entries_published on faq_entries (bot_id, id) where withdrawn_at is null;
`;
