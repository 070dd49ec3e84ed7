import { isCase, readQuery } from '../knowledge/index.js';
import { facetsOf } from './facets.js';
import { type QuotedQuestion, type ScoredUnit, scoreUnits } from './scoring.js';
import { LIST_MARKER } from './sentences.js';
import { sum } from './sum.js';
import { layOut, rowsAsked } from './table-quote.js';
import type { QuotablePassage } from './units.js';
import { wantedOf } from './wanted.js';

export interface Quote {
  /** Sentences and items as they stand in the passage, one a line; of a table, the cells asked for. */
  readonly text: string;
  /** Which of the given passages, from 0. */
  readonly passage: number;
}

/** The part of a question its passage must have, by the number of its words. */
const LEAST_NEEDED = 0.25;
const OF_FEW_WORDS = 0.5;
const MOST_NEEDED = 0.5;
/** A search surer than this needs less of the words: what it found is alike in spelling, too. */
const UNSURE = 0.6;
const EASED_BY_CONFIDENCE = 0.4;
const MOST_SENTENCES = 3;
const MOST_ITEMS = 9;
/** In characters. The best unit is quoted whole whatever its length. */
const LONGEST_QUOTE = 1_100;
const LONGEST_PROSE = 450;
/** A further sentence joins if it is nearly as relevant as the best, or tells what the quote lacks. */
const AS_GOOD_AS_BEST = 0.9;
const LEAST_GAIN = 0.15;
/** Where the best unit is beside the point, one this good that has enough of the question is quoted instead. */
const NEARLY_AS_GOOD = 0.85;
/** ... and speaks of what the best one mainly speaks of: of another card it would mislead. */
const MAIN_SHARE = 0.8;
const SAME_MATTER = 0.5;

/**
 * Quotes what answers a question best: one to three sentences, a list with its introduction, or the rows of a
 * table, from one of the passages; where several things are asked, one quotation for each. Passages come best
 * first. Empty where there is nothing to quote.
 */
export function quote(question: QuotedQuestion, passages: readonly QuotablePassage[]): Quote[] {
  const quotes: Quote[] = [];
  for (const facet of facetsOf(question)) {
    const found = quoteOne(facet, passages);
    if (found !== undefined && !quotes.some(({ text }) => text.includes(found.text))) quotes.push(found);
  }
  if (new Set(quotes.map(({ passage }) => passages[passage]?.document)).size <= 1) return quotes;
  // Of different documents they hardly speak of one matter.
  const whole = quoteOne(question, passages);
  return whole === undefined ? [] : [whole];
}

function quoteOne(question: QuotedQuestion, passages: readonly QuotablePassage[]): Quote | undefined {
  const units = scoreUnits(question, passages);
  const [first] = units;
  if (first === undefined) return undefined;
  const best = bestOf(units, first);
  const siblings = units.filter((unit) => unit.passage === best.passage);
  if (best.isBeside || leavesCaseOut(question, siblings) || !covers(siblings, question.confidence)) return undefined;
  const { title = '', section = '' } = passages[best.passage] ?? {};
  return { text: withoutLoneMarker(select(question, siblings, best, `${title}\n${section}`)), passage: best.passage };
}

/** The best unit, or one nearly as good that speaks of the thing asked about where the best does not. */
function bestOf(units: readonly ScoredUnit[], first: ScoredUnit): ScoredUnit {
  const best = units.reduce((a, b) => (b.score > a.score ? b : a), first);
  if (!best.isBeside) return best;
  const least = best.score * NEARLY_AS_GOOD;
  const toThePoint = units.filter(({ isBeside, score, touched }) => !isBeside && score >= least && sum(touched) >= MOST_NEEDED);
  return toThePoint.reduce((a, b) => (a.isBeside || b.score > a.score ? b : a), best);
}

/** Whether a passage says nothing of a case that was asked about, such as companies. */
function leavesCaseOut({ text, lang, words }: QuotedQuestion, units: readonly ScoredUnit[]): boolean {
  const asked = words ?? readQuery(text, lang).words;
  return asked.some((word, at) => isCase(word) && units.every(({ touched }) => (touched[at] ?? 0) === 0));
}

/** One item by itself is no list. */
function withoutLoneMarker(text: string): string {
  return text.includes('\n') ? text : text.replace(LIST_MARKER, '');
}

