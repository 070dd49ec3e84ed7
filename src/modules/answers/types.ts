import type { Language } from '../../platform/text/index.js';
import type { AskedWord, FaqMatch, Passage } from '../knowledge/index.js';

/** What the engine needs of a search: passages, best first, and how well they support the question, 0..1. */
export interface Retrieved {
  readonly hits: readonly { readonly passage: Passage; readonly score?: number }[];
  readonly confidence: number;
  /** The question's words as the search read them. */
  readonly words?: readonly AskedWord[];
}

/** What is looked up, and in whose documents. */
export interface LookedUp {
  readonly text: string;
  readonly lang: Language;
  readonly botId: number | undefined;
}

/** Retrieval as the engine needs it; `knowledge` provides it. */
export type Retrieve = (question: LookedUp, k: number) => Promise<Retrieved>;

/** The frequent question that fits best; `knowledge` provides it. */
export type MatchFaq = (question: LookedUp) => Promise<FaqMatch | undefined>;

/** One thing said in a conversation, oldest first in a dialogue. */
export interface Turn {
  readonly role: 'customer' | 'bot' | 'moderator';
  readonly text: string;
}

export interface Question {
  /** Whose documents answer it; undefined where there are only those for all bots. */
  readonly botId?: number | undefined;
  readonly question: string;
  readonly lang: Language;
  /** What was said before the question, oldest first. */
  readonly dialogue: readonly Turn[];
  /** What the documents support less than this is refused, 0..1. */
  readonly minConfidence: number;
  /** An entry of the FAQ that fits at least as surely answers by itself, 0..1. */
  readonly autoResolveFrom: number;
  /** Aborting it ends the work with the signal's reason: the answer is no longer wanted. */
  readonly signal: AbortSignal;
  /** Told what of the answer may be shown already, each time more, while a model writes it. */
  readonly onPart?: ((part: AnswerPart) => void) | undefined;
}

/** The beginning of an answer: whole sentences that have passed the check, with their sources. */
export interface AnswerPart {
  readonly text: string;
  readonly sources: Source[];
}

/** A passage an answer rests on. `number` is how the answer's text refers to it: `[1]`. */
export interface Source {
  readonly number: number;
  readonly document: string;
  readonly title: string;
  readonly section: string;
  /** Absent for the document that an entry of the FAQ names. */
  readonly passageId?: string;
  /** Which version of the document it was. */
  readonly version?: string;
  /** From 1, where the document has pages. */
  readonly page?: number;
  /** The passage itself, as it stood. */
  readonly passage?: Passage;
}

/** What talk without a question is: the view answers it kindly from its own texts. */
export type SmallTalk = 'greeting' | 'thanks' | 'farewell' | 'acknowledgement' | 'chat';

/** Why an answer is what it is; also a metric label. */
export type AnswerReason =
  | 'grounded'
  | 'quoted'
  | SmallTalk // answered
  | 'faq' // auto_resolved
  | 'no_support'
  | 'ungrounded'
  | 'model_declined'
  | 'unavailable'
  | 'not_allowed'
  | 'other_bank'
  | 'advice'
  | 'off_topic' // refused
  | 'asked_for_human'
  | 'danger'; // handed_off

export interface Answer {
  readonly outcome: 'answered' | 'auto_resolved' | 'refused' | 'handed_off';
  readonly reason: AnswerReason;
  /** Plain text without markup; present exactly where the reason is `grounded`, `quoted` or `faq`. */
  readonly text?: string;
  readonly sources: Source[];
  /** Of the retrieval, or of the FAQ where that answers, 0..1; 0 where nothing was looked up. */
  readonly confidence: number;
  readonly mode: 'llm' | 'extractive' | 'faq';
  /** The entry of the FAQ that fits best, whatever answered. */
  readonly faq?: FaqMatch | undefined;
  /** Tokens of all model calls made for this answer. */
  readonly usage?: { inputTokens: number; outputTokens: number };
}
