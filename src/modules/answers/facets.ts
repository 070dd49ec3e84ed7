import { foldLetters } from '../../platform/text/index.js';
import { readQuery } from '../knowledge/index.js';
import { type QuotedQuestion, stemsOf } from './scoring.js';
import { askedIn, withoutAsking } from './wanted.js';

const BETWEEN = /[,;?]|\s(?:и|а также|and|және|мен|пен|бен)\s/u;

/**
 * The things one message asks about the same matter: "what is the fee and the limit" becomes a question for
 * the fee and one for the limit. What they are about stands in the first of them. A message that asks for one
 * kind of thing is returned as it is.
 */
export function facetsOf(question: QuotedQuestion): QuotedQuestion[] {
  const clauses = foldLetters(question.text.toLowerCase())
    .split(BETWEEN)
    .map((text) => ({ text, asks: askedIn(text) }));
  const asking = clauses.filter(({ asks }) => asks.length > 0);
  const kinds = new Set(asking.map(({ asks }) => asks.map(({ source }) => source).join()));
  if (kinds.size < 2) return [question];
  const [first] = asking;
  return asking.map((own) => {
    const texts = clauses.flatMap((clause) => {
      if (clause === own || clause.asks.length === 0) return [clause.text];
      return clause === first ? [withoutAsking(clause.text)] : [];
    });
    return { ...question, text: texts.join(', '), words: wordsOf(question, texts.join(', ')) };
  });
}

/** The words of the whole question, with what the search knows of them, that a part of it still has. */
function wordsOf({ words, text, lang }: QuotedQuestion, part: string): QuotedQuestion['words'] {
  const kept = stemsOf(part, lang);
  const all = words ?? readQuery(text, lang).words;
  return all.filter(({ stems }) => stems[lang].some((stem) => kept.has(foldLetters(stem))));
}
