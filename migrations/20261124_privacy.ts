import type { Knex } from 'knex';

/** People may have their data erased after a day to think it over; what has been emptied is not looked at again. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(ERASING);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const ERASING = `
alter table persons add column erase_after timestamptz;
comment on column persons.erase_after is 'When the data of a person who asked for it are erased';
create index persons_erase on persons (bot_id, erase_after) where erase_after is not null;

alter table messages add column emptied_at timestamptz;
comment on column messages.emptied_at is 'When what was said was erased; that something was said stays';
create index messages_kept on messages (bot_id, created_at) where emptied_at is null;
`;
