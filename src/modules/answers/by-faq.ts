import type { Language } from '../../platform/text/index.js';
import { type AskedWord, type FaqMatch, alternativeGroup, matchWords, readQuery } from '../knowledge/index.js';
import { detectIntent, intentWords } from './intent.js';
import { outOfScope } from './scope.js';
import type { Answer, Source } from './types.js';

/** A question as it is looked up, and how sure the FAQ must be to answer it, 0..1. */
interface Asked {
  readonly question: string;
  readonly lang: Language;
  readonly autoResolveFrom: number;
}

const YEAR = /^20\d\d$/;
const NO_GROUP = -1;

/** The bank's own answer to a frequent question, where it is sure enough that this was asked. */
export function answerByFaq(question: Asked, match: FaqMatch | undefined): Answer | undefined {
  if (match === undefined || match.confidence < question.autoResolveFrom) return undefined;
  if (!mayAnswer(question, match)) return undefined;
  const { entry, confidence } = match;
  return { outcome: 'auto_resolved', reason: 'faq', text: entry.answer, sources: sourceOf(match), confidence, mode: 'faq', faq: match };
}

/**
 * Of the customer's own affairs, of other banks and of what is yet to come an entry speaks only where it was written for such
 * questions. Neither does it answer of a year it does not name, nor of one currency or card where it names another instead.
 */
function mayAnswer({ question, lang }: Asked, { entry }: FaqMatch): boolean {
  const refused = [isPersonal, isOutOfScope].filter((isSo) => isSo(question));
  if (refused.some((isSo) => !entry.questions.some(isSo))) return false;
  const text = [...entry.questions, entry.answer].join('\n');
  const groups = new Set(intentWords(text).map(alternativeGroup));
  const isDecisive = (word: string): boolean => YEAR.test(word) || groups.has(alternativeGroup(word) ?? NO_GROUP);
  const decisive = intentWords(question).filter(isDecisive);
  return decisive.every((word) => tellsWord(text, entry.lang, readQuery(word, lang).words));
}

function tellsWord(text: string, lang: Language, words: readonly AskedWord[]): boolean {
  return matchWords(words, [{ text, lang }]).every(({ support }) => support.some((sure) => sure > 0));
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
