/**
 * Candidates: what customers ask alike. They hold no words of anybody: those stand in the messages, so that what is erased
 * or grown too old there is gone here as well, and a candidate of which nothing is left is none any more.
 */
import type { Tx } from '../../platform/db/database.js';
import type { Language } from '../../platform/text/index.js';
import { isAnswer, isQuestion } from './pairs.js';

export interface CandidateSummary {
  readonly id: number;
  readonly lang: Language;
  /** How often it was asked. */
  readonly count: number;
  /** As it was asked last. */
  readonly question: string;
}

export interface Candidate {
  readonly id: number;
  readonly lang: Language;
  readonly count: number;
  /** The latest first, each once: as many as are read before they are published. */
  readonly questions: readonly string[];
  /** As an admin has written it, else as a moderator gave it last. */
  readonly answer: string;
  readonly isEdited: boolean;
}

/** Where somebody asked and a moderator answered, with what was said as far as it still stands. */
const LIVE = `
  faq_sightings as sighting
  join messages as question on question.id = sighting.question_id and question.text is not null
  join messages as answer on answer.id = sighting.answer_id and answer.text is not null`;
/** With the answer, so many of them fit into a message. */
const QUESTIONS = 5;

/** What admins have not decided on, most asked first. */
export async function listCandidates(tx: Tx, limit: number, offset: number): Promise<CandidateSummary[]> {
  const { rows } = await tx.raw<{ rows: CandidateSummary[] }>(
    `select candidate.id, candidate.lang, count(*) as count,
       (array_agg(question.text order by question.id desc))[1] as question
     from faq_candidates as candidate join (${LIVE}) on sighting.candidate_id = candidate.id
     where candidate.state = 'proposed'
     group by candidate.id order by count(*) desc, candidate.seen_at desc, candidate.id limit ? offset ?`,
    [limit, offset],
  );
  return rows;
}

/** One that nobody has decided on; undefined where there is none, or nothing of it is left. */
export async function findCandidate(tx: Tx, id: number): Promise<Candidate | undefined> {
  const { rows } = await tx.raw<{ rows: { lang: Language; draft: string | null; question: string; answer: string }[] }>(
    `select candidate.lang, candidate.draft, question.text as question, answer.text as answer
     from faq_candidates as candidate join (${LIVE}) on sighting.candidate_id = candidate.id
     where candidate.id = ? and candidate.state = 'proposed' order by question.id desc`,
    [id],
  );
  // Messages may be edited after they were looked through.
  const heard = rows.filter(({ question, answer }) => isQuestion(question) && isAnswer(answer));
  const [latest] = heard;
  if (!latest) return undefined;
  const questions = [...new Set(heard.map(({ question }) => question.trim()))].slice(0, QUESTIONS);
  const answer = latest.draft ?? latest.answer.trim();
  return { id, lang: latest.lang, count: heard.length, questions, answer, isEdited: latest.draft !== null };
}

/** Keeps others from deciding on a candidate until the transaction ends; false where somebody has. */
export async function lockProposed(tx: Tx, id: number): Promise<boolean> {
  return (await tx('faq_candidates').where({ id, state: 'proposed' }).forUpdate().first<object | undefined>('id')) !== undefined;
}

/** Answers whether it was still to be decided on. */
export async function decide(tx: Tx, id: number, state: 'accepted' | 'rejected', personId: number): Promise<boolean> {
  const decided = { state, decided_by: personId, decided_at: tx.fn.now(), draft: null };
  return (await tx('faq_candidates').where({ id, state: 'proposed' }).update(decided)) === 1;
}

/** Answers whether it was still to be decided on. */
export async function saveDraft(tx: Tx, id: number, draft: string): Promise<boolean> {
  return (await tx('faq_candidates').where({ id, state: 'proposed' }).update({ draft })) === 1;
}

export interface HeardQuestion {
  readonly candidateId: number;
  readonly lang: Language;
  readonly text: string;
}

/** Questions of all candidates, decided on or not: what was rejected is not proposed again. */
export async function heardQuestions(tx: Tx, limit: number): Promise<HeardQuestion[]> {
  const { rows } = await tx.raw<{ rows: HeardQuestion[] }>(
    `select candidate.id as "candidateId", candidate.lang, question.text
     from faq_candidates as candidate join (${LIVE}) on sighting.candidate_id = candidate.id
     order by question.id desc limit ?`,
    [limit],
  );
  return rows;
}

export async function insertCandidate(tx: Tx, botId: number, lang: Language): Promise<number> {
  const [row] = await tx('faq_candidates').insert({ bot_id: botId, lang }).returning<{ id: number }[]>('id');
  if (!row) throw new Error('A candidate was not stored.');
  return row.id;
}

export async function insertSighting(
  tx: Tx,
  botId: number,
  candidateId: number,
  { questionId, answerId }: { readonly questionId: number; readonly answerId: number },
): Promise<void> {
  const sighting = { bot_id: botId, candidate_id: candidateId, question_id: questionId, answer_id: answerId };
  await tx('faq_sightings').insert(sighting).onConflict('question_id').ignore();
  await tx('faq_candidates').where({ id: candidateId }).update({ seen_at: tx.fn.now() });
}

/** Forgets candidates of which nothing is left. */
export async function dropForgotten(tx: Tx): Promise<void> {
  await tx.raw(
    `delete from faq_candidates as candidate where state <> 'accepted'
       and not exists (select from ${LIVE} where sighting.candidate_id = candidate.id)`,
  );
}
