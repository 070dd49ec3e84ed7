import { stem, type Language } from '../../platform/text/index.js';
import {
  type AskedWord,
  casesNotAsked,
  type MatchedText,
  matchWords,
  readQuery,
  type WordMatch,
} from '../knowledge/index.js';
import { sum } from './sum.js';
import { type QuotablePassage, type Unit, unitsOf } from './units.js';
import { tells, type Wanted, wantedOf } from './wanted.js';

/** A question as a quotation is sought for. */
export interface QuotedQuestion {
  readonly text: string;
  readonly lang: Language;
  /** The words the customer just added to the question before; empty for a question by itself. */
  readonly focus: readonly string[];
  /** As the search read them; read anew where left out. */
  readonly words?: readonly AskedWord[] | undefined;
}

/** A unit with what speaks for quoting it. */
export interface ScoredUnit extends Unit {
  /** Which of the passages, from 0. */
  readonly passage: number;
  /** What the units are ordered by; comparable within one question only. */
  readonly score: number;
  /** What part of the question each of its words is, as far as the unit with its surroundings has it. */
  readonly shares: readonly number[];
  /** How much of the question a row's first cell and its figures name. */
  readonly named: number;
}

/** How much a word counts that stands not in the unit but around it. */
const IN_LEAD = 0.5;
const IN_SECTION = 0.7;
const IN_TITLE = 0.4;
/** What else speaks for a unit, or against it, beside the part of the question it has (at most 1). */
const BY_RANK = 0.6;
const BY_WANTED = 0.5;
const BY_ROW = 0.06;
const BY_OTHER_CASE = -0.2;
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
  return units.map(({ unit, of, passage }, index) => {
    const support = matches.map((match) => match.support.slice(index * TEXTS, (index + 1) * TEXTS));
    const shares = support.map((texts, word) => (weights[word] ?? 0) * inContext(texts));
    const named = support.map((texts, word) => (weights[word] ?? 0) * inName(texts, matches[word]?.word));
    const known = sum(shares) * Math.min(1, Math.sqrt(LONG / unit.text.length));
    const rank = rankOf(passages, passage);
    const extra = sum(shares) === 0 ? 0 : extraOf(unit, of, { words, wanted, rank });
    const score = (known + extra) * (of.lang === question.lang ? 1 : OTHER_LANGUAGE);
    return { ...unit, passage, score, shares, named: sum(named) };
  });
}

function textsOf(unit: Unit, { lang, section = '', title = '' }: QuotablePassage): MatchedText[] {
  return [unit.text, unit.lead, section, title, unit.subject].map((text) => ({ text, lang }));
}

function inContext([own = 0, lead = 0, section = 0, title = 0]: readonly number[]): number {
  return Math.max(own, lead * IN_LEAD, section * IN_SECTION, title * IN_TITLE);
}

function inName(texts: readonly number[], word: AskedWord | undefined): number {
  const [own = 0] = texts;
  const subject = texts[TEXTS - 1] ?? 0;
  return word !== undefined && isFigure(word) ? Math.max(own, subject) : subject;
}

function isFigure(word: AskedWord): boolean {
  return word.stems.en.some((form) => /^\d/.test(form));
}

/** How telling each word is, as parts of one: what all documents, or all these units, have tells little. */
function weigh({ focus, lang }: QuotedQuestion, matches: readonly WordMatch[], units: number): number[] {
  const newest = new Set(focus.map((word) => stem(word, lang)));
  const weights = matches.map(({ word, support }) => {
    const having = support.filter((value, at) => at % TEXTS === 0 && value > 0).length;
    const here = Math.log(1 + (units + 1) / (having + 0.5));
    const everywhere = word.rarity ?? (having === 0 ? UNKNOWN_RARITY : here);
    const own = isFigure(word) ? 1 : word.weight;
    const isNew = word.stems[lang].some((form) => newest.has(form));
    return Math.sqrt(here * everywhere) * own * (isNew ? FOCUS_WEIGHT : 1);
  });
  const total = sum(weights);
  return weights.map((weight) => weight / total);
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
  const isOther = (text: string): boolean => casesNotAsked(words, { text, lang }) > 0;
  const own = section === '' ? CASE_OF_SUMMARY : 1;
  // A row tells of all cases in its cells; what it is limited to stands in the first.
  const limits = unit.kind === 'row' ? unit.subject : unit.text;
  const other = isOther(limits) ? own : isOther(`${section}\n${title}`) ? CASE_OF_HEADINGS : 0;
  const row = unit.kind === 'row' ? BY_ROW : 0;
  return BY_RANK * rank + BY_WANTED * tells(unit.text, wanted) + row + BY_OTHER_CASE * other;
}
