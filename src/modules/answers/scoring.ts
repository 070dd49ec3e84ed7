import { foldLetters, stem, type Language } from '../../platform/text/index.js';
import {
  type AskedWord,
  compareCases,
  isThing,
  isUnknownAlternative,
  isYear,
  type MatchedText,
  matchWords,
  readQuery,
  type WordMatch,
} from '../knowledge/index.js';
import { sum } from './sum.js';
import { type QuotablePassage, type Unit, unitsOf } from './units.js';
import { tells, type Wanted, wantedOf, withoutAsking } from './wanted.js';

/** A question as a quotation is sought for. */
export interface QuotedQuestion {
  readonly text: string;
  readonly lang: Language;
  /** The words the customer just added to the question before; empty for a question by itself. */
  readonly focus: readonly string[];
  /** As the search read them; read anew where left out. */
  readonly words?: readonly AskedWord[] | undefined;
  /** How sure the search is that the passages answer it, 0..1. */
  readonly confidence?: number;
}

/** A unit with what speaks for quoting it. */
export interface ScoredUnit extends Unit {
  /** Which of the passages, from 0. */
  readonly passage: number;
  /** What the units are ordered by; comparable within one question only. */
  readonly score: number;
  /** What part of the question each of its words is, as far as the unit with its surroundings has it. */
  readonly shares: readonly number[];
  /** The same where what stands around the unit counts as much as the unit. */
  readonly touched: readonly number[];
  /** Whether it speaks of none of the things asked about, or of another year. */
  readonly isBeside: boolean;
  /** How much of the question a row's subject names. */
  readonly named: number;
}

/** How much a word counts that stands not in the unit but around it. */
const IN_LEAD = 0.5;
const IN_SECTION = 0.7;
const IN_TITLE = 0.6;
/** What else speaks for a unit, or against it, beside the part of the question it has (at most 1). */
const BY_RANK = 0.6;
const BY_HEADING = 0.05;
const BY_WANTED = 0.5;
const BY_ROW = 0.06;
const BY_OTHER_CASE = -0.2;
const BY_MISSED_CASE = -0.2;
const BY_ALTERNATIVE = -0.2;
const BY_SUMMARY = 0.02;
/** A case named in the headings alone weighs less than one in the sentence. */
const CASE_OF_HEADINGS = 0.7;
/** What stands above the first heading sums up, special cases and all. */
const CASE_OF_SUMMARY = 0.3;
const OTHER_LANGUAGE = 0.75;
/** Of passages that come without a score, each is worth so much less than the one before. */
const RANK_STEP = 0.12;
/** The customer's newest words weigh more than those carried over from the question before. */
const FOCUS_WEIGHT = 2.5;
/** How rare a word counts as that no document has. */
const UNKNOWN_RARITY = 6;
/** Longer units share words by their length alone. */
const LONG = 300;

/** How many texts a unit has: itself, lead, section, title, subject. */
const TEXTS = 5;
const SECTION = 2;
const SUBJECT = 4;

/**
 * Scores all units of some passages (best first) by the question's words they have, weighted by rarity, and
 * by the kind of fact they tell. Words of the headings and of the sentence before count in part. A unit
 * limited to a case the question does not speak of (abroad, for companies, early closing) stands back.
 */
export function scoreUnits(question: QuotedQuestion, passages: readonly QuotablePassage[]): ScoredUnit[] {
  const words = question.words ?? readQuery(question.text, question.lang).words;
  const units = passages.flatMap((of, passage) => unitsOf(of).map((unit) => ({ unit, of, passage })));
  const matches = matchWords(
    words,
    units.flatMap(({ unit, of }) => textsOf(unit, of)),
  );
  const weights = weigh(question, matches, units.length);
  const wanted = wantedOf(question.text);
  const supports = units.map((_, index) => matches.map((match) => match.support.slice(index * TEXTS, (index + 1) * TEXTS)));
  // A paragraph speaks of one matter, though not each of its sentences names it.
  const paragraphOf = ({ unit, passage }: (typeof units)[number]): string => `${passage} ${unit.line}`;
  const unknown = words.some(isUnknownAlternative);
  const named = new Set(units.flatMap((one, index) => (namesThing(supports[index] ?? [], words) ? [paragraphOf(one)] : [])));
  return units.map((one, index) => {
    const { unit, of, passage } = one;
    const support = supports[index] ?? [];
    const isBeside = unknown || !named.has(paragraphOf(one)) || lacksYear(support, words);
    const shares = support.map((texts, word) => (weights[word] ?? 0) * inContext(texts));
    const touched = support.map((texts, word) => (weights[word] ?? 0) * Math.max(...texts));
    const subject = sum(support.map((texts, word) => (weights[word] ?? 0) * (texts[SUBJECT] ?? 0)));
    const about = sum(support.map((texts, word) => (weights[word] ?? 0) * (texts[SECTION] ?? 0)));
    const known = (sum(shares) + about * BY_HEADING) * Math.min(1, Math.sqrt(LONG / unit.text.length));
    const rank = rankOf(passages, passage);
    const extra = sum(shares) === 0 ? 0 : extraOf(unit, of, { words, wanted, rank });
    const score = (known + extra) * (of.lang === question.lang ? 1 : OTHER_LANGUAGE);
    return { ...unit, passage, score, shares, touched, named: subject, isBeside };
  });
}

