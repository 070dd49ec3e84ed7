import type { Knex } from 'knex';

/** Albums, which come message by message: until when more is awaited, and by which name the rest is known. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(COLUMNS);
  // Workers look for broadcasts of all bots at once.
  await knex.raw('grant select (preview_at) on broadcasts to teller_transport');
}

/** Migrations only go forward; a mistake is mended by the next one. */
export async function down(): Promise<void> {
  throw new Error('Migrations only go forward.');
}

const COLUMNS = `
alter table broadcasts add column album_id text, add column preview_at timestamptz;
comment on column broadcasts.album_id is 'The album of its author''s that came last, by Telegram''s name for it';
comment on column broadcasts.preview_at is 'When its author is to be shown what it says: an album comes message by message';
create index broadcasts_albums on broadcasts (bot_id, author_id, album_id) where album_id is not null;
create index broadcasts_drafts on broadcasts (bot_id, author_id) where state = 'draft';
create index broadcasts_to_preview on broadcasts (preview_at) where preview_at is not null;
`;
