/** Tags that staff give to people. A tag is there as long as somebody has it. */
import type { Tx } from '../../platform/db/database.js';

/** In characters. */
export const TAG_LENGTH = 32;

/** Words as a tag, without needless blanks; undefined when they are none. */
export function tagIn(words: string): string | undefined {
  const tag = words.replace(/\s+/g, ' ').trim();
  return tag !== '' && tag.length <= TAG_LENGTH ? tag : undefined;
}

/** Every tag of the bot, in the order of the alphabet. */
export async function listTags(tx: Tx): Promise<string[]> {
  // From one tag to the next by the index: it does not matter how many people have one.
  const { rows } = await tx.raw<{ rows: { tag: string }[] }>(
    `with recursive each (tag) as (
       (select tag from person_tags order by tag limit 1)
       union all
       select (select person_tags.tag from person_tags where person_tags.tag > each.tag order by person_tags.tag limit 1)
       from each where each.tag is not null)
     select tag from each where tag is not null order by lower(tag), tag`,
  );
  return rows.map(({ tag }) => tag);
}

export function tagsOf(tx: Tx, personId: number): Promise<string[]> {
  return tx('person_tags').where({ person_id: personId }).orderBy('tag').pluck<string[]>('tag');
}

/** A tag as the bot has it already, whatever the case of its letters, or as it was written. */
export async function knownTag(tx: Tx, tag: string): Promise<string> {
  const tags = await listTags(tx);
  return tags.find((each) => each === tag) ?? tags.find((each) => each.toLowerCase() === tag.toLowerCase()) ?? tag;
}

/** Gives a tag to a person or takes it away. Answers whether that changed anything. */
export async function setTag(tx: Tx, botId: number, personId: number, tag: string, wanted: boolean): Promise<boolean> {
  const row = { bot_id: botId, person_id: personId, tag };
  if (!wanted) return (await tx('person_tags').where(row).delete()) === 1;
  return (await tx('person_tags').insert(row).onConflict().ignore().returning('tag')).length === 1;
}
