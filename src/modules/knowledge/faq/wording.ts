import type { Language } from '../../../platform/text/index.js';
import { formsOf, type Form } from '../forms.js';
import { compareCaseTerms, namesOther } from '../matching.js';
import type { Query, QueryWord } from '../query.js';
import { termsOf } from '../terms.js';
import { Vocabulary } from '../vocabulary.js';
import type { Evidence } from './evidence.js';
import { areOpposed, sidesOf } from './opposites.js';
import type { Pace } from './pace.js';

type WordingEvidence = Pick<Evidence, 'covered' | 'said' | 'unknown' | 'opposed' | 'otherCase'>;

interface EntryWords {
  /** What any of the examples has. */
  readonly any: ReadonlySet<string>;
  /** What all of them have. */
  readonly all: ReadonlySet<string>;
  readonly sides: ReadonlySet<string>;
}

/** A question's words with what they may be met by. */
export interface ReadWords {
  readonly words: readonly { readonly word: QueryWord; readonly forms: readonly Form[]; readonly rarity: number }[];
  readonly unknown: number;
  readonly asked: ReadonlySet<string>;
  readonly sides: ReadonlySet<string>;
}

/** The words of entries' examples: which of a question's words an entry knows, and which nobody does. */
export class Wording {
  readonly #language: Language;
  readonly #entries: readonly EntryWords[];
  readonly #rarity = new Map<string, number>();
  readonly #vocabulary: Vocabulary;
  /** Of a word that no entry has. */
  readonly #mostRare: number;

  /** @param entries the examples of each */
  static async of(entries: readonly (readonly string[])[], language: Language, pace: Pace): Promise<Wording> {
    return new Wording(await pace.map(entries, (texts) => entryWords(texts, language)), language);
  }

  private constructor(entries: readonly EntryWords[], language: Language) {
    this.#language = language;
    this.#mostRare = Math.log(2 + entries.length);
    this.#entries = entries;
    const counts = new Map<string, number>();
    for (const { any } of this.#entries) for (const term of any) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) this.#rarity.set(term, Math.log(1 + entries.length / count));
    this.#vocabulary = new Vocabulary(counts.keys());
  }

  /** Reads a question once for all entries. */
  read(query: Query): ReadWords {
    const words = query.words.map((word) => {
      const forms = formsOf(word, this.#language, this.#vocabulary).filter(({ term }) => this.#rarity.has(term));
      const rarities = forms.map(({ term }) => this.#rarity.get(term) ?? this.#mostRare);
      return { word, forms, rarity: word.weight * (forms.length === 0 ? this.#mostRare : Math.min(...rarities)) };
    });
    const total = sum(words.map(({ rarity }) => rarity));
    const unknown = sum(words.map(({ forms, rarity }) => (forms.length === 0 ? rarity : 0)));
    return {
      words,
      unknown: total === 0 ? 1 : unknown / total,
      asked: new Set(query.words.flatMap(({ concepts }) => concepts)),
      sides: sidesOf(query.text),
    };
  }

  /** @param nearest the entry's example that is most like the question */
  evidence({ words, unknown, asked, sides }: ReadWords, entry: number, nearest: string): WordingEvidence {
    const known = this.#entries[entry] ?? NOTHING;
    const met = words.map(({ forms }) => Math.max(0, ...forms.map(({ term, weight }) => (known.any.has(term) ? weight : 0))));
    const total = sum(words.map(({ rarity }) => rarity));
    const covered = sum(words.map(({ rarity }, at) => rarity * (met[at] ?? 0)));
    const said = new Set(words.flatMap(({ forms }) => forms.map(({ term }) => term)));
    const { other, missed, alternative } = compareCaseTerms(asked, known.all, known.any);
    return {
      covered: total === 0 ? 0 : covered / total,
      said: this.#shareOf(termsOf(nearest, this.#language), said),
      unknown,
      opposed: Number(areOpposed(sides, known.sides)),
      otherCase: Number(other || missed || alternative || namesOther(words.map(({ word }) => word), known.any)),
    };
  }

  #shareOf(example: ReadonlySet<string>, said: ReadonlySet<string>): number {
    let all = 0;
    let shared = 0;
    for (const term of example) {
      const rarity = this.#rarity.get(term) ?? 0;
      all += rarity;
      if (said.has(term)) shared += rarity;
    }
    return all === 0 ? 0 : shared / all;
  }
}

const NOTHING: EntryWords = { any: new Set(), all: new Set(), sides: new Set() };

function entryWords(texts: readonly string[], language: Language): EntryWords {
  const examples = texts.map((text) => termsOf(text, language));
  const any = new Set(examples.flatMap((terms) => [...terms]));
  return {
    any,
    all: new Set([...any].filter((term) => examples.every((terms) => terms.has(term)))),
    sides: new Set(texts.flatMap((text) => [...sidesOf(text)])),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
