import type { Tx } from '../../platform/db/database.js';

/** What a customer says of an automatic answer. */
export type Feedback = 'helped' | 'not_helped';

export interface NotedFeedback {
  /** Whether this press has said it: not where it was said before. */
  readonly isNew: boolean;
  /** What counts now. */
  readonly feedback: Feedback;
  /** Whether the conversation it was given in is still open. */
  readonly isOpen: boolean;
}

/**
 * Notes what somebody says of an automatic answer that was given to them, once; a call for a human counts last, whatever
 * was said before. Undefined where there is no such answer of theirs.
 */
export async function noteFeedback(
  tx: Tx,
  personId: number,
  answerId: number,
  feedback: Feedback,
): Promise<NotedFeedback | undefined> {
  const { rowCount } = await tx.raw<{ rowCount: number }>(
    `update answers set feedback = ?, feedback_at = now()
     where id = ? and outcome = 'auto_resolved' and (feedback is null or (feedback = 'helped' and ?::text = 'not_helped'))
       and conversation_id in (select id from conversations where person_id = ?)`,
    [feedback, answerId, feedback, personId],
  );
  const { rows } = await tx.raw<{ rows: { feedback: Feedback; isOpen: boolean }[] }>(
    `select feedback, conversations.state <> 'closed' as "isOpen"
     from answers join conversations on conversations.id = conversation_id
     where answers.id = ? and person_id = ? and feedback is not null`,
    [answerId, personId],
  );
  return rows[0] && { isNew: rowCount === 1, ...rows[0] };
}
