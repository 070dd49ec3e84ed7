import type { Knex } from 'knex';

/** Broadcasts by several bots at once: each of the others gets a copy, which is a broadcast of its own from then on. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(COLUMNS);
  await knex.raw('grant select (other_bots, copied_at) on broadcasts to teller_transport');
  // By which bots somebody is known, to find those in which they may send, too.
  await knex.raw('grant select (bot_id, telegram_id) on persons to teller_transport');
  await knex.raw('create policy transport on persons for select to teller_transport using (true)');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const COLUMNS = `
alter table broadcasts
  add column other_bots bigint[] not null default '{}',
  add column copies jsonb not null default '{}',
  add column copied_at timestamptz,
  add column origin_bot_id bigint,
  add column origin_id bigint,
  add check ((origin_bot_id is null) = (origin_id is null)),
  add unique (bot_id, origin_bot_id, origin_id);
comment on column broadcasts.other_bots is 'Bots that are to send it, too';
comment on column broadcasts.copies is 'What became of that, by bot: the id of the copy there, or why there is none';
comment on column broadcasts.copied_at is 'When that was known of all of them';
comment on column broadcasts.origin_id is 'The broadcast of the bot origin_bot_id that this one is a copy of';
create index broadcasts_uncopied on broadcasts (bot_id, id) where other_bots <> '{}' and copied_at is null;
`;
