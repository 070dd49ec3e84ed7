import type { FaqMatch } from '../knowledge/index.js';
import { detectIntent } from './intent.js';
import type { Answer, Question, Source } from './types.js';

/** The bank's own answer to a frequent question, where it is sure enough that this was asked. */
export function answerByFaq(question: Question, match: FaqMatch | undefined): Answer | undefined {
  if (match === undefined || match.confidence < question.autoResolveFrom || !mayAnswer(question.question, match)) return undefined;
  const { entry, confidence } = match;
  return { outcome: 'auto_resolved', reason: 'faq', text: entry.answer, sources: sourceOf(match), confidence, mode: 'faq', faq: match };
}

/** Of the customer's own affairs an entry speaks only where it was written for such questions. */
function mayAnswer(question: string, { entry }: FaqMatch): boolean {
  return detectIntent(question).kind !== 'personal' || entry.questions.some((each) => detectIntent(each).kind === 'personal');
}

function sourceOf({ entry: { source } }: FaqMatch): Source[] {
  return source === undefined ? [] : [{ number: 1, document: source.document, title: '', section: source.section }];
}
