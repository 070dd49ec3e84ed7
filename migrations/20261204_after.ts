import type { Knex } from 'knex';

/** What comes after a broadcast: kept counts, its report, sending again to those of whom nothing is known, and undoing it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(COLUMNS);
  await knex.raw(KEPT_COUNTS);
  await knex.raw(INDEXES);
  // Workers look for broadcasts of all bots at once, and so does whoever reads the metrics.
  await knex.raw('grant select (undo, counts) on broadcasts to teller_transport');
  await knex.raw('grant select (bot_id, broadcast_id, state) on broadcast_recipients to teller_transport');
  await knex.raw('create policy transport on broadcast_recipients for select to teller_transport using (true)');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const COLUMNS = `
alter table broadcasts drop constraint broadcasts_state_check;
alter table broadcasts add constraint broadcasts_state_check check (state in
  ('draft', 'to_approve', 'scheduled', 'preparing', 'resending', 'running', 'paused', 'finished', 'cancelled'));
alter table broadcasts rename column shown_at to show_at;
alter table broadcasts
  add column moved_at timestamptz,
  add column paused_seconds integer not null default 0,
  add column counts jsonb,
  add column undo text check (undo in ('preparing', 'running', 'stopped', 'finished'));
comment on column broadcasts.show_at is 'When its progress is to be shown next; null: at once';
comment on column broadcasts.moved_at is 'When somebody has moved it on last';
comment on column broadcasts.paused_seconds is 'How long it stood still, between its start and its end, in all';
comment on column broadcasts.counts is 'Recipients by state, kept when it is settled, so that nobody counts its ledger again';
comment on column broadcasts.undo is 'How far the deletion of its messages is';

alter table broadcast_recipients
  add column deletion text check (deletion in ('waiting', 'deleted', 'failed')),
  add column unsubscribed_at timestamptz;
comment on column broadcast_recipients.deletion is 'What came of deleting the message; null: nobody has asked for that';
comment on column broadcast_recipients.unsubscribed_at is 'When the person unsubscribed with the button below the message';
`;

const KEPT_COUNTS = `
alter table broadcasts no force row level security;
alter table broadcast_recipients no force row level security;
update broadcasts set counts = coalesce((
  select jsonb_object_agg(state, count) from (
    select state, count(*) from broadcast_recipients where broadcast_id = broadcasts.id group by state) as counted), '{}')
where settled_at is not null;
alter table broadcasts force row level security;
alter table broadcast_recipients force row level security;
alter table broadcasts add check ((counts is not null) = (settled_at is not null));
`;

const INDEXES = `
drop index broadcast_recipients_state;
create index broadcast_recipients_state on broadcast_recipients (bot_id, broadcast_id, state, changed_at);
create index broadcast_recipients_deletion on broadcast_recipients (broadcast_id, deletion, person_id) where deletion is not null;
create index broadcast_recipients_unsubscribed on broadcast_recipients (broadcast_id) where unsubscribed_at is not null;
create index broadcasts_undone on broadcasts (bot_id, id) where undo in ('preparing', 'running');
`;
