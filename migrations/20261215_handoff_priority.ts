import type { Knex } from 'knex';

/** Whoever tells of danger comes before everybody else who waits for a human. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(PRIORITY);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const PRIORITY = `
alter table handoffs
  add column priority text not null default 'normal' check (priority in ('urgent', 'normal')),
  drop constraint handoffs_way_check,
  add constraint handoffs_way_check
    check (way in ('command', 'button', 'words', 'registration', 'successor', 'danger'));
comment on column handoffs.priority is 'Whoever is urgent comes before everybody else in the line';
comment on column handoffs.way is
  'How a human was called; successor: the moderator before was lost; danger: nobody asked, the message told of it';
drop index handoffs_waiting;
create index handoffs_waiting on handoffs (bot_id, (priority <> 'urgent'), requested_at, id) where state = 'waiting';
alter table conversations
  add column warned_at timestamptz,
  add column warned_of text check (warned_of in ('emergency', 'crisis', 'violence'));
comment on column conversations.warned_at is 'When the customer was last told what to do in danger, so that it is not repeated at once';
comment on column conversations.warned_of is 'Which of the texts about danger that was';
`;
