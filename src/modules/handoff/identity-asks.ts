/** What a hand-off keeps of its customer's confirming who they are. */
import type { Tx } from '../../platform/db/database.js';

/** Notes that the customer is asked to confirm who they are, unless they were a moment ago. Answers whether it did. */
export async function markIdentityAsked(tx: Tx, handoffId: number): Promise<boolean> {
  const asked = await tx('handoffs')
    .where({ id: handoffId, state: 'active', identity_confirmed_at: null })
    .whereRaw(`(identity_asked_at is null or identity_asked_at < now() - interval '3 minutes')`)
    .update({ identity_asked_at: tx.fn.now() });
  return asked === 1;
}

/** Notes that the customer has answered an ask, though without confirming who they are. */
export async function markIdentityAnswered(tx: Tx, handoffId: number): Promise<void> {
  await tx('handoffs').where({ id: handoffId }).update({ identity_asked_at: null, identity_answered_at: tx.fn.now() });
}

/**
 * The hand-off for which a person has answered an ask within the last minute, if there is one. Once it has ended only a
 * press or two of the same moment count: whoever was told to share a new number after the talk does so now.
 */
export async function identityJustAnswered(tx: Tx, personId: number): Promise<number | undefined> {
  const answered = await tx('handoffs')
    .where({ person_id: personId })
    .whereRaw(
      `identity_answered_at > now() - case when state = 'ended' then interval '10 seconds' else interval '1 minute' end`,
    )
    .first<{ id: number } | undefined>('id');
  return answered?.id;
}

/** Notes that the customer has confirmed who they are; answers when. */
export async function markIdentityConfirmed(tx: Tx, handoffId: number): Promise<Date> {
  const [row] = await tx('handoffs')
    .where({ id: handoffId, state: 'active' })
    .update({ identity_asked_at: null, identity_answered_at: tx.fn.now(), identity_confirmed_at: tx.fn.now() })
    .returning<{ identity_confirmed_at: Date }[]>('identity_confirmed_at');
  if (!row) throw new Error(`There is no active hand-off ${handoffId}.`);
  return row.identity_confirmed_at;
}

/** Takes back an ask that a hand-off of the last day has ended without an answer to; answers of which hand-off. */
export async function takeLateIdentityAsk(tx: Tx, personId: number): Promise<number | undefined> {
  const [late] = await tx('handoffs')
    .where({ person_id: personId, state: 'ended' })
    .whereRaw(`identity_asked_at is not null and ended_at > now() - interval '24 hours'`)
    .update({ identity_asked_at: null, identity_answered_at: tx.fn.now() })
    .returning<{ id: number }[]>('id');
  return late?.id;
}
