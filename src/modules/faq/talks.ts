/** Talks with people that are over and were not looked through yet. */
import type { Tx } from '../../platform/db/database.js';
import type { Said } from './pairs.js';

export interface EndedTalk {
  readonly handoffId: number;
  /** The customer's. */
  readonly names: readonly string[];
  /** From shortly before the human was called until the end; oldest first. */
  readonly turns: readonly Said[];
}

/** How much of what was said before belongs to the matter. */
const TURNS_BEFORE = 10;

/** Takes the next of them, so that nobody else looks through them meanwhile. */
export async function takeEndedTalks(tx: Tx, limit: number): Promise<EndedTalk[]> {
  const { rows } = await tx.raw<{ rows: EndedTalk[] }>(
    `with ended as (
       select id, conversation_id, person_id, after_message_id, ended_at from handoffs
       where state = 'ended' and mined_at is null order by id limit ? for update skip locked)
     select ended.id as "handoffId", array_remove(array[first_name, last_name], null) as names, (
       select coalesce(json_agg(json_build_object('id', id, 'author', author, 'text', text) order by id), '[]')
       from messages as said
       where conversation_id = ended.conversation_id and text is not null and author <> 'system' and created_at <= ended_at
         and id >= coalesce((
           select min(id) from (
             select id from messages where conversation_id = ended.conversation_id and id <= ended.after_message_id
             order by id desc limit ?) as before), 0)) as turns
     from ended join persons on persons.id = ended.person_id order by ended.id`,
    [limit, TURNS_BEFORE],
  );
  return rows;
}

export async function markMined(tx: Tx, handoffIds: readonly number[]): Promise<void> {
  await tx('handoffs').whereIn('id', [...handoffIds]).update({ mined_at: tx.fn.now() });
}
