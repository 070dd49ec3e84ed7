import QuickLRU from 'quick-lru';
import { isStopWord, stem, tokenize, type Language } from '../../platform/text/index.js';
import { conceptsOf } from './concepts/index.js';
import { phrasesIn } from './phrases.js';
import type { Passage } from './passage.js';

/** A passage as the lexical index wants it. */
export interface PassageTerms {
  /** How often each term counts: once in the text, more in title, headings and tags. */
  readonly weights: ReadonlyMap<string, number>;
  /** Words of the text that are not stop words. */
  readonly length: number;
}

const TITLE = 1.6;
const SECTION = 4;
const TAG = 1.2;
/** A concept is a weaker witness than the word itself. */
const CONCEPT = 0.8;

/** The sentences of documents are held against every question; reading them is most of that work. */
const read = new QuickLRU<string, ReadonlySet<string>>({ maxSize: 20_000 });

/** The stems and concepts of a text, without weights. */
export function termsOf(text: string, language: Language): ReadonlySet<string> {
  const key = `${language} ${text}`;
  const known = read.get(key);
  if (known) return known;
  const weights = new Map<string, number>();
  addTerms(weights, text, language, 1);
  const terms = new Set(weights.keys());
  read.set(key, terms);
  return terms;
}

/** Stems and concepts of a passage, weighted by where they stand. */
export function passageTerms(passage: Passage): PassageTerms {
  const weights = new Map<string, number>();
  const length = addTerms(weights, passage.text, passage.lang, 1);
  addTerms(weights, passage.section, passage.lang, SECTION);
  addTerms(weights, passage.title, passage.lang, TITLE);
  addTerms(weights, passage.tags.join(' '), passage.lang, TAG);
  return { weights, length };
}

function addTerms(weights: Map<string, number>, text: string, language: Language, weight: number): number {
  let count = 0;
  for (const token of tokenize([text, ...phrasesIn(text)].join(' '))) {
    if (isStopWord(token, language)) continue;
    count += 1;
    add(weights, stem(token, language), weight);
    for (const concept of conceptsOf(token, language)) add(weights, concept, weight * CONCEPT);
  }
  return count;
}

function add(weights: Map<string, number>, term: string, weight: number): void {
  weights.set(term, (weights.get(term) ?? 0) + weight);
}
