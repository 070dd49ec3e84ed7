import { type Quote, quote } from './extractive.js';
import { refused, toSource } from './outcome.js';
import type { Answer } from './types.js';
import type { Work } from './work.js';

/** The most confidence shown where passages were found and none of them covers the question. */
const BESIDE_THE_POINT = 0.4;

/** Answers in the documents' own words, or refuses. */
export function answerByQuoting({ question, standalone, found }: Work): Answer {
  const { confidence, words } = found;
  const passages = found.hits.map(({ passage, score }) => ({
    ...passage,
    ...(score === undefined ? {} : { score }),
  }));
  const asked = { text: standalone.text, lang: question.lang, focus: standalone.focus, words, confidence };
  const quotes = quote(asked, passages);
  // What was found turned out to be beside the point: its likeness to the question is no confidence.
  if (quotes.length === 0) return refused('no_support', 'extractive', Math.min(confidence, BESIDE_THE_POINT));
  const cited = [...new Set(quotes.map(({ passage }) => passage))];
  const numbered = ({ text, passage }: Quote): string =>
    cited.length > 1 ? `${text} [${cited.indexOf(passage) + 1}]` : text;
  return {
    outcome: 'answered',
    reason: 'quoted',
    text: quotes.map(numbered).join('\n\n'),
    sources: cited.flatMap((passage, at) => toSource(passages[passage], at + 1)),
    confidence,
    mode: 'extractive',
  };
}
