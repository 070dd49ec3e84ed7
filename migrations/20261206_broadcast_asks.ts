import type { Knex } from 'knex';

/** Who was asked for a message about a broadcast, what about, and has not answered yet. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLE);
  const own = `(bot_id = nullif(current_setting('app.bot_id', true), '')::bigint)`;
  await knex.raw('alter table broadcast_asks enable row level security');
  await knex.raw('alter table broadcast_asks force row level security');
  await knex.raw(`create policy tenant on broadcast_asks to teller_app using ${own} with check ${own}`);
  await knex.raw('grant select, insert, update, delete on broadcast_asks to teller_app');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const TABLE = `
create table broadcast_asks (
  bot_id bigint not null references bots on delete cascade,
  person_id bigint not null,
  asked text not null,
  asked_at timestamptz not null default now(),
  primary key (bot_id, person_id),
  foreign key (bot_id, person_id) references persons (bot_id, id) on delete cascade
);
`;