/** Whether a passage has enough of the question: of a long story less than of three words, and less where the search is sure. */
function covers(units: readonly ScoredUnit[], confidence = UNSURE): boolean {
  const words = units[0]?.shares.length ?? 0;
  const best = (word: number): number => Math.max(...units.map(({ touched }) => touched[word] ?? 0));
  const covered = sum(Array.from({ length: words }, (_, word) => best(word)));
  const eased = Math.max(0, confidence - UNSURE) * EASED_BY_CONFIDENCE;
  return covered >= Math.min(MOST_NEEDED, LEAST_NEEDED + OF_FEW_WORDS / words) - eased;
}

function select(
  question: QuotedQuestion,
  units: readonly ScoredUnit[],
  best: ScoredUnit,
  place: string,
): string {
  const wanted = wantedOf(question.text);
  if (best.kind === 'row') {
    const words = question.words ?? readQuery(question.text, question.lang).words;
    const table = units.filter((unit) => unit.kind === 'row' && isSameTable(units, unit, best));
    return layOut(rowsAsked(table, best, wanted), { words, wanted, lang: question.lang, place }).join('\n');
  }
  const list = listAround(units, best);
  if (list.length > 0) return fit(list, best);
  const sentences = units.filter((unit) => unit.kind === 'sentence');
  return fit(withNeighbours(joinUseful(sentences, best), sentences, wanted.size === 0), best);
}

/** A line that ends in a colon goes with its items, and a matched item of such a list goes with the line. */
function listAround(units: readonly ScoredUnit[], best: ScoredUnit): ScoredUnit[] {
  const from = best.listFrom ?? (best.text.endsWith(':') ? best.at : undefined);
  const all = units.filter((unit) => from !== undefined && unit.listFrom === from);
  // Of a long list the items that fit best, in their order.
  const items = all.toSorted((a, b) => b.score - a.score).slice(0, MOST_ITEMS).sort(byPlace);
  return items.length === 0 ? [] : [...units.filter((unit) => unit.at === from), ...items];
}

function isSameTable(units: readonly ScoredUnit[], row: ScoredUnit, best: ScoredUnit): boolean {
  const [from, to] = [Math.min(row.line, best.line), Math.max(row.line, best.line)];
  return units.every((unit) => unit.line < from || unit.line > to || unit.kind === 'row');
}

function joinUseful(units: readonly ScoredUnit[], best: ScoredUnit): ScoredUnit[] {
  const joined = [best];
  const told = [...best.shares];
  const heaviest = Math.max(...best.shares);
  const main = [...best.shares.entries()].filter(([, share]) => share >= heaviest * MAIN_SHARE);
  for (const unit of units.filter((other) => other !== best).sort((a, b) => b.score - a.score)) {
    const gain = sum(unit.shares.map((share, word) => Math.max(0, share - (told[word] ?? 0))));
    const isSame = main.every(([word, share]) => (unit.shares[word] ?? 0) >= share * SAME_MATTER);
    const isUseful = (isSame && unit.score >= best.score * AS_GOOD_AS_BEST) || gain >= LEAST_GAIN;
    if (!isUseful || joined.length === MOST_SENTENCES) continue;
    joined.push(unit);
    for (const [word, share] of unit.shares.entries()) told[word] = Math.max(share, told[word] ?? 0);
  }
  return joined;
}

/**
 * Sentences that stand close together read better with what stands between them. Where no single fact is
 * asked for, a lone one goes on with the next, which often holds the rest of the answer.
 */
function withNeighbours(
  joined: readonly ScoredUnit[],
  sentences: readonly ScoredUnit[],
  goesOn: boolean,
): ScoredUnit[] {
  const ordered = [...joined].sort(byPlace);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || ordered.length === MOST_SENTENCES) return ordered;
  const upTo = goesOn && ordered.length === 1 ? first.at + 1 : last.at;
  const whole = sentences.filter(({ line, at }) => line === first.line && at >= first.at && at <= upTo);
  const fits = whole.length <= MOST_SENTENCES && sum(whole.map(({ text }) => text.length)) <= LONGEST_PROSE;
  return fits && ordered.every((unit) => whole.includes(unit)) ? whole : ordered;
}

function byPlace(a: ScoredUnit, b: ScoredUnit): number {
  return a.at - b.at;
}

/** Joins units up to the quote's length, never a part of one. */
function fit(units: readonly ScoredUnit[], best: ScoredUnit): string {
  let left = LONGEST_QUOTE - best.text.length;
  const kept = units.filter((unit) => {
    if (unit === best) return true;
    left -= unit.text.length + 1;
    return left >= 0;
  });
  return kept.map((unit) => unit.text).join('\n');
}
