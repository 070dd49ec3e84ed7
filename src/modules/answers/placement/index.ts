/**
 * Whether a number is said of what its passage says it of. A number may stand in the cited passage, and in the row of
 * another card or in the sentence about another currency: then it is as wrong as an invented one. Refused is only what
 * certainly belongs elsewhere: every place where the number stands is of something that the answer does not speak of.
 */
import type { Language } from '../../../platform/text/index.js';
import { blankListMarkers, extractSourceFacts, supports, type Fact } from '../facts/index.js';
import { splitSentences } from '../sentences.js';
import { type Unit, unitsOf } from '../units.js';
import { Names, type NamedPassage, type Scopes } from './names.js';
import { namedAmong } from './rows.js';
import { scopesOf } from './segments.js';

/** What an answer's sentence is about, by its own words, and else by those before it and by the question. */
export interface Said {
  readonly sentence: string;
  readonly lang: Language;
  /** The sentences before it from the nearest back, then the question. */
  readonly context: readonly string[];
}

/** Where a passage states something. */
interface Home {
  readonly facts: readonly Fact[];
  /** Whether it speaks of something else than the answer. */
  isOfAnother(claim: Fact, said: Said): boolean;
}

export class Placement {
  readonly #passages: readonly NamedPassage[];
  readonly #homes = new Map<NamedPassage, readonly Home[]>();
  #names: Names | undefined;

  constructor(passages: readonly NamedPassage[]) {
    this.#passages = passages;
  }

  /** Whether a statement that stands in the passages cited stands only where they speak of something else. */
  isMisplaced(claim: Fact, said: Said, cited: readonly NamedPassage[]): boolean {
    if (claim.kind !== 'number' || !(claim.free || claim.readings.some(({ unit }) => unit !== undefined))) return false;
    const homes = cited.flatMap((passage) => this.#homesIn(passage));
    const own = homes.filter(({ facts }) => facts.some((fact) => supports(fact, claim)));
    return own.length > 0 && own.every((home) => home.isOfAnother(claim, said));
  }

  /** Read where they are needed, once. */
  #homesIn(passage: NamedPassage): readonly Home[] {
    this.#names ??= new Names(this.#passages);
    const homes = this.#homes.get(passage) ?? homesIn(passage, this.#names);
    this.#homes.set(passage, homes);
    return homes;
  }
}

function homesIn(passage: NamedPassage, names: Names): Home[] {
  const units = unitsOf({ ...passage, text: blankListMarkers(passage.text) });
  const homes: Home[] = [];
  let table: Unit[] = [];
  for (const [index, unit] of units.entries()) {
    if (unit.kind !== 'row') {
      homes.push(...sentenceHomes(unit, passage, names));
      continue;
    }
    if (units[index - 1]?.kind !== 'row') table = units.slice(index, nextOther(units, index));
    homes.push(...rowHomes(unit, table, passage, names));
  }
  return homes;
}

function nextOther(units: readonly Unit[], from: number): number {
  const length = units.slice(from).findIndex(({ kind }) => kind !== 'row');
  return length < 0 ? units.length : from + length;
}

/** A row speaks of its subject; each of its cells of what the column is called. */
function rowHomes(row: Unit, table: readonly Unit[], { lang }: NamedPassage, names: Names): Home[] {
  const subjects = table.map(({ subject }) => subject);
  const headers = row.cells.map(({ header }) => header);
  const at = table.indexOf(row);
  const told = [names.in(row.subject, lang)];
  const isOther = (claim: Fact, said: Said, column?: number): boolean =>
    isNotNamed(subjects, at, claim, said) ||
    (column !== undefined && isNotNamed(headers, column, claim, said)) ||
    names.exclude(told, asked(names, claim, said, 'with context'), isAmount(claim));
  return [
    { facts: extractSourceFacts(row.subject), isOfAnother: (claim, said) => isOther(claim, said) },
    ...row.cells.map(({ header, value }, column): Home => ({
      facts: extractSourceFacts(header === '' ? value : `${header}: ${value}`),
      isOfAnother: (claim, said) => isOther(claim, said, column),
    })),
  ];
}

/** Whether others of the labels are named and this one is not, in the likeliest place that names any. */
function isNotNamed(labels: readonly string[], own: number, claim: Fact, said: Said): boolean {
  if (labels.length < 2) return false;
  for (const text of [...scopesOf(said.sentence, claim), ...said.context]) {
    const named = namedAmong(labels, text, said.lang);
    if (named.size > 0) return !named.has(own);
  }
  return false;
}

/**
 * A sentence speaks of what it names near the number; else of what its heading, or the sentence before, names. The latter is
 * a guess: only the answer's own sentence counts against it.
 */
function sentenceHomes(unit: Unit, { section, lang }: NamedPassage, names: Names): Home[] {
  const heading = names.in(section, lang);
  const before = names.in(splitSentences(unit.lead).at(-1) ?? '', lang);
  return extractSourceFacts(unit.text).map((fact): Home => {
    const told = [...scopesOf(unit.text, fact).map((text) => names.in(text, lang)), heading];
    return {
      facts: [fact],
      isOfAnother: (claim, said) =>
        names.exclude(told, asked(names, claim, said, 'with context'), isAmount(claim)) ||
        names.exclude([...told, before], asked(names, claim, said, 'sentence alone'), isAmount(claim)),
    };
  });
}

function asked(names: Names, claim: Fact, said: Said, reach: 'with context' | 'sentence alone'): Scopes {
  const context = reach === 'with context' ? said.context : [];
  return [...scopesOf(said.sentence, claim), ...context].map((text) => names.in(text, said.lang));
}

function isAmount({ readings }: Fact): boolean {
  return readings.some(({ unit }) => unit?.startsWith('money'));
}
