import type { Tx } from '../../platform/db/database.js';

/** What is kept of a person, but for their phone. */
export interface KeptPerson {
  readonly id: number;
  readonly telegramId: number;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly language: string | null;
  readonly consentedAt: Date | null;
  readonly registeredAt: Date | null;
  readonly createdAt: Date;
  /** A day, such as 2026-05-01. */
  readonly lastSeenOn: string | null;
  readonly tags: readonly string[];
}

export interface KeptMessage {
  readonly at: Date;
  readonly conversation: number;
  readonly author: string;
  readonly content: unknown;
}

/** When a person called a human. */
export interface KeptRequest {
  readonly number: number;
  readonly calledAt: Date;
  readonly acceptedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

export async function findKeptPerson(tx: Tx, personId: number): Promise<KeptPerson | undefined> {
  const { rows } = await tx.raw<{ rows: KeptPerson[] }>(
    `select id, telegram_id as "telegramId", first_name as "firstName", last_name as "lastName", username,
       locale as language, consented_at as "consentedAt", registered_at as "registeredAt", created_at as "createdAt",
       seen_on::text as "lastSeenOn", array(select tag from person_tags where person_id = persons.id order by tag) as tags
     from persons where id = ?`,
    [personId],
  );
  return rows[0];
}

/** What was said in a person's conversations, oldest first. */
export async function keptMessages(tx: Tx, personId: number): Promise<KeptMessage[]> {
  const { rows } = await tx.raw<{ rows: KeptMessage[] }>(
    `select messages.created_at as at, conversation_id as conversation, author, content
     from messages join conversations on conversations.id = conversation_id
     where person_id = ? and emptied_at is null order by messages.id`,
    [personId],
  );
  return rows;
}

/** A person's calls for a human, oldest first. */
export async function keptRequests(tx: Tx, personId: number): Promise<KeptRequest[]> {
  const { rows } = await tx.raw<{ rows: KeptRequest[] }>(
    `select id as number, requested_at as "calledAt", claimed_at as "acceptedAt", ended_at as "endedAt",
       ended_by as "endedBy" from handoffs where person_id = ? order by id`,
    [personId],
  );
  return rows;
}

/** Whether the person's data are about to be erased. */
export async function isErasing(tx: Tx, personId: number): Promise<boolean> {
  return (await tx('persons').where({ id: personId }).whereNotNull('erase_after').first('id')) !== undefined;
}

/** Answers whether anything changed: not when it was so already. */
export async function planErasing(tx: Tx, personId: number, afterHours: number): Promise<boolean> {
  const planned = await tx('persons')
    .where({ id: personId, erase_after: null })
    .update({ erase_after: tx.raw(`now() + ? * interval '1 hour'`, [afterHours]) });
  return planned === 1;
}

/** Answers whether anything changed. */
export async function forgetErasing(tx: Tx, personId: number): Promise<boolean> {
  const kept = await tx('persons').where({ id: personId }).whereNotNull('erase_after').update({ erase_after: null });
  return kept === 1;
}

export interface DuePerson {
  readonly id: number;
  readonly telegramId: number;
  readonly locale: string | null;
}

/** Whoever waits for a human or talks with one, and whoever works here, comes later. */
const IS_DUE = `erase_after <= now()
  and not exists (select from conversations where person_id = persons.id and state in ('queued', 'human'))
  and not exists (select from current_grants where telegram_id = persons.telegram_id)`;

/** The persons whose day has come, the longest due first. */
export async function findDue(tx: Tx): Promise<number[]> {
  return tx('persons').whereRaw(IS_DUE).orderBy('erase_after').pluck<number[]>('id');
}

/**
 * Locks a person whose day has come, if nobody else has; not so strongly that whoever stores a message of theirs,
 * with the conversation locked, would wait for us while we wait for the conversation.
 */
export async function takeDue(tx: Tx, personId: number): Promise<DuePerson | undefined> {
  const { rows } = await tx.raw<{ rows: DuePerson[] }>(
    `select id, telegram_id as "telegramId", locale from persons where id = ? and ${IS_DUE} for no key update skip locked`,
    [personId],
  );
  return rows[0];
}

/** Locks what the person has open, so that nothing is said there meanwhile. Answers whether it is the bot's alone. */
export async function closeForErasing(tx: Tx, personId: number): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: { state: string }[] }>(
    `select state from conversations where person_id = ? and state <> 'closed' for update`,
    [personId],
  );
  if (rows.some(({ state }) => state !== 'bot')) return false;
  await tx('conversations')
    .where({ person_id: personId, state: 'bot' })
    .update({ state: 'closed', closed_at: tx.fn.now(), human_wanted_at: null });
  return true;
}

