import { type FaqMatch, alternativeGroup, matchWords, readQuery } from '../knowledge/index.js';
import { detectIntent, intentWords } from './intent.js';
import { outOfScope } from './scope.js';
import type { Answer, Question, Source } from './types.js';

const YEAR = /^20\d\d$/;

/** The bank's own answer to a frequent question, where it is sure enough that this was asked. */
export function answerByFaq(question: Question, match: FaqMatch | undefined): Answer | undefined {
  if (match === undefined || match.confidence < question.autoResolveFrom) return undefined;
  if (!mayAnswer(question, match)) return undefined;
  const { entry, confidence } = match;
  return { outcome: 'auto_resolved', reason: 'faq', text: entry.answer, sources: sourceOf(match), confidence, mode: 'faq', faq: match };
}

/**
 * Of the customer's own affairs, of other banks and of what is yet to come an entry speaks only where it was written for such
 * questions; of a year, a currency or a card that is asked about by name, only where it names it.
 */
function mayAnswer({ question, lang }: Question, { entry }: FaqMatch): boolean {
  const refused = [isPersonal, isOutOfScope].filter((isSo) => isSo(question));
  if (refused.some((isSo) => !entry.questions.some(isSo))) return false;
  const told = { text: [...entry.questions, entry.answer].join('\n'), lang: entry.lang };
  const named = intentWords(question).filter((word) => YEAR.test(word) || alternativeGroup(word) !== undefined);
  return named.every((word) => matchWords(readQuery(word, lang).words, [told]).every(({ support }) => support.some(Boolean)));
}

function isOutOfScope(question: string): boolean {
  return outOfScope(question) !== undefined;
}

function isPersonal(question: string): boolean {
  return detectIntent(question).kind === 'personal';
}

function sourceOf({ entry: { source } }: FaqMatch): Source[] {
  return source === undefined ? [] : [{ number: 1, document: source.document, title: '', section: source.section }];
}
