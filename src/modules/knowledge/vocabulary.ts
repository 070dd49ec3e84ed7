import { withinSlips } from '../../platform/text/index.js';

/** A term of the index that a word of the question may stand for, and how surely (0..1). */
interface Kin {
  readonly term: string;
  readonly weight: number;
}

const DERIVED = 0.75;
const MISTYPED = 0.7;
const MIN_PREFIX = 4;
const MAX_TAIL = 3;
const MIN_FUZZY = 5;
const MEMORY = 5_000;

/** The terms of an index, with a search for derived and mistyped forms of a stem. */
export class Vocabulary {
  readonly #byHead = new Map<string, string[]>();
  readonly #letters = new Map<string, number>();
  readonly #known: ReadonlySet<string>;
  readonly #memory = new Map<string, readonly Kin[]>();

  constructor(terms: Iterable<string>) {
    this.#known = new Set(terms);
    for (const term of this.#known) {
      if (term.length < MIN_PREFIX || /^[#\d]/.test(term)) continue;
      this.#letters.set(term, lettersOf(term));
      const head = term.slice(0, 2);
      const row = this.#byHead.get(head);
      if (row === undefined) this.#byHead.set(head, [term]);
      else row.push(term);
    }
  }

  /**
   * Terms that share the stem (`откр` and `открыт`), or, for a stem the index does not have, that differ from
   * it by a slip of the keyboard. The stem itself is not among them.
   */
  kinOf(stem: string): readonly Kin[] {
    if (stem.length < MIN_PREFIX || /\d/.test(stem)) return [];
    const before = this.#memory.get(stem);
    if (before !== undefined) return before;
    if (this.#memory.size >= MEMORY) this.#memory.clear();
    const kin = this.#find(stem);
    this.#memory.set(stem, kin);
    return kin;
  }

  #find(stem: string): Kin[] {
    const row = this.#byHead.get(stem.slice(0, 2)) ?? [];
    const derived = row.filter((term) => isDerived(term, stem)).map((term) => ({ term, weight: DERIVED }));
    if (derived.length > 0 || this.#known.has(stem) || stem.length < MIN_FUZZY) return derived;
    const slips = stem.length >= 8 ? 2 : 1;
    const own = lettersOf(stem);
    // A slip changes at most two letters of the set: that spares nearly all of the costly comparisons.
    const near = (term: string): boolean =>
      bitsOf(own ^ (this.#letters.get(term) ?? 0)) <= 2 * slips && withinSlips(stem, term, slips);
    return this.#sameStart(stem)
      .filter(near)
      .map((term) => ({ term, weight: MISTYPED }));
  }

  /** Candidates for a mistyped stem: the first letter is right, or the second is. */
  #sameStart(stem: string): string[] {
    const terms: string[] = [];
    for (const [head, row] of this.#byHead) {
      if (head.startsWith(stem.charAt(0)) || head.charAt(1) === stem.charAt(1)) terms.push(...row);
    }
    return terms;
  }
}

/** Which letters a word has, as a set of 32 bits; letters may share a bit. */
function lettersOf(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at += 1) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}

function bitsOf(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function isDerived(term: string, stem: string): boolean {
  if (term === stem || Math.abs(term.length - stem.length) > MAX_TAIL) return false;
  return term.startsWith(stem) || stem.startsWith(term);
}
