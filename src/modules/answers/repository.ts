import type { Tx } from '../../platform/db/database.js';
import type { Answer } from './types.js';

export const ANSWERS_CHANNEL = 'teller_answers';

/** A question that waits for its answer. */
export interface PendingAnswer {
  readonly id: number;
  readonly conversationId: number;
  readonly messageId: number;
  /** Including the one that begins now. */
  readonly attempts: number;
}

/** Asks for an answer to a message; once per message, whoever asks. */
export async function requestAnswer(tx: Tx, botId: number, conversationId: number, messageId: number): Promise<void> {
  await tx('answers')
    .insert({ bot_id: botId, conversation_id: conversationId, message_id: messageId })
    .onConflict('message_id')
    .ignore();
  await tx.raw('select pg_notify(?, ?)', [ANSWERS_CHANNEL, String(botId)]);
}

/** Takes pending answers for a while; another worker takes them again when they are not finished by then. */
export async function claimAnswers(tx: Tx, limit: number, forMs: number): Promise<PendingAnswer[]> {
  const { rows } = await tx.raw<{ rows: PendingAnswer[] }>(
    `update answers set claimed_until = now() + ? * interval '1 millisecond', attempts = attempts + 1
     where id in (
       select id from answers
       where state = 'pending' and (claimed_until is null or claimed_until < now())
       order by id limit ? for update skip locked)
     returning id, conversation_id as "conversationId", message_id as "messageId", attempts`,
    [forMs, limit],
  );
  return rows;
}

/** Keeps an answer that is still being worked on. */
export async function renewClaim(tx: Tx, id: number, forMs: number): Promise<void> {
  await tx.raw(`update answers set claimed_until = now() + ? * interval '1 millisecond' where id = ? and state = 'pending'`, [
    forMs,
    id,
  ]);
}

/** Gives an answer back, so that it is tried again soon. `attempts` corrects their count: a stop is no failure. */
export async function releaseAnswer(
  tx: Tx,
  id: number,
  { inMs, attempts }: { readonly inMs: number; readonly attempts?: number },
): Promise<void> {
  await tx.raw(
    `update answers set claimed_until = now() + ? * interval '1 millisecond', attempts = coalesce(?::smallint, attempts)
     where id = ? and state = 'pending'`,
    [inMs, attempts ?? null, id],
  );
}

/** Marks an answer as given. Answers whether it was still wanted: a second run of the same job finds it done. */
export async function finishAnswer(tx: Tx, id: number, answer: Answer): Promise<boolean> {
  const { outcome, reason, mode, confidence } = answer;
  const finished = await tx('answers')
    .where({ id, state: 'pending' })
    .update({ state: 'done', outcome, reason, mode, confidence, finished_at: tx.fn.now() });
  return finished === 1;
}

/** A human has the conversation: the answer is not wanted any more. */
export async function cancelAnswer(tx: Tx, id: number): Promise<void> {
  await tx('answers').where({ id, state: 'pending' }).update({ state: 'cancelled', finished_at: tx.fn.now() });
}
