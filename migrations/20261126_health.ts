import type { Knex } from 'knex';

/** What the health screen tells: which process runs a bot, and how far behind the audit log its seal and anchor are. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(RIGHTS);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const TABLES = `
alter table leases add column process text, add column taken_at timestamptz not null default now();
comment on column leases.process is 'The owner as people know it: host and process id';

alter table audit_unsealed add column added_at timestamptz not null default now();
alter table audit_chain add column sealed_at timestamptz not null default now();

create table audit_anchored (
  only_row boolean primary key default true check (only_row),
  seq bigint not null,
  anchored_at timestamptz not null
);
comment on table audit_anchored is 'The last head that was put into the archive, to be shown; the proof is the archive alone';
`;

const RIGHTS = `
grant select, insert, update on audit_anchored to teller_sealer;
grant select on audit_unsealed, audit_anchored to teller_auditor;
grant select (seq, sealed_at) on audit_chain to teller_auditor;
`;
