import type { Knex } from 'knex';

/** A moderator may ask the customer of a hand-off to confirm who they are. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(CONFIRMATION);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const CONFIRMATION = `
alter table handoffs
  add column identity_asked_at timestamptz,
  add column identity_answered_at timestamptz,
  add column identity_confirmed_at timestamptz;
comment on column handoffs.identity_asked_at is 'When the customer was asked to confirm who they are; empty once they have answered';
comment on column handoffs.identity_answered_at is 'When they last answered: what they send by a second press is no news';
comment on column handoffs.identity_confirmed_at is 'When the customer shared the contact they had registered with once more';
create index handoffs_identity on handoffs (bot_id, person_id)
  where identity_asked_at is not null or identity_answered_at is not null;
`;
