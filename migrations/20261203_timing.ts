import type { Knex } from 'knex';

/** When a broadcast goes and who has agreed: approval by a second person, quiet hours, notices of the service. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(COLUMNS);
  // Workers look for those whose time has come.
  await knex.raw('grant select (start_at) on broadcasts to teller_transport');
  await knex.raw(PERMISSION);
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const COLUMNS = `
alter table broadcasts
  add column approval_round int not null default 0,
  add column approval_for int,
  add column at_any_hour boolean not null default false,
  add column released_by bigint,
  add constraint approved_by_another check (approved_by <> author_id),
  add constraint scheduled_for_a_time check (state <> 'scheduled' or start_at is not null),
  add foreign key (bot_id, released_by) references persons (bot_id, id);
comment on column broadcasts.start_at is 'Not before this moment; null: as soon as it is sent';
comment on column broadcasts.approval_round is 'How often approval was asked for: an answer counts for the last time only';
comment on column broadcasts.approval_for is 'How many were to get it when approval was asked for';
comment on column broadcasts.at_any_hour is 'Somebody has let it go in quiet hours';
comment on column broadcasts.released_by is 'Who let it go last: they must still be allowed to when it begins';
`;

/**
 * Admins may send notices of the service, those of bots to come as well. Row-level security binds the owner of the table,
 * too, so that it is lifted meanwhile; whom 20261130 has passed over for that gets the right to send broadcasts here.
 */
const PERMISSION = `
alter table roles no force row level security;
update roles set permissions = array_append(permissions, 'broadcasts.send')
  where built_in and name in ('moderator', 'admin') and not 'broadcasts.send' = any(permissions);
update roles set permissions = array_append(permissions, 'broadcasts.service') where built_in and name = 'admin';
alter table roles force row level security;
create or replace function add_built_in_roles(bot bigint) returns void language sql as $$
  insert into roles (bot_id, name, built_in, permissions) values
    (bot, 'customer', true, '{bot.use,handoff.request}'),
    (bot, 'moderator', true, '{bot.use,handoff.request,handoff.serve,handoff.notices,queue.view,stats.view,broadcasts.send}'),
    (bot, 'admin', true, '{bot.use,handoff.request,handoff.serve,queue.view,stats.view,admin.open,people.view,\
people.phone,people.block,people.tag,roles.grant,roles.manage,conversations.view,queues.repair,knowledge.manage,settings.manage,\
audit.view,tokens.manage,broadcasts.send,broadcasts.service}'),
    (bot, 'viewer', true, '{queue.view,stats.view,conversations.view}');
$$;
`;
