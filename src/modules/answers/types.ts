import type { Language } from '../../platform/text/index.js';
import type { Passage } from '../knowledge/index.js';

/** What the engine needs of a search: passages, best first, and how well they support the question, 0..1. */
export interface Retrieved {
  readonly hits: readonly { readonly passage: Passage }[];
  readonly confidence: number;
}

/** Retrieval as the engine needs it; `knowledge` provides it. */
export type Retrieve = (question: { text: string; lang: Language }, k: number) => Promise<Retrieved>;

/** One thing said in a conversation, oldest first in a dialogue. */
export interface Turn {
  role: 'customer' | 'bot' | 'moderator';
  text: string;
}

export interface Question {
  question: string;
  lang: Language;
  /** What was said before the question, oldest first. */
  dialogue: readonly Turn[];
  /** Aborting it ends the work with the signal's reason: the answer is no longer wanted. */
  signal: AbortSignal;
}

/** A passage an answer rests on. `number` is how the answer's text refers to it: `[1]`. */
export interface Source {
  number: number;
  document: string;
  title: string;
  section: string;
  passageId: string;
}

/** What talk without a question is: the view answers it kindly from its own texts. */
export type SmallTalk = 'greeting' | 'thanks' | 'farewell' | 'acknowledgement' | 'chat';

/** Why an answer is what it is; also a metric label. */
export type AnswerReason =
  | 'grounded' | 'quoted' | SmallTalk // answered
  | 'no_support' | 'ungrounded' | 'model_declined' | 'unavailable' | 'not_allowed' // refused
  | 'asked_for_human'; // handed_off

export interface Answer {
  outcome: 'answered' | 'refused' | 'handed_off';
  reason: AnswerReason;
  /** Plain text without markup; present exactly where the reason is `grounded` or `quoted`. */
  text?: string;
  sources: Source[];
  /** Of the retrieval, 0..1; 0 where nothing was looked up. */
  confidence: number;
  mode: 'llm' | 'extractive';
  /** Tokens of all model calls made for this answer. */
  usage?: { inputTokens: number; outputTokens: number };
}