/** Empties everything that tells who a person is and what they said; the row stays as a pseudonym. */
export async function erasePerson(tx: Tx, botId: number, { id, telegramId }: DuePerson): Promise<void> {
  await tx.raw(ERASE_QUEUES, [id, id, botId, telegramId]);
  await tx('inbox').where({ bot_id: botId, chat_id: telegramId, state: 'dead' }).update({ payload: '{}', error: null });
  await tx('message_refs').where({ bot_id: botId, chat_id: telegramId }).delete();
  await tx.raw(`update answers set state = 'cancelled', finished_at = now() where state = 'pending' and ${OF_PERSON}`, [id]);
  await tx.raw(`update messages set ${EMPTIED} where emptied_at is null and ${OF_PERSON}`, [id]);
  await tx('person_tags').where({ person_id: id }).delete();
  await tx('broadcast_listed').where({ person_id: id }).delete();
  await tx('persons').where({ id }).update({
    first_name: '',
    last_name: null,
    username: null,
    phone_sealed: null,
    phone_index: null,
    consented_at: null,
    registered_at: null,
    erase_after: null,
    seen_on: null,
  });
}

/** Empties messages that are older than they may get, the oldest first; those of an open talk come later. */
export async function emptyOldMessages(tx: Tx, days: number, limit: number): Promise<number> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update messages set ${EMPTIED} where id in (
       select messages.id from messages join conversations on conversations.id = conversation_id
       where emptied_at is null and messages.created_at < now() - ? * interval '1 day'
         and conversations.state not in ('queued', 'human')
       order by messages.created_at limit ?)`,
    [days, limit],
  );
  return rowCount;
}

/** Gives up what failed so long ago that messages of its time are emptied, and forgets what it held. */
export async function dropOldFailures(tx: Tx, days: number): Promise<void> {
  const isOld = `< now() - ? * interval '1 day'`;
  const nothing = `payload = '{}', error = null, finished_at = now()`;
  await tx.raw(`update inbox set state = 'done', ${nothing} where state = 'dead' and received_at ${isOld}`, [days]);
  await tx.raw(`update outbox set state = 'cancelled', ${nothing} where state = 'failed' and created_at ${isOld}`, [days]);
}

const OF_PERSON = 'conversation_id in (select id from conversations where person_id = ?)';
const EMPTIED = `text = null, content = '{"kind": "text", "text": ""}', sources = null, emptied_at = now()`;

/**
 * Drops calls to the person's chat that wait or have failed, and those to other chats that say there what the person
 * said, or who they are. Calls that were made hold nothing any more.
 */
const ERASE_QUEUES = `
  with named as (
    select 'message:' || id as ref from messages where ${OF_PERSON}
    union all
    select kind || ':' || id from handoffs, (values ('handoff'), ('notice')) as kinds (kind) where person_id = ?
  )
  update outbox set state = 'cancelled', payload = '{}', error = null, finished_at = now()
  where bot_id = ? and state in ('pending', 'failed') and (chat_id = ?
    or split_part(coalesce(ref, payload -> 'message_id' ->> '$ref'), '/', 1) in (select ref from named))`;
