import type { Language } from '../../../platform/text/index.js';

/** A question customers ask often, with the answer the bank gives to it. */
export interface FaqEntry {
  /** The bank's own name for it; unique within a language. */
  readonly id: string;
  readonly lang: Language;
  /** Ways in which customers ask it; at least one. */
  readonly questions: readonly string[];
  /** Said as it stands. */
  readonly answer: string;
  readonly category?: string;
  readonly priority?: string;
  readonly department?: string;
  /** The document that the answer is from, where the bank names one: its path and section. */
  readonly source?: { readonly document: string; readonly section: string };
  /** The file it stands in, as documents are named. */
  readonly document: string;
  /** Of the bytes it was read from. */
  readonly version: string;
  /** First and last day (inclusive, `YYYY-MM-DD`) on which it holds. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** The bot it belongs to; undefined where it is for all of them. */
  readonly botId?: number;
}

/** The entry that fits a question best. */
export interface FaqMatch {
  readonly entry: FaqEntry;
  /** How likely the entry is what was asked, 0..1: of 100 matches at 0.9, about 90 are right. */
  readonly confidence: number;
}
