import { tellsFacts } from './facts.js';
import type { GoldenQuestion } from './golden.js';

/** What the engine made of a question. */
export interface Given {
  readonly outcome: 'answered' | 'auto_resolved' | 'refused' | 'handed_off';
  /** What it says of the bank; undefined where it only talks, refuses or hands over. */
  readonly text?: string | undefined;
  readonly confidence: number;
  readonly documents: readonly string[];
  /** The frequent question it takes for the best, whatever answered. */
  readonly faq?: { readonly id: string; readonly answer: string; readonly confidence: number } | undefined;
  readonly milliseconds: number;
}

/** `silent`: a question that has an answer got none. `claimed`: one that has none got one. */
type Verdict = 'right' | 'wrong' | 'silent' | 'claimed' | 'not_handed_off';

export interface Judged {
  readonly golden: GoldenQuestion;
  readonly given: Given;
  readonly verdict: Verdict;
  /** Whether a right document is among the sources; undefined where none is named or nothing should be answered. */
  readonly sourceRight?: boolean;
  /** Whether the best guess of the FAQ is what was asked; undefined where there is no FAQ. */
  readonly faqRight?: boolean;
}

/** Whether what was given is right. */
export function judge(golden: GoldenQuestion, given: Given): Judged {
  const faqRight = given.faq === undefined ? undefined : fits(golden, given.faq);
  return {
    golden,
    given,
    verdict: verdictOn(golden, given, faqRight),
    ...(golden.expect === 'answer' &&
      golden.document.length > 0 && { sourceRight: given.documents.some((path) => golden.document.includes(path)) }),
    ...(faqRight !== undefined && { faqRight }),
  };
}

/** Whether it says something of the bank, rather than refusing, talking or calling a human. */
export function claims({ text }: Given): boolean {
  return text !== undefined;
}

function verdictOn(golden: GoldenQuestion, given: Given, faqRight: boolean | undefined): Verdict {
  switch (golden.expect) {
    case 'answer':
      if (!claims(given)) return 'silent';
      if (given.outcome === 'auto_resolved' && faqRight === true) return 'right';
      return tellsFacts(given.text ?? '', golden.contains) ? 'right' : 'wrong';
    case 'refuse':
      return claims(given) ? 'claimed' : 'right';
    case 'handoff':
      if (claims(given)) return 'claimed';
      return given.outcome === 'handed_off' ? 'right' : 'not_handed_off';
  }
}

/** An entry with the facts asked for is right by any name. */
function fits({ expect, faq, contains }: GoldenQuestion, guess: { readonly id: string; readonly answer: string }): boolean {
  if (expect !== 'answer') return false;
  return guess.id === faq || (contains.length > 0 && tellsFacts(guess.answer, contains));
}
