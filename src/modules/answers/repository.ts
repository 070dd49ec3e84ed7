import { type Database, type Tx, storableJson } from '../../platform/db/database.js';
import type { Answer } from './types.js';

/** A question that waits for its answer. */
export interface PendingAnswer {
  readonly id: number;
  readonly conversationId: number;
  readonly messageId: number;
  /** Including the one that begins now. */
  readonly attempts: number;
}

export interface Question {
  readonly conversationId: number;
  readonly messageId: number;
}

/** Asks for answers to messages; once per message, whoever asks. */
export async function requestAnswers(tx: Tx, botId: number, questions: readonly Question[]): Promise<void> {
  await tx.raw(
    `insert into answers (bot_id, conversation_id, message_id) select ?, * from unnest(?::bigint[], ?::bigint[])
     on conflict (message_id) do nothing`,
    [botId, questions.map(({ conversationId }) => conversationId), questions.map(({ messageId }) => messageId)],
  );
}

/** How long the job of a question is trusted to come by itself. */
const PATIENCE = '2 seconds';

/** Questions of whatever bot that no worker has in hand, the oldest first. */
export async function dueAnswers(db: Database, limit: number): Promise<{ readonly botId: number; readonly messageId: number }[]> {
  const { rows } = await db.raw<{ rows: { botId: number; messageId: number }[] }>(
    `select bot_id as "botId", message_id as "messageId" from answers
     where state = 'pending' and coalesce(claimed_until, created_at + interval '${PATIENCE}') < now()
     order by message_id limit ?`,
    [limit],
  );
  return rows;
}

/**
 * Takes pending answers by their messages for a while; another worker takes them again when they are not finished by
 * then. Message by message: undefined for what is done, dropped, or in somebody else's hands.
 */
export async function claimAnswers(tx: Tx, messageIds: readonly number[], forMs: number): Promise<(PendingAnswer | undefined)[]> {
  const { rows } = await tx.raw<{ rows: PendingAnswer[] }>(
    `update answers set claimed_until = now() + ? * interval '1 millisecond', attempts = attempts + 1
     where id in (
       select id from answers where message_id = any(?::bigint[]) and state = 'pending'
         and (claimed_until is null or claimed_until < now())
       order by id for update skip locked)
     returning id, conversation_id as "conversationId", message_id as "messageId", attempts`,
    [forMs, [...messageIds]],
  );
  const claimed = new Map(rows.map((row) => [row.messageId, row]));
  // Of two who ask for the same at once, one has it.
  return messageIds.map((messageId) => {
    const own = claimed.get(messageId);
    claimed.delete(messageId);
    return own;
  });
}

/** Keeps an answer that is still being worked on, unless another worker has taken it over. */
export async function renewClaim(tx: Tx, { id, attempts }: PendingAnswer, forMs: number): Promise<void> {
  await tx.raw(
    `update answers set claimed_until = now() + ? * interval '1 millisecond'
     where id = ? and attempts = ? and state = 'pending'`,
    [forMs, id, attempts],
  );
}

/**
 * Gives an answer back, so that it is tried again soon, unless another worker has taken it over.
 * @param attempts corrects their count: a stop is no failure
 */
export async function releaseAnswer(
  tx: Tx,
  claimed: PendingAnswer,
  { inMs, attempts = claimed.attempts }: { readonly inMs: number; readonly attempts?: number },
): Promise<void> {
  await tx.raw(
    `update answers set claimed_until = now() + ? * interval '1 millisecond', attempts = ?
     where id = ? and attempts = ? and state = 'pending'`,
    [inMs, attempts, claimed.id, claimed.attempts],
  );
}

/**
 * Under which message an answer is shown while it is written: the one it is shown under already, else the one proposed.
 * Undefined when it is done, not wanted, or in another worker's hands.
 */
export async function beginSaying(tx: Tx, { id, attempts }: PendingAnswer, proposedId: number): Promise<number | undefined> {
  const { rows } = await tx.raw<{ rows: { said_id: number }[] }>(
    `update answers set said_id = coalesce(said_id, ?) where id = ? and attempts = ? and state = 'pending' returning said_id`,
    [proposedId, id, attempts],
  );
  return rows[0]?.said_id;
}

/**
 * Marks answers as given. Answers which of them were still wanted (a second run of the same job finds them done), each with
 * the message that shows its beginning, if one does.
 */
export async function finishAnswers(
  tx: Tx,
  given: readonly { readonly id: number; readonly answer: Answer }[],
): Promise<ReadonlyMap<number, number | null>> {
  const { rows } = await tx.raw<{ rows: { id: number; said_id: number | null }[] }>(
    `update answers set state = 'done', outcome = given.outcome, reason = given.reason, mode = given.mode,
       confidence = given.confidence, faq_id = given.faq_id, faq_version = given.faq_version,
       faq_confidence = given.faq_confidence, finished_at = now()
     from json_to_recordset(?::json) as given(id bigint, outcome text, reason text, mode text, confidence real,
       faq_id text, faq_version text, faq_confidence real)
     where answers.id = given.id and state = 'pending' returning answers.id, said_id`,
    [storableJson(given.map(({ id, answer }) => ({ id, ...storedAnswer(answer) })))],
  );
  return new Map(rows.map(({ id, said_id }) => [id, said_id]));
}

function storedAnswer({ outcome, reason, mode, confidence, faq }: Answer): object {
  const guess = faq && { faq_id: faq.entry.id, faq_version: faq.entry.version, faq_confidence: faq.confidence };
  return { outcome, reason, mode, confidence, ...guess };
}

/** A human has the conversation: the answers are not wanted any more. */
export async function cancelAnswers(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx('answers').whereIn('id', [...ids]).where({ state: 'pending' }).update({ state: 'cancelled', finished_at: tx.fn.now() });
}
