import type { Knex } from 'knex';

/** Indexes for what is read while broadcasts go: most begin with the bot, whom row-level security asks for. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(INDEXES);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const INDEXES = `
drop index broadcast_recipients_state;
-- By the broadcast first: one that begins with the bot looks as good as the primary key for a single row, as long as the
-- planner knows nothing of a ledger that was just written.
create index broadcast_recipients_state on broadcast_recipients (broadcast_id, state, changed_at) include (bot_id);
drop index broadcast_recipients_waiting;
create index broadcast_recipients_waiting on broadcast_recipients (bot_id, broadcast_id, person_id) where state = 'waiting';
drop index broadcast_recipients_deletion;
create index broadcast_recipients_deletion on broadcast_recipients (bot_id, broadcast_id, deletion, person_id)
  where deletion is not null;
`;