/** What the year of a document is, its title says as well. */
function textsOf(unit: Unit, of: QuotablePassage): MatchedText[] {
  const { lang, section = '', title = '', validFrom = '' } = of;
  const texts = [unit.text, unit.lead, section, `${title} ${validFrom.slice(0, 4)}`, unit.subject];
  return texts.map((text) => ({ text, lang }));
}

type Support = readonly (readonly number[])[];

/** Whether a unit with its surroundings has one of the things asked about, if any are. */
function namesThing(support: Support, words: readonly AskedWord[]): boolean {
  const things = words.flatMap((word, at) => (isThing(word) ? [at] : []));
  return things.length === 0 || things.some((at) => inContext(support[at] ?? []) > 0);
}

function lacksYear(support: Support, words: readonly AskedWord[]): boolean {
  return words.some((word, at) => isYear(word) && inContext(support[at] ?? []) === 0);
}

function inContext([own = 0, lead = 0, section = 0, title = 0]: readonly number[]): number {
  return Math.max(own, lead * IN_LEAD, section * IN_SECTION, title * IN_TITLE);
}

/** The stems of a text's words, with folded letters. */
export function stemsOf(text: string, lang: Language): Set<string> {
  return new Set(readQuery(text, lang).words.flatMap(({ stems }) => stems[lang].map(foldLetters)));
}

function isFigure(word: AskedWord): boolean {
  return word.stems.en.some((form) => /^\d/.test(form));
}

/** How telling each word is, as parts of one: what all documents, or all these units, have tells little. */
function weigh({ focus, lang, text }: QuotedQuestion, matches: readonly WordMatch[], units: number): number[] {
  const newest = new Set(focus.map((word) => stem(word, lang)));
  const rest = stemsOf(withoutAsking(foldLetters(text.toLowerCase())), lang);
  const isAsking = (match?: WordMatch): boolean =>
    match !== undefined && !match.word.stems[lang].some((form) => rest.has(foldLetters(form)));
  const weights = matches.map(({ word, support }) => {
    const having = support.filter((value, at) => at % TEXTS === 0 && value > 0).length;
    const here = Math.log(1 + (units + 1) / (having + 0.5));
    const everywhere = word.rarity ?? (having === 0 ? UNKNOWN_RARITY : here);
    const own = isFigure(word) ? 1 : word.weight;
    const isNew = word.stems[lang].some((form) => newest.has(form));
    return Math.sqrt(here * everywhere) * own * (isNew ? FOCUS_WEIGHT : 1);
  });
  const total = sum(weights);
  // A fee or a rate stands in every document: where it is what is asked for, it still counts as an average word.
  const least = (at: number): number => (isAsking(matches[at]) ? total / weights.length : 0);
  return weights.map((weight, at) => Math.max(weight, least(at)) / total);
}

function rankOf(passages: readonly QuotablePassage[], at: number): number {
  const [first] = passages;
  const score = passages[at]?.score;
  if (score === undefined || first?.score === undefined) return 1 - at * RANK_STEP;
  return score / first.score;
}

interface Wish {
  readonly words: readonly AskedWord[];
  readonly wanted: ReadonlySet<Wanted>;
  readonly rank: number;
}

function extraOf(unit: Unit, of: QuotablePassage, { words, wanted, rank }: Wish): number {
  const { lang, section = '', title = '' } = of;
  const own = section === '' ? CASE_OF_SUMMARY : 1;
  const headings = `${section}\n${title}`;
  // A row tells of all cases in its cells; what it is limited to stands in its subject.
  const limits = unit.kind === 'row' ? unit.subject : unit.text;
  const { other: isOther, alternative } = compareCases(words, { text: limits, lang });
  const { missed } = compareCases(words, { text: unit.text, lang }, `${unit.lead}\n${headings}`);
  const other = isOther ? own : compareCases(words, { text: headings, lang }).other ? CASE_OF_HEADINGS : 0;
  const cases = BY_OTHER_CASE * other + (missed ? BY_MISSED_CASE : 0) + (alternative ? BY_ALTERNATIVE : 0);
  const row = unit.kind === 'row' ? BY_ROW : 0;
  const summary = section === '' ? BY_SUMMARY : 0;
  return summary + BY_RANK * rank + BY_WANTED * tells(unit.text, wanted) + row + cases;
}
