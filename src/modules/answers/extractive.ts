import { stem, tokenize, type Language } from '../../platform/text/index.js';
import { isListItem, splitSentences } from './sentences.js';
import { contentStems } from './words.js';

export interface QuotablePassage {
  text: string;
  lang: Language;
}

const MOST_SENTENCES = 3;
const MOST_ITEMS = 8;
const LONGEST_QUOTE = 900;
/**
 * A further sentence joins the quote if it is as relevant as the best one, or tells of words the quote lacks.
 */
const AS_GOOD_AS_BEST = 0.9;
const LEAST_GAIN = 0.3;
/** The customer's newest words weigh more than those carried over from the question before. */
const FOCUS_WEIGHT = 2.5;

interface Unit {
  text: string;
  at: number;
  score: number;
  /** Weights of the question's words it has. */
  shared: ReadonlyMap<string, number>;
}

export interface Quote {
  /** Sentences, list items or table rows exactly as they stand in the passage, one a line. */
  text: string;
  /** Which of the given passages, from 0. */
  passage: number;
}

/**
 * Quotes what answers a question best: one to three sentences (or a list with its introduction) of the best
 * passage. Passages come best first; a later one is taken only when it knows clearly more of the question.
 */
export function quote(
  question: { text: string; lang: Language; focus: readonly string[] },
  passages: readonly QuotablePassage[],
): Quote | undefined {
  const candidates = passages.slice(0, 3).map((passage, index) => {
    const units = scoreUnits(question, passage);
    const best = Math.max(0, ...units.map((unit) => unit.score));
    return { index, units, best: best / (1 + index * 0.25) };
  });
  const chosen = candidates.reduce((a, b) => (b.best > a.best ? b : a), candidates[0] ?? NOTHING);
  const text = chosen.units.length === 0 ? '' : select(chosen.units);
  return text === '' ? undefined : { text, passage: chosen.index };
}

const NOTHING = { index: 0, units: [] as Unit[], best: 0 };

/**
 * Scores sentences, 0 to about 1, by the question's words they have; a word every sentence has tells little.
 */
function scoreUnits(
  question: { text: string; lang: Language; focus: readonly string[] },
  passage: QuotablePassage,
): Unit[] {
  const asked = new Set(telling(question.text, passage.lang));
  const focus = new Set(question.focus.map((word) => stem(word, passage.lang)));
  const sentences = splitSentences(passage.text);
  const known = sentences.map((sentence) => new Set(telling(sentence, passage.lang)));
  const weight = (word: string): number => {
    const inSentences = known.filter((stems) => stems.has(word)).length;
    return Math.log(1 + sentences.length / Math.max(1, inSentences)) * (focus.has(word) ? FOCUS_WEIGHT : 1);
  };
  const weights = shares(new Map([...asked].map((word) => [word, weight(word)])));
  return sentences.map((text, at) => {
    const shared = new Map([...weights].filter(([word]) => known[at]?.has(word)));
    const score = sum(shared.values());
    return { text, at, shared, score: score * lengthFactor(text) + figureBonus(score, text) };
  });
}

/** A question's numbers count like its words: "for 12 months" is about that row and no other. */
function telling(text: string, lang: Language): string[] {
  return [...contentStems(text, lang), ...tokenize(text).filter((token) => /^\d/.test(token))];
}

/** Weights as parts of one, so that passages of different length can be compared. */
function shares(weights: ReadonlyMap<string, number>): Map<string, number> {
  const total = sum(weights.values());
  return new Map([...weights].map(([word, weight]) => [word, weight / total]));
}

/** Very long sentences share words by their length alone. */
function lengthFactor(text: string): number {
  return text.length <= 240 ? 1 : Math.sqrt(240 / text.length);
}

/** Of two sentences about the same, the one with figures answers more often. */
function figureBonus(shared: number, text: string): number {
  return shared > 0 && /\d/.test(text) ? 0.03 : 0;
}

function select(units: readonly Unit[]): string {
  const best = units.reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score === 0) return fit(units.slice(0, 2));
  const list = listAround(units, best.at);
  if (list.length > 0) return fit(list);
  return fit(joinUseful(units, best).sort((a, b) => a.at - b.at), best);
}

function joinUseful(units: readonly Unit[], best: Unit): Unit[] {
  const joined = [best];
  const told = new Set(best.shared.keys());
  for (const unit of units.filter((other) => other !== best).sort((a, b) => b.score - a.score)) {
    const gain = sum([...unit.shared].filter(([word]) => !told.has(word)).map(([, weight]) => weight));
    const useful = unit.score >= best.score * AS_GOOD_AS_BEST || gain >= best.score * LEAST_GAIN;
    if (!useful || joined.length === MOST_SENTENCES) continue;
    joined.push(unit);
    for (const word of unit.shared.keys()) told.add(word);
  }
  return joined;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** A line that ends in a colon goes with its items, and a matched item of such a list goes with the line. */
function listAround(units: readonly Unit[], at: number): Unit[] {
  let start = at;
  while (start > 0 && isListItem(units[start]?.text ?? '')) start--;
  const lead = units[start];
  if (lead === undefined || !lead.text.endsWith(':')) return [];
  const after = units.slice(start + 1);
  const end = after.findIndex((unit) => !isListItem(unit.text));
  const items = end < 0 ? after : after.slice(0, end);
  return items.length === 0 ? [] : [lead, ...items.slice(0, MOST_ITEMS)];
}

/** Joins units up to the quote's length; the best one is there whatever its length. */
function fit(units: readonly Unit[], best = units[0]): string {
  let left = LONGEST_QUOTE - (best?.text.length ?? 0);
  const kept = units.filter((unit) => {
    if (unit === best) return true;
    left -= unit.text.length + 1;
    return left >= 0;
  });
  return kept.map((unit) => unit.text).join('\n');
}
